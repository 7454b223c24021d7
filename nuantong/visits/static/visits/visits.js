/* The survey shows what belongs to the chosen outcome; the grid goes on to the next row. Plain
   script, old syntax: without it everything is shown and every row has its button. */
(function () {
  "use strict";
  function each(list, act) { Array.prototype.forEach.call(list, act); }

  var survey = document.querySelector("form[data-survey]");
  function showParts() {
    var chosen = survey.querySelector("input[name=outcome]:checked");
    each(survey.querySelectorAll("[data-when]"), function (part) {
      part.hidden = !!chosen && part.getAttribute("data-when") !== chosen.value;
    });
  }
  if (survey) {
    survey.addEventListener("change", showParts);
    window.addEventListener("pageshow", showParts);
    showParts();
  }

  var grid = document.querySelector("[data-grid]");
  if (grid) {
    document.addEventListener("htmx:afterSwap", function (event) {
      var row = event.detail.elt || event.target;
      var now = row && row.id ? document.getElementById(row.id) : null;
      if (!now || now.nodeName !== "TBODY") { return; }
      var wrong = now.querySelector("[aria-invalid], input[name=again]");
      var next = now.hasAttribute("data-done") ? now.nextElementSibling : null;
      while (next && next.hasAttribute("data-done")) { next = next.nextElementSibling; }
      var cell = wrong || (next && next.querySelector("td input, td select"));
      if (cell) { cell.focus(); }
    });
  }
})();
