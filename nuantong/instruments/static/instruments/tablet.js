/* Reads the question and its answers aloud, where the browser can. Plain script, old syntax. */
(function () {
  "use strict";
  var voice = window.speechSynthesis, button = document.querySelector("[data-read]");
  if (!voice || !window.SpeechSynthesisUtterance || !button) { return; }
  var parts = document.querySelectorAll("[data-speak]"), at = -1;
  function mark(part, on) { if (part) { part.classList[on ? "add" : "remove"]("reading"); } }
  function stop() { mark(parts[at], false); at = -1; voice.cancel(); button.setAttribute("aria-pressed", "false"); }
  function next() {
    mark(parts[at], false);
    at += 1;
    if (at >= parts.length) { at = -1; button.setAttribute("aria-pressed", "false"); return; }
    var said = new SpeechSynthesisUtterance(parts[at].innerText);
    said.lang = "zh-CN";
    said.rate = 0.85;
    said.onend = function () { if (at >= 0) { next(); } };
    mark(parts[at], true);
    voice.speak(said);
  }
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", function () {
    if (at >= 0) { stop(); return; }
    button.setAttribute("aria-pressed", "true");
    next();
  });
  window.addEventListener("pagehide", stop);
})();
