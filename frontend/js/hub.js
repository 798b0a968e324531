// Everything works without this file; with it, the desk is quicker. Driven by data attributes only.
"use strict";
(() => {
  const body = document.body;
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // -- light or dark, kept on this device

  const kept = () => {
    try { return window.localStorage.getItem("hub-theme") || ""; } catch { return root.dataset.theme || ""; }
  };
  const showTheme = () => {
    all("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === kept()));
    });
  };
  const chooseTheme = (choice) => {
    if (choice) root.dataset.theme = choice; else delete root.dataset.theme;
    try {
      if (choice) window.localStorage.setItem("hub-theme", choice); else window.localStorage.removeItem("hub-theme");
    } catch { /* this page only */ }
    showTheme();
  };

  // -- time left, in the words of times.py, once a minute

  const skew = body.dataset.now ? Date.parse(body.dataset.now) - Date.now() : 0;
  const span = (minutes) => {
    if (minutes < 60) return `${minutes} min`;
    if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
    const days = Math.floor(minutes / 1440);
    return days === 1 ? "1 day" : `${days} days`;
  };
  const tick = () => {
    const now = Date.now() + skew;
    all(".hub-time:not(.hub-time--paused) time").forEach((time) => {
      const left = Date.parse(time.dateTime) - now;
      const shown = time.parentElement;
      if (left < 0 && shown.dataset.over) { time.textContent = shown.dataset.over; return; }
      if (left < 0) {
        time.textContent = `${span(Math.max(1, Math.floor(-left / 60000)))} late`;
        shown.classList.remove("hub-time--plain", "hub-time--warn");
        shown.classList.add("hub-time--late");
        return;
      }
      const minutes = Math.floor(left / 60000);
      if (minutes < 1) time.textContent = "Under 1 min left";
      else if (minutes < 1440) time.textContent = `${span(minutes)} left`;
      const from = Date.parse(shown.dataset.warnFrom || "");
      if (now >= from) {
        shown.classList.remove("hub-time--plain");
        shown.classList.add("hub-time--warn");
      }
    });
  };

  // -- what was shown hides again: after its seconds, and on leaving

  const hide = (shown) => {
    const cover = document.createElement("p");
    cover.className = "hub-post__cover";
    cover.setAttribute("role", "status");
    cover.textContent = shown.dataset.hiddenWords || "Hidden again.";
    if (shown.contains(document.activeElement)) { cover.tabIndex = -1; shown.replaceWith(cover); cover.focus(); }
    else shown.replaceWith(cover);
  };
  const watchShown = (within) => {
    all("[data-hide-after]", within).forEach((shown) => {
      if (shown.dataset.watched) return;
      shown.dataset.watched = "yes";
      window.setTimeout(() => { if (shown.isConnected) hide(shown); }, Number(shown.dataset.hideAfter) * 1000);
    });
  };

  // -- keys: data-key presses or focuses, data-row-key presses or marks; rows are [data-row] with a link [data-open]

  const typing = (target) => target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type));
  const rows = () => all("[data-row]");
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    const next = Math.min(list.length - 1, Math.max(0, current() + step));
    const goal = list[next].querySelector("[data-open]") || list[next];
    goal.focus();
    list[next].scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const row = rows()[current()];
    const target = (row && row.querySelector(`[data-row-key="${key}"]`)) || document.querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    if (target.matches("input:not([data-row-key]), textarea, select")) { target.focus(); if (target.select) target.select(); } else target.click();
    return true;
  };
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && dialog.showModal && !dialog.open) dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details.hub-who[open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const send = document.querySelector("[data-send]");
      if (send) { event.preventDefault(); send.click(); return; }
    }
    if (body.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "?") openDialog("keys");
    else if (!/^[a-z0-9/[\]]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });

  // -- a row that was claimed or released: the page that comes back stands where this one stood

  const PLACE = "hub-row";
  const keepPlace = (form) => {
    const list = rows();
    const index = list.findIndex((row) => row.contains(form));
    const open = index < 0 ? null : list[index].querySelector("[data-open]");
    if (!open) return;
    const place = { here: window.location.pathname, row: open.getAttribute("href"), index, top: list[index].getBoundingClientRect().top };
    try { window.sessionStorage.setItem(PLACE, JSON.stringify(place)); } catch { /* the top, then */ }
  };
  const takePlace = () => {
    let place = null;
    try {
      place = JSON.parse(window.sessionStorage.getItem(PLACE));
      window.sessionStorage.removeItem(PLACE);
    } catch { /* nothing is kept */ }
    const list = rows();
    if (!place || place.here !== window.location.pathname || !list.length) return;
    const same = list.find((row) => row.querySelector(`[data-open][href="${CSS.escape(place.row)}"]`));
    const row = same || list[Math.min(place.index, list.length - 1)];
    const open = row.querySelector("[data-open]");
    if (open) open.focus({ preventScroll: true });
    window.scrollBy(0, row.getBoundingClientRect().top - place.top);
  };

  // -- pressing, sending, choosing

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-choice]");
    if (theme) chooseTheme(theme.dataset.themeChoice);
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener.dataset.opens);
    if (event.target.closest("[data-print]")) window.print();
    all("details.hub-who[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    keepPlace(form);
    window.setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && event.target.matches("select[data-autosubmit]")) form.requestSubmit();
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));
  window.addEventListener("pagehide", () => all("[data-hide-after]").forEach(hide));

  // -- on paper: when it was printed, and every fold open

  const moment = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
    timeZone: "Europe/London", timeZoneName: "short",
  });
  window.addEventListener("beforeprint", () => {
    all("[data-printed]").forEach((each) => { each.textContent = ` on ${moment.format(Date.now() + skew).replaceAll(",", "")}`; });
    all("details.hub-fold:not([open])").forEach((fold) => { fold.open = true; fold.dataset.forPaper = "yes"; });
  });
  window.addEventListener("afterprint", () => all("[data-for-paper]").forEach((fold) => { fold.open = false; delete fold.dataset.forPaper; }));

  // -- what is asked for again and again and does not come: the page says that it may be old

  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
  const away = (event) => {
    const { elt } = event.detail;
    if (elt.dataset.away === undefined || elt.classList.contains("hub-strip")) return;
    elt.classList.add("hub-strip", "hub-strip--stale");
    elt.textContent = `The hub has not answered since ${clock.format(Date.now() + skew)}. This page may be old; it asks again each minute.`;
  };
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((each) => document.addEventListener(each, away));

  // -- the packages' own behaviour, only where a page has some of it

  const wake = async () => {
    body.classList.add("js-enabled", "govuk-frontend-supported");
    if (!document.querySelector("[data-module^='govuk-']")) return;
    const packages = await import(body.dataset.govuk);
    packages.initAll();
  };
  document.addEventListener("htmx:load", (event) => { watchShown(event.target); tick(); });
  showTheme();
  takePlace();
  watchShown(document);
  window.setInterval(tick, 60000);
  wake();
})();
