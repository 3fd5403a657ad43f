// The frame's own script. Every page works without it; htmx asks for parts of pages, this says when one did not come.
"use strict";
document.addEventListener("htmx:beforeSwap", (event) => {
  // The log-in page where a part was asked for: the session is over. Load the page anew, which leads there.
  if (event.detail.xhr.responseText.includes('<body class="outside">')) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});
function failed() {
  const notice = document.getElementById("failed");
  if (notice) notice.hidden = false;
}
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);
// A form pressed twice is sent once; for those that only fetch a file it may be sent anew a moment later.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
// A menu left for another place closes.
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
