/* Signing with a finger: strokes on a canvas, sent as points of a 600 by 240 grid. Plain script, old
   syntax: it must run on old WebViews. Without it the page offers a witness or paper. */
(function () {
  "use strict";
  var WIDTH = 600, HEIGHT = 240, MOST = 1500;

  function begin(box) {
    var canvas = box.querySelector("canvas"), input = box.querySelector("input[name=signature]");
    var clear = box.querySelector("[data-clear]"), empty = box.querySelector("[data-empty]");
    var context = canvas.getContext && canvas.getContext("2d");
    if (!context) { return; }
    var strokes = [], stroke = null, count = 0;
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    context.lineWidth = 5;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#10304f";
    box.hidden = false;

    function at(event) {
      var touch = event.touches ? event.touches[0] : event, here = canvas.getBoundingClientRect();
      return [
        Math.round((touch.clientX - here.left) * WIDTH / here.width),
        Math.round((touch.clientY - here.top) * HEIGHT / here.height)
      ];
    }
    function write() {
      input.value = strokes.map(function (points) {
        return points.map(function (point) { return point.join(","); }).join(" ");
      }).join(";");
      if (empty) { empty.hidden = strokes.length > 0; }
    }
    function start(event) {
      event.preventDefault();
      if (count >= MOST) { return; }
      stroke = [at(event)];
      strokes.push(stroke);
      context.beginPath();
      context.moveTo(stroke[0][0], stroke[0][1]);
    }
    function draw(event) {
      if (!stroke) { return; }
      event.preventDefault();
      var point = at(event), last = stroke[stroke.length - 1];
      if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 3 || count >= MOST) { return; }
      count += 1;
      stroke.push(point);
      context.lineTo(point[0], point[1]);
      context.stroke();
    }
    function end() {
      if (!stroke) { return; }
      stroke = null;
      write();
    }
    if (window.PointerEvent) {
      canvas.addEventListener("pointerdown", start);
      canvas.addEventListener("pointermove", draw);
      window.addEventListener("pointerup", end);
      window.addEventListener("pointercancel", end);
    } else {
      canvas.addEventListener("touchstart", start);
      canvas.addEventListener("touchmove", draw);
      canvas.addEventListener("touchend", end);
      canvas.addEventListener("mousedown", start);
      canvas.addEventListener("mousemove", draw);
      window.addEventListener("mouseup", end);
    }
    clear.addEventListener("click", function () {
      strokes = [];
      count = 0;
      context.clearRect(0, 0, WIDTH, HEIGHT);
      write();
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-sign]"), begin);
}());
