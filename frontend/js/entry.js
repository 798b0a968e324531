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
  const PATIENCE = 15000;
  let timer = 0;
  let dirty = form.hasAttribute("data-unsaved");
  let busy = false;
  let failed = false; // what was pressed or typed last did not reach the hub yet
  let refusedLast = dirty; // the last save was not taken, so that the next may not be either
  let elsewhere = "";
  let sending = false;
  let sendNext = false; // Send was pressed: it goes once everything is saved
  const sendButton = form.querySelector("button[value='send']");

  const say = (words, trouble = false) => {
    if (status.textContent !== words) status.textContent = words;
    status.classList.toggle("hub-entry__status--trouble", trouble);
  };
  const later = (wait) => { window.clearTimeout(timer); timer = window.setTimeout(() => save(), wait); };
  const post = (address, body, keepalive = false) => fetch(address, {
    method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    headers: { "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
  });

  // A new sign-in brings a new token; whoever is still signed out is told what to do.
  const renew = async () => {
    const answer = await fetch(form.dataset.save, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return false;
    form.elements.namedItem("csrfmiddlewaretoken").value = (await answer.json()).token;
    return true;
  };
  const notYet = (why) => {
    dirty = failed = refusedLast = true;
    const [not, onward] = sendNext ? ["sent", "it is sent by itself once that is put right"] : ["saved", "saving goes on by itself"];
    say(`Not ${not} yet: ${why} Your words stay on this page, and ${onward}.`, true);
    later(AGAIN);
  };
  const signedOut = () => notYet("you are signed out. Sign in again in another tab.");
  const unreachable = () => notYet("the hub cannot be reached.");

  // What another page changed is decided here; whatever else is refused, the page that answers Send says better.
  const refused = (said) => {
    failed = false;
    if (!said.version && sendNext) return;
    dirty = refusedLast = true;
    sendNext = false;
    if (said.version) {
      elsewhere = String(said.version);
      keep.hidden = false;
    }
    say(said.refused, true);
  };
  const taken = (said) => {
    failed = false;
    refusedLast = false;
    version.value = said.version;
    if (where.textContent !== said.where) where.textContent = said.where;
    form.querySelectorAll("[data-remark]").forEach((place) => {
      const words = said.remarks[place.dataset.remark] || "";
      if (place.textContent !== words) place.textContent = words;
    });
    if (!dirty) say(`Saved ${said.saved}`);
  };
  const attempt = async (tries, leaving) => {
    const answer = await post(form.dataset.save, new FormData(form), leaving);
    if (answer.ok) {
      const said = await answer.json();
      return said.refused ? refused(said) : taken(said);
    }
    const out = answer.type === "opaqueredirect" || answer.status === 403;
    if (out && tries && await renew()) return attempt(tries - 1, leaving);
    return out ? signedOut() : unreachable();
  };
  const send = () => {
    sendNext = false;
    sending = true;
    say("Sending");
    window.setTimeout(() => { sending = false; }, PATIENCE); // stopped by hand
    form.requestSubmit(sendButton);
  };
  async function save(leaving = false) {
    window.clearTimeout(timer);
    if (busy || elsewhere || sending) { if (busy) later(PAUSE); return; }
    busy = true;
    dirty = false;
    try {
      await attempt(1, leaving);
    } catch {
      unreachable();
    } finally {
      busy = false;
    }
    if (sendNext && !failed) { if (dirty) save(); else send(); }
  }

  // A page that goes still sends what was typed last, which a browser lets through while it closes the page.
  const unkept = () => dirty && !elsewhere && !sending;
  const flush = () => { if (unkept() && !busy) save(true); };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
  window.addEventListener("beforeunload", (event) => {
    const lost = dirty && refusedLast && !sending;
    flush();
    if (lost) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (!unkept()) return;
    if (!busy) { flush(); return; }
    const words = new FormData(form);
    words.set("version", String(Number(version.value) + 1)); // as the save under way leaves it
    post(form.dataset.save, words, true).catch(() => { /* nobody is here to be told */ });
  });

  // What earlier reports share with it: posts while they are typed, contacts once they are whole.

  const POST = ["content_urls", "account_handle"];
  const CONTACTS = ["reporter_email", "reporter_phone"];
  const value = (name) => form.elements.namedItem(name).value.trim();
  const seen = new Map(POST.concat(CONTACTS).map((name) => [name, value(name)]));
  const changed = (name) => {
    if (seen.get(name) === value(name)) return false;
    seen.set(name, value(name));
    return true;
  };
  const show = async (place, names) => {
    const body = new FormData();
    names.forEach((name) => { if (value(name)) body.append(name, value(name)); });
    if (body.keys().next().done) { place.replaceChildren(); return; }
    try {
      const answer = await post(form.dataset.alike, body);
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...found.body.childNodes);
    } catch { /* only a suggestion */ }
  };
  let alikeTimer = 0;
  const lookPosts = () => {
    if (POST.filter(changed).length) show(form.querySelector("[data-alike-posts]"), POST);
  };
  const contactPlace = (name) => {
    const held = form.querySelector("[data-alike-contacts]");
    const found = held.querySelector(`[data-of="${name}"]`) || held.appendChild(document.createElement("div"));
    found.dataset.of = name;
    return found;
  };
  const lookContact = (name) => { if (changed(name)) show(contactPlace(name), [name]); };

  form.addEventListener("input", (event) => {
    dirty = true;
    if (failed || refusedLast) sendNext = false; // whoever types on has not finished
    if (!elsewhere && !failed) say("Saving…");
    if (!elsewhere) later(PAUSE);
    if (POST.includes(event.target.name)) { window.clearTimeout(alikeTimer); alikeTimer = window.setTimeout(lookPosts, PAUSE); }
  });
  form.addEventListener("change", (event) => {
    if (CONTACTS.includes(event.target.name)) lookContact(event.target.name);
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
    if (sending) return;
    event.preventDefault();
    // A page that cannot be reached would take the place of this one, and of what was typed last.
    if (elsewhere) { keep.focus(); return; }
    failed = false;
    sendNext = event.submitter === sendButton;
    if (sendNext) say("Sending");
    save();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || sending) return;
    event.preventDefault();
    form.requestSubmit(sendButton);
  });
  window.addEventListener("pageshow", () => { sending = false; });

  if (!document.querySelector("[data-module='govuk-error-summary']") && !window.location.hash) {
    (form.querySelector("[name='immediate_danger']:checked") || form.querySelector("input:not([type='hidden'])")).focus({ preventScroll: true });
  }
})();
