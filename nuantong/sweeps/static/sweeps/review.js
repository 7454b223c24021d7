/* The three keys: 1 the same, 2 another, 3 ask. Not while somebody types. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) { return; }
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) { return; }
  document.querySelector(`#card [data-key="${CSS.escape(event.key)}"]`)?.click();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "card") { window.scrollTo(0, 0); }
});
