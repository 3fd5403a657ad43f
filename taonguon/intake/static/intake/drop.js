// Files dropped on the form become its chosen files. Without this the file field does the same.
"use strict";
document.querySelectorAll("[data-drop]").forEach((form) => {
  const field = form.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.remove("is-over");
    });
  }
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.querySelector("button[type=submit]").focus();
  });
});
