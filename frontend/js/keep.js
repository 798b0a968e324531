// Typed words leave their page only once somebody signed in is known to be heard; without this file they leave at once.
"use strict";
(() => {
  const PATIENCE = 15000;
  const OUT = "Not sent: you are signed out. Sign in again in another tab; your words stay here.";
  const AWAY = "Not sent: the hub cannot be reached. Your words stay here: try again.";
  const heard = document.body.dataset.heard;
  const asking = new WeakSet();
  const ready = new WeakSet();

  // A new sign-in brings a new token, which every form of the page takes.
  const trouble = async () => {
    const answer = await fetch(heard, {
      redirect: "manual", credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) return OUT;
    if (!answer.ok) return AWAY;
    const { token } = await answer.json();
    document.querySelectorAll("input[name='csrfmiddlewaretoken']").forEach((each) => { each.value = token; });
    return "";
  };
  const say = (form, button, words) => {
    let place = form.querySelector("[data-kept]");
    if (!place) {
      place = document.createElement("p");
      place.className = "govuk-error-message";
      place.dataset.kept = "";
      place.setAttribute("role", "alert");
      const last = button && form.contains(button) ? button.closest(".hub-buttons") || button : null;
      if (last) last.before(place); else form.append(place);
    }
    place.textContent = words;
  };
  const ask = async (form, button) => {
    let words = AWAY;
    try { words = await trouble(); } catch { /* out of reach */ }
    asking.delete(form);
    if (words) { say(form, button, words); return; }
    form.querySelector("[data-kept]")?.remove();
    ready.add(form);
    form.requestSubmit(button);
    ready.delete(form);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!heard || form.method !== "post" || form.dataset.entry !== undefined || !form.querySelector("textarea")) return;
    if (ready.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    ask(form, event.submitter);
  }, true);
})();
