/* Small helpers of every page. Plain script, old syntax: it must run on old WebViews,
   and a page must work without it. */
(function () {
  "use strict";
  var root = document.documentElement;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function closest(node, selector) {
    while (node && node.nodeType === 1) {
      if ((node.matches || node.webkitMatchesSelector).call(node, selector)) { return node; }
      node = node.parentNode;
    }
    return null;
  }

  /* 大字版: kept in a cookie, so that the server already sends the large page */
  function showLargeType(button) {
    var large = root.classList.contains("large");
    button.hidden = false;
    button.setAttribute("aria-pressed", large ? "true" : "false");
    var word = button.querySelector("[data-word]") || button;
    word.textContent = large ? "标准字" : "大字版";
  }
  function switchLargeType() {
    var large = root.classList.toggle("large");
    document.cookie = "large_type=" + (large ? "1" : "0") + ";path=/;max-age=31536000;samesite=lax";
    each(document.querySelectorAll("[data-large-type]"), showLargeType);
  }

  /* Double-submit guard: the button says what happens, and comes back after an error,
     a way back or a while, so that a retry is always possible */
  var AGAIN_AFTER = 15000;
  function buttonsOf(form) { return form.querySelectorAll("button:not([type=button])"); }
  function free(form) {
    if (form.hasAttribute("data-sending-file")) { return; }
    form.removeAttribute("data-sending");
    each(buttonsOf(form), function (button) {
      button.disabled = false;
      if (button.hasAttribute("data-word-before")) {
        button.innerHTML = button.getAttribute("data-word-before");
        button.removeAttribute("data-word-before");
      }
    });
  }
  function hold(form, pressed) {
    form.setAttribute("data-sending", "");
    setTimeout(function () {
      each(buttonsOf(form), function (button) { button.disabled = true; });
      if (pressed && pressed.nodeName === "BUTTON") {
        pressed.setAttribute("data-word-before", pressed.innerHTML);
        pressed.textContent = form.getAttribute("data-sending-word") || "正在保存…";
      }
    }, 0);
    setTimeout(function () { free(form); }, AGAIN_AFTER);
  }
  function freeAll() { each(document.querySelectorAll("form[data-sending]"), free); }

  /* A large file goes by script, which hears how much of it has arrived; the answer is the page
     that the form leads to. form data-large-file */
  var LARGE = 2000000;
  function isLarge(form) {
    var input = form.querySelector("input[type=file]");
    return Boolean(input && input.files && input.files[0] && input.files[0].size > LARGE);
  }
  function told(form) {
    var place = form.querySelector("[role=status]") || form.appendChild(document.createElement("p"));
    place.setAttribute("role", "status");
    return place;
  }
  function megabytes(bytes) { return (bytes / 1000000).toFixed(1) + " MB"; }
  function sendFile(form) {
    var sent = new XMLHttpRequest();
    var place = told(form);
    form.setAttribute("data-sending-file", "");
    function failed() {
      form.removeAttribute("data-sending-file");
      free(form);
      place.textContent = "";
      say("网络断了，文件没有传完。请再传一次。");
    }
    sent.upload.onprogress = function (event) {
      var percent = Math.floor(100 * event.loaded / event.total);
      place.textContent = event.loaded < event.total
        ? "已上传 " + percent + "%（" + megabytes(event.loaded) + " / " + megabytes(event.total) + "），请不要离开本页"
        : "已上传，正在识别…";
    };
    sent.onload = function () {
      form.removeAttribute("data-sending-file");
      if (sent.status < 400 && sent.responseURL) { location.assign(sent.responseURL); return; }
      if (!sent.responseText) { failed(); return; }
      document.open();
      document.write(sent.responseText);
      document.close();
    };
    sent.onerror = failed;
    sent.onabort = failed;
    sent.open("POST", form.action);
    sent.send(new FormData(form));
  }

  /* Asking first: form data-confirm="…", or one of its buttons */
  function asking(form, pressed) {
    return pressed && pressed.hasAttribute("data-confirm") ? pressed : form;
  }
  function ask(form, pressed) {
    var dialog = document.getElementById("nt-confirm"), asks = asking(form, pressed);
    var question = asks.getAttribute("data-confirm");
    var text = asks.getAttribute("data-confirm-text") || "";
    if (!dialog || !dialog.showModal) {
      if (window.confirm(question + "\n" + text)) { agreed(form, pressed); }
      return;
    }
    var yes = dialog.querySelector("[value=yes]");
    dialog.querySelector("h2").textContent = question;
    dialog.querySelector("[data-text]").textContent = text;
    yes.textContent = asks.getAttribute("data-confirm-button") || "确定";
    yes.onclick = function () { dialog.close(); agreed(form, pressed); };
    dialog.querySelector("[value=no]").onclick = function () { dialog.close(); };
    dialog.showModal();
  }
  function agreed(form, pressed) {
    form.setAttribute("data-agreed", "");
    if (form.requestSubmit) { form.requestSubmit(pressed || undefined); } else { form.submit(); }
  }

  var lastPressed = null;
  document.addEventListener("click", function (event) {
    var button = closest(event.target, "button");
    lastPressed = button || null;
    if (closest(event.target, "[data-large-type]")) { switchLargeType(); }
    var account = closest(event.target, "[data-fill-user]");
    if (account) { fillSignIn(account); }
    if (closest(event.target, "[data-print]")) { window.print(); }
    var copies = closest(event.target, "[data-copy]");
    if (copies) { copy(copies); }
    each(document.querySelectorAll("details[data-closes][open]"), function (details) {
      if (!details.contains(event.target)) { details.open = false; }
    });
  });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && closest(document.activeElement, "details[data-closes][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var pressed = event.submitter || (lastPressed && form.contains(lastPressed) ? lastPressed : null);
    if (asking(form, pressed).hasAttribute("data-confirm") && !form.hasAttribute("data-agreed")) {
      event.preventDefault();
      event.stopPropagation();
      ask(form, pressed);
      return;
    }
    form.removeAttribute("data-agreed");
    if (form.method !== "post" || form.hasAttribute("data-no-guard")) { return; }
    if (form.hasAttribute("data-sending")) { event.preventDefault(); return; }
    hold(form, pressed);
    if (form.hasAttribute("data-large-file") && isLarge(form)) { event.preventDefault(); sendFile(form); }
  }, true);

  window.addEventListener("pageshow", function () { freeAll(); showChoices(); });
  document.addEventListener("htmx:afterRequest", freeAll);
  /* A part that could not be fetched says so; nothing fails in silence */
  function say(words) {
    var place = document.querySelector(".nt-messages");
    var box = document.createElement("div");
    box.className = "nt-message error";
    box.innerHTML = "<div><p></p></div>";
    box.querySelector("p").textContent = words;
    place.innerHTML = "";
    place.appendChild(box);
    place.scrollIntoView();
  }
  document.addEventListener("htmx:responseError", function (event) {
    say(event.detail.xhr.status === 403 ? "您没有这项权限，没有打开。" : "没有成功，请刷新页面再试一次。");
  });
  document.addEventListener("htmx:sendError", function () { say("网络不通，请稍后再试一次。"); });

  document.addEventListener("invalid", function (event) {
    if (event.target.form) { free(event.target.form); }
  }, true);

  /* Large tiles show which of them is chosen, beside the mark itself */
  function showChoice(input) {
    var tile = closest(input, "label");
    if (tile) { tile.classList[input.checked ? "add" : "remove"]("on"); }
  }
  function showChoices() {
    each(document.querySelectorAll(".p-choice input, .nt-choices input"), showChoice);
  }
  document.addEventListener("change", showChoices);

  /* Sign-in page of the demo: tapping an account fills the form */
  function fillSignIn(button) {
    var form = document.querySelector("form[data-sign-in]");
    form.elements.username.value = button.getAttribute("data-fill-user");
    form.elements.password.value = button.getAttribute("data-fill-password");
    form.querySelector("button").focus();
  }

  /* button data-copy="…" hidden: shown where the browser lets a page copy */
  function copy(button) {
    navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
      button.textContent = "已复制";
    });
  }

  /* A small part asked for after the page, so that the page need not wait for it */
  function load(place) {
    var asked = new XMLHttpRequest();
    asked.open("GET", place.getAttribute("data-load"));
    asked.onload = function () { if (asked.status === 200) { place.innerHTML = asked.responseText; } };
    asked.send();
  }

  showChoices();
  each(document.querySelectorAll("[data-load]"), load);
  each(document.querySelectorAll("[data-large-type]"), showLargeType);
  each(document.querySelectorAll("[data-print]"), function (button) { button.hidden = false; });
  if (navigator.clipboard) {
    each(document.querySelectorAll("[data-copy]"), function (button) { button.hidden = false; });
  }
})();
