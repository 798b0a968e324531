// A report that is being entered: saved with each pause in typing; without this file the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("[data-entry]");
  if (!form) return;
  const status = form.querySelector("[data-status]");
  const keep = form.querySelector("[data-keep]");
  const where = form.querySelector("[data-where]");
  const version = form.elements.namedItem("version");
  const PAUSE = 1000;
  const AGAIN = 5000;
  let timer = 0;
  let dirty = form.hasAttribute("data-unsaved");
  let busy = false;
  let elsewhere = "";
  let sending = false;
  let sendNext = false; // pressed while a save was under way

  const say = (words, trouble = false) => {
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("hub-entry__status--trouble", trouble);
  };
  const later = (wait) => { window.clearTimeout(timer); timer = window.setTimeout(save, wait); };
  const post = (address, body) => fetch(address, {
    method: "POST", body, redirect: "manual", credentials: "same-origin", cache: "no-store",
    headers: { "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
  });

  // A new sign-in brings a new token; whoever is still signed out is told what to do.
  const renew = async () => {
    const answer = await fetch(form.dataset.save, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return false;
    form.elements.namedItem("csrfmiddlewaretoken").value = (await answer.json()).token;
    return true;
  };
  const signedOut = () => say("Not saved: you are signed out. Your words stay on this page. Sign in again in another tab; then this saves by itself.", true);

  const taken = async (answer) => {
    const said = await answer.json();
    version.value = said.version;
    if (where.textContent !== said.where) where.textContent = said.where;
    if (!dirty) say(`Saved ${said.saved}`);
  };
  const refused = async (answer) => {
    const said = await answer.json();
    dirty = true;
    if (answer.status === 409 && said.version) {
      elsewhere = String(said.version);
      keep.hidden = false;
    }
    say(said.sentence, true);
  };
  const attempt = async (tries) => {
    const answer = await post(form.dataset.save, new FormData(form));
    if (answer.ok) return taken(answer);
    if (answer.status === 409 || answer.status === 422) return refused(answer);
    dirty = true;
    if (tries && (answer.type === "opaqueredirect" || answer.status === 403) && await renew()) return attempt(tries - 1);
    if (answer.type === "opaqueredirect" || answer.status === 403) signedOut();
    else say("Not saved yet. Your words stay on this page, and saving goes on by itself.", true);
    return later(AGAIN);
  };
  async function save() {
    window.clearTimeout(timer);
    if (busy || elsewhere || sending) { if (busy) later(PAUSE); return; }
    busy = true;
    dirty = false;
    try {
      await attempt(1);
    } catch {
      dirty = true;
      say("Not saved: the hub cannot be reached. Your words stay on this page, and saving goes on by itself.", true);
      later(AGAIN);
    } finally {
      busy = false;
      if (sendNext) { sendNext = false; form.requestSubmit(form.querySelector("button[value='send']")); }
    }
  }

  // What earlier reports share with it: posts while they are typed, contacts once they are whole.

  const seen = new Map();
  const show = async (place, body) => {
    try {
      const answer = await post(form.dataset.alike, body);
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...found.body.childNodes);
    } catch { /* only a suggestion */ }
  };
  const value = (name) => form.elements.namedItem(name).value.trim();
  const changed = (names) => {
    const now = names.map(value).join("\n");
    if ((seen.get(names[0]) ?? "") === now) return false;
    seen.set(names[0], now);
    return true;
  };
  const body = (names) => {
    const made = new FormData();
    names.forEach((name) => { if (value(name)) made.append(name, value(name)); });
    return made;
  };
  const POST = ["content_urls", "account_handle"];
  const CONTACTS = ["reporter_email", "reporter_phone"];
  let alikeTimer = 0;
  POST.concat(CONTACTS).forEach((name) => seen.set(name, ""));
  seen.set(POST[0], POST.map(value).join("\n"));
  seen.set(CONTACTS[0], CONTACTS.map(value).join("\n"));
  const before = new Map(CONTACTS.map((name) => [name, value(name)]));
  const lookPosts = () => { if (changed(POST)) show(form.querySelector("[data-alike-posts]"), body(POST)); };
  const lookContacts = () => {
    if (!changed(CONTACTS)) return;
    const fresh = CONTACTS.filter((name) => value(name) && value(name) !== before.get(name));
    fresh.forEach((name) => before.set(name, value(name)));
    if (fresh.length) show(form.querySelector("[data-alike-contacts]"), body(fresh));
  };

  form.addEventListener("input", (event) => {
    dirty = true;
    if (!elsewhere) later(PAUSE);
    if (POST.includes(event.target.name)) { window.clearTimeout(alikeTimer); alikeTimer = window.setTimeout(lookPosts, PAUSE); }
  });
  form.addEventListener("change", (event) => {
    if (CONTACTS.includes(event.target.name)) lookContacts();
    if (dirty && !elsewhere) later(0);
  });
  keep.addEventListener("click", () => {
    version.value = elsewhere;
    elsewhere = "";
    keep.hidden = true;
    save();
    form.querySelector("button[value='save']").focus();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "send") {
      if (busy) { event.preventDefault(); sendNext = true; return; }
      sending = true;
      window.clearTimeout(timer);
      return;
    }
    event.preventDefault();
    save();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || sending) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value='send']"));
  });
  window.addEventListener("beforeunload", (event) => { if (dirty && !sending) event.preventDefault(); });
  window.addEventListener("pageshow", () => { sending = false; });

  if (!document.querySelector(".govuk-error-summary") && !window.location.hash) {
    (form.querySelector("[name='immediate_danger']:checked") || form.querySelector("input:not([type='hidden'])")).focus({ preventScroll: true });
  }
})();
