// What is still to be shared, counted while numbers are typed. Without this script it is counted on saving.
"use strict";
(function () {
  const form = document.querySelector("[data-share]");
  if (!form) return;
  const number = (field) => Number.parseInt(field.value, 10) || 0;
  form.addEventListener("input", (event) => {
    const measure = event.target.dataset.measure;
    if (!measure) return;
    let left = 0;
    for (const field of form.querySelectorAll(`[data-measure="${measure}"]`)) {
      left += "own" in field.dataset ? number(field) : -number(field);
    }
    form.querySelector(`[data-left="${measure}"] b`).textContent = left;
  });
})();
