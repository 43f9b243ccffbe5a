// Drawn signatures: lines of points in thousandths of the field, into a hidden field beside the pad.
// Without this script the pads stay away: the supervisor signs with the button, the participant later.
"use strict";
(() => {
  const MOST = 4000;
  for (const pad of document.querySelectorAll("[data-signature]")) {
    const field = document.getElementById(pad.dataset.signature);
    const canvas = pad.querySelector("canvas");
    const pen = canvas.getContext("2d");
    let strokes = [];
    let points = 0;
    let line = null;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      const part = (value, start, size) => Math.max(0, Math.min(1000, Math.round((1000 * (value - start)) / size)));
      return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
    };
    const draw = () => {
      const box = canvas.getBoundingClientRect();
      canvas.width = box.width * devicePixelRatio;
      canvas.height = box.height * devicePixelRatio;
      pen.lineWidth = 2.5 * devicePixelRatio;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = getComputedStyle(canvas).color;
      for (const one of strokes) {
        pen.beginPath();
        for (const [x, y] of one) pen.lineTo((x * canvas.width) / 1000, (y * canvas.height) / 1000);
        pen.stroke();
      }
    };
    const keep = () => {
      field.value = strokes.length ? JSON.stringify(strokes) : "";
      draw();
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (strokes.length >= 60) return;
      canvas.setPointerCapture(event.pointerId);
      line = [at(event)];
      strokes.push(line);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!line || points >= MOST - 120) return;
      line.push(at(event));
      points += 1;
      draw();
    });
    const end = () => {
      if (!line) return;
      if (line.length < 2) line.push([...line[0]]);
      line = null;
      keep();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    pad.querySelector("button").addEventListener("click", () => {
      strokes = [];
      points = 0;
      keep();
    });
    if (field.value) strokes = JSON.parse(field.value);
    pad.hidden = false;
    draw();
  }
})();
