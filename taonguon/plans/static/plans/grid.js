// What is still to be shared, counted while numbers are typed; Enter beside the proposal's settings asks for the proposal;
// leaving with unsaved numbers is asked about. Without this script the form counts on saving.
"use strict";
(function () {
  const form = document.querySelector("[data-share]");
  if (!form) return;
  const number = (field) => Number.parseInt(field.value, 10) || 0;
  let unsaved = "unsaved" in form.dataset;
  form.addEventListener("input", (event) => {
    unsaved = true;
    const measure = event.target.dataset.measure;
    if (!measure) return;
    let left = 0;
    for (const field of form.querySelectorAll(`[data-measure="${measure}"]`)) {
      left += "own" in field.dataset ? number(field) : -number(field);
    }
    form.querySelector(`[data-left="${measure}"] b`).textContent = left;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !("proposal" in event.target.dataset)) return;
    event.preventDefault();
    form.requestSubmit(document.getElementById("proposal"));
  });
  form.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
