// Small things that every page has: light or dark, and menus that close as menus do.
(function () {
  "use strict";
  function isDark() {
    var chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-toggle-theme]")) {
      var theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try {
        localStorage.setItem("childways-theme", theme);
      } catch (refused) {
        /* The choice then lasts as long as the page. */
      }
    }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("input", function (event) {
    if (event.target.id !== "source-filter") return;
    var wanted = event.target.value.trim().toLowerCase();
    document.querySelectorAll(".source-entry").forEach(function (entry) {
      entry.hidden = wanted !== "" && !entry.textContent.toLowerCase().includes(wanted);
    });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var box = document.getElementById(button.dataset.copy);
    function done() { button.textContent = "Copied"; }
    if (navigator.clipboard) navigator.clipboard.writeText(box.value).then(done, function () { box.select(); });
    else { box.select(); document.execCommand("copy"); done(); }
  });
  document.addEventListener("toggle", function (event) {
    var frame = event.target.open && event.target.querySelector(":scope > iframe[data-src]");
    if (frame && !frame.src) frame.src = frame.dataset.src;
  }, true);
  // The preview of a frame has the colours that are chosen for its code.
  document.addEventListener("change", function (event) {
    var section = event.target.closest(".share-looks") && event.target.closest(".share-section");
    if (!section) return;
    var frame = section.querySelector("iframe[data-src]");
    frame.dataset.src = section.querySelector(".look-" + event.target.value).dataset.frame;
    section.querySelector("details a").href = frame.dataset.src;
    if (frame.src) frame.contentWindow.location.replace(frame.dataset.src); // no step for "back"
  });
  // A link to a source opens what it points at.
  function openTarget() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches(".source-entry")) return;
    var details = target.querySelector("details");
    if (details) details.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  openTarget();
})();
