/* After a row was saved: to the cell that is wrong, else to the next child's first cell. */
(function () {
  "use strict";
  if (!document.querySelector("[data-answers]")) { return; }
  document.addEventListener("htmx:afterSwap", function (event) {
    var target = event.detail.target, row = target && target.id ? document.getElementById(target.id) : null;
    if (!row) { return; }
    var cell = row.querySelector("[aria-invalid], input[type=checkbox]");
    var next = row.hasAttribute("data-done") ? row.nextElementSibling : null;
    while (next && next.hasAttribute("data-done")) { next = next.nextElementSibling; }
    cell = cell || (next && next.querySelector("input[type=text]"));
    if (cell) { cell.focus(); }
  });
})();
