/* What was filled in and not sent yet, kept on this device. A form with data-draft="whose" is kept
   while somebody types and put back when its page is opened again; it is forgotten once another
   page answers to its sending, and at sign-out. Plain script, old syntax; photos are not kept. */
(function () {
  "use strict";
  var PREFIX = "nuantong-draft:", SENT = "nuantong-sent";
  var here = window.location.pathname;
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function store(act) { try { return act(window.localStorage); } catch (error) { return null; } }

  function forgetAll() {
    store(function (kept) {
      each(Object.keys(kept), function (key) {
        if (key.indexOf(PREFIX) === 0) { kept.removeItem(key); }
      });
    });
  }
  function forgetSent() {
    store(function (kept) {
      var sent = JSON.parse(kept.getItem(SENT) || "null");
      if (!sent || here === sent.path || here.indexOf("/sign-in") === 0) { return; }
      kept.removeItem(sent.key);
      kept.removeItem(SENT);
    });
  }
  document.addEventListener("submit", function (event) {
    if (/\/sign-out\/$/.test(event.target.action || "")) { forgetAll(); }
  }, true);
  forgetSent();

  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  var key = PREFIX + form.getAttribute("data-draft") + ":" + here;
  var note = form.querySelector("[data-draft-note]");

  function fields() {
    return Array.prototype.filter.call(form.elements, function (one) {
      return one.name && one.type !== "file" && one.name !== "csrfmiddlewaretoken" && one.nodeName !== "BUTTON";
    });
  }
  function keep() {
    var held = { at: Date.now(), values: [] };
    each(fields(), function (one) {
      var ticked = one.type === "checkbox" || one.type === "radio";
      held.values.push([one.name, ticked ? [one.value, one.checked] : one.value]);
    });
    store(function (kept) { kept.setItem(key, JSON.stringify(held)); });
  }
  function putBack(held) {
    var left = held.values.slice();
    each(fields(), function (one) {
      var ticked = one.type === "checkbox" || one.type === "radio";
      for (var n = 0; n < left.length; n += 1) {
        var value = left[n][1];
        if (left[n][0] === one.name && (!ticked || value[0] === one.value)) {
          if (ticked) { one.checked = value[1]; } else { one.value = value; }
          left.splice(n, 1);
          break;
        }
      }
    });
    each(form.querySelectorAll("input:checked, select"), function (one) {
      one.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  function say(words, again) {
    note.hidden = false;
    note.querySelector("[data-words]").textContent = words;
    note.querySelector("button").hidden = !again;
  }

  var waiting = null;
  function later() { clearTimeout(waiting); waiting = setTimeout(keep, 300); }
  var held = store(function (kept) { return JSON.parse(kept.getItem(key) || "null"); });
  if (held && !form.hasAttribute("data-answered")) {
    putBack(held);
    say("上次没有保存完的内容已经放回来了（" + new Date(held.at).toLocaleString("zh-CN", { hour12: false }) + "），核对后再保存。", true);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  note.querySelector("button").addEventListener("click", function () {
    store(function (kept) { kept.removeItem(key); });
    window.location.reload();
  });
  document.addEventListener("submit", function (event) {
    if (event.target !== form) { return; }
    keep();
    if (navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say("现在没有网络，还没有保存。内容已存在这部手机上，有网时回到这一页再点“保存走访”。", false);
      note.scrollIntoView();
      return;
    }
    store(function (kept) { kept.setItem(SENT, JSON.stringify({ key: key, path: here })); });
  }, true);
})();
