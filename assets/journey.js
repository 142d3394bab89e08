// The journey page in the browser: stages light up in map and profile alike, the levels follow
// the child at once, and one's own way is put together by dragging and by the map.
(function () {
  "use strict";
  var core = window.childways;
  if (location.pathname.split("/")[1] !== "journey") return;

  // -- One stage, lit up everywhere -----------------------------------------------------------
  function light(event) {
    var stage = event.target.closest && event.target.closest("[data-stage]");
    var order = stage ? stage.dataset.stage : null;
    document.querySelectorAll(".hot").forEach(function (lit) {
      if (lit.dataset.stage !== order) lit.classList.remove("hot");
    });
    if (!order) return;
    document.querySelectorAll('[data-stage="' + order + '"]').forEach(function (part) {
      part.classList.add("hot");
    });
  }
  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);

  // -- Levels at once, from the packs; the server's page follows ------------------------------
  var START = { age: "15", company: "alone", status: "asylum_seeker", year: "2025", checked: "", goal: "2" };
  function read(url) {
    var lens = Object.assign({}, START);
    new URLSearchParams(url.search).forEach(function (value, name) {
      if (name in lens) lens[name] = value;
    });
    return lens;
  }
  function way(url) {
    var query = new URLSearchParams(url.search);
    return [url.pathname, query.get("branch"), query.get("stops")].join(" ");
  }
  var painted = { way: way(location), lens: JSON.stringify(read(location)) };
  function paintWith(ready, lens) {
    var catalogue = core.catalogue;
    var index = new Map(catalogue.countries.map(function (country, i) { return [country[0], i]; }));
    function step(iso3, goal) {
      var name = "goal-" + goal;
      var letter = core.letters(ready, name, lens.year)[index.get(iso3)];
      var found = core.plain(letter);
      return { css: catalogue.colourings[name].steps[found.code][1], number: /^[0-4]$/.test(found.code) ? found.code : "?", unchecked: found.unchecked };
    }
    document.querySelectorAll(".profile .cell[data-iso3]").forEach(function (cell) {
      var found = step(cell.dataset.iso3, cell.dataset.goal);
      cell.className = cell.className.replace(/\b(s[0-4]|u)\b/, found.css);
      var number = cell.querySelector(".n-value");
      if (number.textContent !== "–") core.setText(number, found.number);
      var mark = cell.querySelector(".named-mark");
      if (mark) mark.style.visibility = found.unchecked ? "" : "hidden";
    });
    document.querySelectorAll(".route-map [data-c]").forEach(function (shape) {
      var css = shape.getAttribute("class");
      if (!/\bx\b/.test(css)) shape.setAttribute("class", css.replace(/\b(s[0-4]|u)\b/, step(shape.dataset.c, lens.goal).css));
    });
    document.documentElement.dataset.painted = JSON.stringify(lens);
  }
  function paint(url) {
    var lens = read(url);
    var same = way(url) === painted.way;
    var changed = JSON.stringify(lens) !== painted.lens;
    painted = { way: way(url), lens: JSON.stringify(lens) };
    if (!same || !changed || !core.catalogue) return;
    // A drop is told by the server; until it has, none is better than one that is gone.
    var grid = document.querySelector(".profile");
    if (grid) grid.classList.add("stale");
    var map = document.querySelector(".route-map");
    if (map) {
      map.classList.add("stale");
      map.dataset.of = map.parentNode.dataset.svg;
    }
    var ready = core.pack(lens);
    if (ready.then) ready.then(function (found) { if (painted.lens === JSON.stringify(lens)) paintWith(found, lens); }, function () {});
    else paintWith(ready, lens);
  }
  var wanted = null; // what to focus once the server's page is here
  function adopt(root, isCurrent) {
    if (!isCurrent) return;
    var grid = root.querySelector(".profile.stale");
    if (grid) grid.classList.remove("stale");
    // Back to what the map still shows: it will not be sent again.
    var map = root.querySelector(".route-map.stale");
    if (map && map.dataset.of === map.parentNode.dataset.svg) map.classList.remove("stale");
    if (!wanted) return;
    var target = root.querySelector(wanted.selector);
    if (!target) return;
    if (wanted.scroll) target.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
    wanted = null;
  }
  core.add({ paint: paint, adopt: adopt });
  document.addEventListener("click", function (event) {
    if (!core.isPlainClick(event)) return;
    if (event.target.closest(".profile .cell, .record a[data-go], .labels-section p a[data-go]")) {
      wanted = { selector: "#cell-title", scroll: true };
    }
    var button = event.target.closest(".step-button[id]");
    if (button) {
      var parts = button.id.split("-");
      var at = Number(parts[1]) + (parts[2] === "up" ? -1 : parts[2] === "down" ? 1 : 0);
      wanted = { selector: "#stop-" + at + "-" + parts[2] + ", #stop-" + at + "-out, #add-country" };
    }
  });

  // -- One's own way --------------------------------------------------------------------------
  function stops() {
    var builder = document.querySelector(".builder");
    return builder && builder.dataset.stops ? builder.dataset.stops.split(",") : [];
  }
  function goTo(changes) {
    var query = new URLSearchParams(location.search);
    query.delete("cell");
    query.delete("add");
    Object.keys(changes).forEach(function (name) {
      if (changes[name]) query.set(name, changes[name]);
      else query.delete(name);
    });
    core.go("/journey/own?" + query.toString().replaceAll("%2C", ","));
  }
  function add(iso3) {
    if (stops().length) goTo({ stops: stops().concat(iso3).join(",") });
    else goTo({ stops: iso3 });
  }
  document.addEventListener("click", function (event) {
    var shape = event.target.closest("[data-c]");
    if (shape && document.querySelector(".builder") && shape.closest(".route-map-host")) add(shape.dataset.c);
    if (event.target.closest("#undo")) history.back();
  });
  document.addEventListener("submit", function (event) {
    if (!event.target.classList.contains("builder-form") || !core.catalogue) return;
    var box = event.target.querySelector("#add-country, #way-name");
    event.preventDefault();
    if (box.id === "way-name") return goTo({ name: box.value.trim() });
    wanted = { selector: "#add-country" };
    var found = core.codeOf(box.value);
    var way = stops();
    if (found && way[way.length - 1] !== found && way.length < 15) {
      add(found);
      box.value = "";
      return;
    }
    // The server says what is wrong with it.
    var query = new URLSearchParams(new FormData(event.target));
    core.go("/journey/own?" + query.toString().replaceAll("%2C", ","));
    box.value = "";
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.id === "add-country") core.fillCountries();
  });
  var dragged = null;
  function stopOf(event) { return event.target.closest && event.target.closest(".stop"); }
  document.addEventListener("dragstart", function (event) {
    var stop = stopOf(event);
    if (!stop) return;
    dragged = Number(stop.dataset.at);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", stop.textContent);
  });
  document.addEventListener("dragover", function (event) {
    var stop = stopOf(event);
    if (dragged === null || !stop) return;
    event.preventDefault();
    document.querySelectorAll(".stop.over").forEach(function (other) { other.classList.remove("over"); });
    stop.classList.add("over");
  });
  document.addEventListener("drop", function (event) {
    var stop = stopOf(event);
    if (dragged === null || !stop) return;
    event.preventDefault();
    var order = stops();
    order.splice(Number(stop.dataset.at), 0, order.splice(dragged, 1)[0]);
    goTo({ stops: order.join(",") });
  });
  document.addEventListener("dragend", function () {
    dragged = null;
    document.querySelectorAll(".stop.over").forEach(function (other) { other.classList.remove("over"); });
  });

  core.whenReady().then(function () {
    var lens = read(location);
    core.pack(lens);
    core.warmUp(lens);
  });
})();
