// Attendance without a network: each entry waits in this browser until the server has given its receipt.
// Kept here are ids and marks only, no names. Without this script the form is sent as a whole.
"use strict";
(function () {
  const form = document.querySelector("[data-attendance]");
  if (!form) return;
  const key = `tn-attendance-${form.dataset.user}-${form.dataset.session}`;
  const status = document.getElementById("sent");
  const words = status.dataset;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let busy = false;
  let wait = 2000;
  let timer = 0;

  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(found) ? found : [];
    } catch (error) {
      return [];
    }
  }
  function keep(entries) {
    try {
      if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
      return true;
    } catch (error) {
      say(words.full, "is-bad");
      return false;
    }
  }
  // crypto.randomUUID is missing on plain http; this is the same number made by hand.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  function say(text, look) {
    status.className = `notice ${look}`;
    status.textContent = text;
  }
  function show() {
    const waiting = kept().length;
    if (waiting) say(words.waiting.replace("%s", waiting), "is-warn");
    else say(words.sent, "is-good");
    const counts = {};
    form.querySelectorAll("input[type=radio]:checked").forEach((input) => {
      counts[input.value] = (counts[input.value] || 0) + 1;
    });
    document.querySelectorAll("[data-count]").forEach((place) => {
      place.textContent = counts[place.dataset.count] || 0;
    });
  }
  function row(enrolment) {
    return form.querySelector(`[data-learner="${enrolment}"]`);
  }
  function put(input) {
    const learner = input.closest("[data-learner]");
    const enrolment = Number(learner.dataset.learner);
    const entries = kept();
    // An entry that waits may have reached the server without its receipt reaching us: it is never dropped or
    // changed, the new one follows it.
    const before = entries.filter((e) => e.enrolment === enrolment).pop();
    entries.push({
      operation: newId(),
      enrolment,
      presence: input.value,
      seen: before ? before.presence : learner.dataset.seen,
      at: new Date().toISOString(),
    });
    if (keep(entries)) {
      show();
      later(0);
    }
  }
  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }
  async function send() {
    const entries = kept();
    if (busy || !entries.length) return;
    busy = true;
    try {
      const answer = await fetch(form.dataset.send, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
        body: JSON.stringify({ entries }),
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
        say(words.login, "is-bad");
        return;
      }
      const told = await answer.json();
      if (!answer.ok) {
        say(told.problem, "is-bad");
        return;
      }
      const got = new Set(Object.keys(told.receipts));
      keep(kept().filter((e) => !got.has(e.operation)));
      for (const [enrolment, presence] of Object.entries(told.standing)) {
        if (row(enrolment)) row(enrolment).dataset.seen = presence;
      }
      wait = 2000;
      show();
      if (Object.values(told.receipts).includes("disputed")) say(words.disputed, "is-warn");
      if (Object.values(told.receipts).includes("unknown")) say(words.unknown, "is-warn");
      if (kept().length) later(0);
    } catch (error) {
      // No network, or the answer was cut: the entries stay and are sent again; the server knows them by their ids.
      show();
      later(wait);
      wait = Math.min(wait * 2, 30000);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio]")) put(event.target);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    later(0);
  });
  const everybody = document.getElementById("everybody");
  everybody.hidden = false;
  everybody.addEventListener("click", () => {
    form.querySelectorAll("[data-learner]").forEach((learner) => {
      if (learner.querySelector("input:checked")) return;
      const input = learner.querySelector('input[value="present"]');
      input.checked = true;
      put(input);
    });
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => later(0));
  window.addEventListener("beforeunload", (event) => {
    if (kept().length) event.preventDefault();
  });
  for (const entry of kept()) {
    const input = row(entry.enrolment) && row(entry.enrolment).querySelector(`input[value="${entry.presence}"]`);
    if (input) input.checked = true;
  }
  show();
  later(0);
})();
