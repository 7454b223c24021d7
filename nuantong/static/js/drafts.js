/* What was filled in and not sent yet, kept on this device. A form with data-draft="whose" and a
   data-draft-key is kept while somebody types and put back when its page is opened again. On the
   device it is sealed (AES-GCM) with a key that only pages of this person bring along, so nobody
   else who uses the phone can read it; a browser that cannot seal keeps it until its tab is closed.
   It is forgotten once the server says that it was saved (the cookie below names the form), at
   sign-out, and after two weeks. Plain script, old syntax; photos are not kept. */
(function () {
  "use strict";
  var PREFIX = "nuantong-draft:", SAVED = "nuantong_saved", LONGEST = 14 * 24 * 3600 * 1000;
  var seals = window.crypto && window.crypto.subtle;
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function place() { return seals ? window.localStorage : window.sessionStorage; }
  function store(act) { try { return act(place()); } catch (error) { return null; } }

  /* which(draft, whose it is) */
  function forget(which) {
    store(function (kept) {
      each(Object.keys(kept), function (name) {
        if (name.indexOf(PREFIX) !== 0) { return; }
        var held = null;
        try { held = JSON.parse(kept.getItem(name)); } catch (error) { /* not ours: away with it */ }
        if (!held || which(held, name.split(":")[1])) { kept.removeItem(name); }
      });
    });
  }
  function forgetSaved() {
    var told = document.cookie.split("; ").filter(function (one) { return one.indexOf(SAVED + "=") === 0; })[0];
    if (told) {
      forget(function (held) { return held.form === told.slice(SAVED.length + 1); });
      document.cookie = SAVED + "=; path=/; max-age=0; samesite=lax";
    }
    forget(function (held) { return !held.sealed || !(held.at > Date.now() - LONGEST); });
  }
  document.addEventListener("submit", function (event) {
    if (!/\/sign-out\/$/.test(event.target.action || "")) { return; }
    var who = event.target.getAttribute("data-leaves");
    forget(function (held, whose) { return !who || whose === who; });
  }, true);
  forgetSaved();

  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  var name = PREFIX + form.getAttribute("data-draft") + ":" + window.location.pathname;
  var note = form.querySelector("[data-draft-note]");

  function bytes(text) { return Uint8Array.from(window.atob(text), function (one) { return one.charCodeAt(0); }); }
  function letters(buffer) { return window.btoa(Array.prototype.map.call(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("")); }
  function withKey(act) {
    return window.crypto.subtle.importKey("raw", bytes(form.getAttribute("data-draft-key")), "AES-GCM", false, ["encrypt", "decrypt"]).then(act);
  }
  function seal(text) {
    if (!seals) { return { then: function (act) { act([text]); } }; }
    var iv = window.crypto.getRandomValues(new Uint8Array(12));
    return withKey(function (key) {
      return window.crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, new TextEncoder().encode(text));
    }).then(function (found) { return [letters(found), letters(iv)]; });
  }
  function open(sealed) {
    if (!seals) { return { then: function (act) { act(sealed[0]); } }; }
    return withKey(function (key) {
      return window.crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(sealed[1]) }, key, bytes(sealed[0]));
    }).then(function (found) { return new TextDecoder().decode(found); });
  }

  function fields() {
    return Array.prototype.filter.call(form.elements, function (one) {
      return one.name && one.type !== "file" && one.name !== "csrfmiddlewaretoken" && one.nodeName !== "BUTTON";
    });
  }
  var turn = 0, waiting = null;
  function stop() { clearTimeout(waiting); waiting = null; }
  function keep() {
    var values = [], mine = turn += 1;
    each(fields(), function (one) {
      var ticked = one.type === "checkbox" || one.type === "radio";
      values.push([one.name, ticked ? [one.value, one.checked] : one.value]);
    });
    seal(JSON.stringify(values)).then(function (sealed) {
      if (mine !== turn) { return; }
      var held = { at: Date.now(), form: form.elements.key ? form.elements.key.value : "", sealed: sealed };
      store(function (kept) { kept.setItem(name, JSON.stringify(held)); });
    });
  }
  function putBack(left) {
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
    each(form.querySelectorAll("details"), function (part) {
      part.open = part.open || !!part.querySelector("input:checked") || Array.prototype.some.call(part.querySelectorAll("textarea, input[type=text]"), function (one) { return one.value; });
    });
    each(form.querySelectorAll("input:checked, select"), function (one) {
      one.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "put back" }));
    });
  }
  function say(words, again) {
    note.hidden = false;
    note.querySelector("[data-words]").textContent = words;
    note.querySelector("button").hidden = !again;
  }
  function drop() { turn += 1; stop(); store(function (kept) { kept.removeItem(name); }); }

  function later(event) {
    if (event.detail === "put back") { return; }
    stop();
    if (event.type === "change") { keep(); } else { waiting = setTimeout(keep, 200); }
  }
  var held = store(function (kept) { return JSON.parse(kept.getItem(name) || "null"); });
  if (held && !form.hasAttribute("data-answered")) {
    open(held.sealed).then(function (text) {
      putBack(JSON.parse(text));
      say("上次没有保存完的内容已经放回来了（" + new Date(held.at).toLocaleString("zh-CN", { hour12: false }) + "），核对后再保存。", true);
    }, drop);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("pagehide", function () { if (waiting) { keep(); } });
  note.querySelector("button").addEventListener("click", function () {
    drop();
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
    }
  }, true);
})();
