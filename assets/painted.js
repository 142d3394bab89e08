// Pages that stay as the server painted them: the list of routes and the country. Every choice is a
// link to the page it makes; here they keep the reader's place, and the list follows what is typed.
(function () {
  "use strict";
  var PLACE = "childways-place";
  if (document.querySelector("#react-entry-point")) return;

  // -- Place on the page ----------------------------------------------------------------------
  function kept() {
    try {
      var text = sessionStorage.getItem(PLACE);
      sessionStorage.removeItem(PLACE);
      return text ? JSON.parse(text) : null;
    } catch (refused) {
      return null; // The page then opens at its top.
    }
  }
  function keep(path) {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ path: path, y: scrollY }));
    } catch (refused) {
      /* As above. */
    }
  }
  var place = kept();
  if (place && place.path === location.pathname && !location.hash) scrollTo(0, place.y);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-go]");
    if (link && window.childways.isPlainClick(event)) keep(new URL(link.href).pathname);
  });

  // A link to a measure's facts opens them.
  function openFacts() {
    var target = location.hash.indexOf("#facts-") === 0 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    target.querySelector("details").open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", openFacts);
  openFacts();

  // -- A country of the map opens what the page has of it: a cell, a practice ---------------------
  function cellOf(iso3) { return document.querySelector('main [data-of="' + iso3 + '"]'); }
  document.addEventListener("click", function (event) {
    var shape = event.target.closest(".gap-map [data-c]");
    var cell = shape && cellOf(shape.dataset.c);
    if (cell) location.assign(cell.href);
  });
  document.addEventListener("pointerover", function (event) {
    var shape = event.target.closest(".gap-map [data-c]");
    var cell = shape && cellOf(shape.dataset.c);
    var host = event.target.closest(".gap-map");
    if (host) host.title = cell ? cell.dataset.name : "";
  });
  // What is typed narrows the menu of routes.
  document.addEventListener("input", function (event) {
    if (event.target.id !== "route-search") return;
    var wanted = event.target.value.trim().toLowerCase();
    event.target.closest(".menu-body").querySelectorAll(".route-choice").forEach(function (one) {
      one.hidden = !(one.textContent + " " + one.dataset.words).toLowerCase().includes(wanted);
    });
  });

  // -- The list of routes ---------------------------------------------------------------------
  var box = document.querySelector("#route-filter");
  if (!box) return;
  var routes = Array.from(document.querySelectorAll(".route-item"));
  var groups = document.querySelectorAll(".route-group");
  var count = document.querySelector("#route-count");

  // The same as plain() in dashboard/route_list.py.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
  function show(text) {
    var wanted = plain(text).split(/\s+/).filter(Boolean);
    var shown = routes.filter(function (route) {
      route.hidden = !wanted.every(function (word) { return route.dataset.words.includes(word); });
      return !route.hidden;
    });
    groups.forEach(function (group) {
      group.hidden = !group.querySelector(".route-item:not([hidden])");
    });
    count.textContent = shown.length + " of " + routes.length + " routes shown.";
  }
  function withFind(address, text) {
    var url = new URL(address, location.href);
    if (text) url.searchParams.set("find", text);
    else url.searchParams.delete("find");
    return url.pathname + url.search;
  }
  box.addEventListener("input", function () {
    var text = box.value.trim();
    show(text);
    history.replaceState(null, "", withFind(location.href, text));
    document.querySelectorAll("main a[data-go]").forEach(function (link) {
      link.href = withFind(link.href, text);
    });
  });
})();
