// Photos are made smaller on the phone before they are sent: 3G, and a drawing keeps no place and time.
"use strict";
(() => {
  const LONGEST = 1600, QUALITY = 0.85, SMALL = 400 * 1024;
  const inputs = document.querySelectorAll("input[data-shrink]");
  if (!inputs.length || !window.DataTransfer || !window.createImageBitmap || !HTMLCanvasElement.prototype.toBlob) return;

  const drawn = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch (error) {
      return file;
    }
  };

  const shrink = async (input) => {
    const files = [...input.files];
    if (files.every((file) => file.size < SMALL)) return;
    const button = input.form.querySelector("button"), bag = new DataTransfer();
    button.disabled = true;
    for (const file of files) bag.items.add(await drawn(file));
    input.files = bag.files;
    button.disabled = false;
  };

  for (const input of inputs) input.addEventListener("change", () => shrink(input));
})();
