// Runs before the first paint, so that a reader who chose dark never sees a light flash.
(function () {
  "use strict";
  try {
    var chosen = localStorage.getItem("childways-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    /* Storage can be closed to us; the system's setting then holds. */
  }
})();
