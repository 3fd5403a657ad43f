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
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
