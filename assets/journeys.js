// The list of journeys in the browser: shows the routes that hold what is typed, at once; the
// address and the server's page follow.
(function () {
  "use strict";
  var core = window.childways;
  if (location.pathname !== "/journeys") return;

  // The same as plain() in dashboard/route_list.py.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
  function show(root, text) {
    var wanted = plain(text).split(/\s+/).filter(Boolean);
    var routes = Array.from(root.querySelectorAll(".route-item"));
    if (!routes.length) return;
    var shown = routes.filter(function (route) {
      route.hidden = !wanted.every(function (word) { return route.dataset.words.includes(word); });
      return !route.hidden;
    });
    root.querySelectorAll(".route-group").forEach(function (group) {
      group.hidden = !group.querySelector(".route-item:not([hidden])");
    });
    var count = root.querySelector("#route-count");
    if (count) core.setText(count, shown.length + " of " + routes.length + " routes shown.");
  }
  function roots() { return document.querySelectorAll("#painted, #react-entry-point"); }
  function looksFor(url) { return url.searchParams.get("find") || ""; }

  document.addEventListener("input", function (event) {
    if (event.target.id !== "route-filter") return;
    var text = event.target.value;
    roots().forEach(function (root) { show(root, text); });
    var url = new URL(location.href);
    if (text.trim()) url.searchParams.set("find", text.trim());
    else url.searchParams.delete("find");
    var address = url.pathname + url.search;
    // Before Dash is here, the address is enough: Dash then draws what it says.
    if (document.documentElement.dataset.ready) core.go(address, { replace: true, wait: 400 });
    else history.replaceState(null, "", address);
  });
  core.add({
    paint: function (url) { roots().forEach(function (root) { show(root, looksFor(url)); }); },
    adopt: function (root) { show(root, looksFor(new URL(location.href))); },
  });
})();
