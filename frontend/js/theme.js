// Set before the first paint: the theme that somebody chose on this device, and that scripts run.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("hub-js");
  try {
    const chosen = window.localStorage.getItem("hub-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing follows the device.
  }
})();
