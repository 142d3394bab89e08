// The atlas in the browser: colours the shapes that the server painted, and keeps map, words and
// address in step.
(function () {
  "use strict";
  var core = window.childways;
  var svg = document.querySelector("#map");
  if (!svg || !document.querySelector("#react-entry-point")) return;
  var START = {
    colour: "detention_practice", goal: "", routes: "", roles: "origin,transit,destination", marks: "",
    age: "15", company: "alone", status: "asylum_seeker", year: "2025", checked: "", steps: "",
    country: "", view: "map", find: "", sort: "country",
  };
  var CLOSEST = 8, ROOM = 30; // as in dashboard/figures/atlas_map.py

  function read(query) {
    var state = Object.assign({}, START);
    new URLSearchParams(query).forEach(function (value, name) {
      if (name in state) state[name] = value;
    });
    return state;
  }
  function write(state) {
    return Object.keys(START)
      .filter(function (name) { return state[name] !== START[name]; })
      .map(function (name) {
        return name + "=" + encodeURIComponent(state[name]).replaceAll("%2C", ",");
      })
      .join("&");
  }
  function now() { return read(location.search); }
  function change(changes, options) {
    var query = write(Object.assign(now(), changes));
    core.go(query ? "/?" + query : "/", options);
  }
  function stepOf(letter, colouring) { return colouring.steps[core.plain(letter).code]; }

  // -- Painting -------------------------------------------------------------------------------
  function chosenRoutes(state) {
    return state.routes ? state.routes.split(",") : Object.keys(core.catalogue.routes);
  }
  function inView(state) {
    var roles = state.roles.split(",");
    var found = new Set();
    chosenRoutes(state).forEach(function (id) {
      var route = core.catalogue.routes[id];
      if (!route) return;
      Object.keys(route.roles).forEach(function (iso3) {
        if (route.roles[iso3].some(function (role) { return roles.includes(role); })) found.add(iso3);
      });
    });
    return found;
  }
  function setClass(shape, name) {
    if (shape.getAttribute("class") !== name) shape.setAttribute("class", name);
  }
  function paintWith(ready, state) {
    var colouring = core.catalogue.colourings[state.colour];
    var found = core.letters(ready, state.colour, state.year);
    var steps = state.steps ? state.steps.split(",") : [];
    var visible = inView(state);
    var counts = {};
    var look = {};
    core.catalogue.countries.forEach(function (country, i) {
      var step = stepOf(found[i], colouring);
      var isIn = visible.has(country[0]);
      if (isIn) counts[step[0]] = (counts[step[0]] || 0) + 1;
      var isDim = !isIn || (steps.length > 0 && !steps.includes(step[0]));
      look[country[0]] = step[1] + (isDim ? " dim" : "");
    });
    svg.querySelectorAll("#map-countries path").forEach(function (shape) {
      setClass(shape, look[shape.dataset.c] || "x dim");
    });
    svg.querySelectorAll("#map-dots circle").forEach(function (dot) {
      setClass(dot, "dot " + (look[dot.dataset.c] || "x dim"));
    });
    paintRoutes(state);
    paintLosses(state);
    var picked = state.country && svg.querySelector("#c-" + state.country);
    svg.querySelector("#map-picked").setAttribute("d", picked ? picked.getAttribute("d") : "");
    paintWords(state, colouring, counts);
    document.documentElement.dataset.painted = write(state);
  }
  function paintRoutes(state) {
    var chosen = state.routes ? state.routes.split(",") : null;
    var layer = svg.querySelector("#map-routes");
    svg.querySelectorAll("#map-routes > g").forEach(function (route) {
      route.toggleAttribute("hidden", chosen !== null && !chosen.includes(route.dataset.route));
    });
    layer.dataset.roles = state.roles;
    layer.classList.toggle("many", chosen === null || chosen.length > 3);
    if (svg.dataset.routes !== state.routes) {
      svg.dataset.routes = state.routes;
      zoomTo(chosen);
    }
  }
  // Deaths and missing: the server draws the marks of every year for the chosen routes.
  var losses = new Map(); // chosen routes -> year -> SVG, or a promise of it
  function lossesOf(routes) {
    if (!losses.has(routes)) {
      var wanted = core.fetchJson("losses/" + (routes || "all") + ".json").then(function (found) {
        losses.set(routes, found);
        return found;
      });
      losses.set(routes, wanted);
      wanted.catch(function () { losses.delete(routes); });
    }
    return losses.get(routes);
  }
  function paintLosses(state) {
    var layer = svg.querySelector("#map-losses");
    if (!state.marks.split(",").includes("deaths")) return layer && layer.remove();
    var ready = lossesOf(state.routes);
    if (ready.then) {
      if (layer) layer.remove(); // of other routes or another year
      return void ready.then(function () {
        if (write(now()) === write(state)) paintLosses(state);
      }, function () { /* The key in the server's page has the numbers. */ });
    }
    if (layer) layer.remove();
    svg.querySelector("#map-zoom").insertAdjacentHTML("beforeend", ready[state.year] || "");
  }
  // The few words that would be wrong beside the new map until the server's page is here.
  function paintWords(state, colouring, counts) {
    var head = document.querySelector("#headline");
    if (head) core.setText(head, colouring.heads[state.company][state.status]);
    var year = document.querySelector("#year-now");
    if (year) core.setText(year, state.year);
    document.querySelectorAll("[data-step]").forEach(function (row) {
      var count = row.querySelector(".count");
      if (count) core.setText(count, String(counts[row.dataset.step] || 0));
    });
  }
  function paint(url) {
    var state = read(url.search);
    if (!core.catalogue || !core.catalogue.colourings[state.colour]) return;
    var ready = core.pack(state);
    if (!ready.then) return paintWith(ready, state);
    ready.then(function (found) {
      if (write(now()) === write(state)) paintWith(found, state);
    }, function () { /* The server's page, which is on its way, says what is wrong. */ });
  }
  core.add({
    paint: paint,
    openCountry: function (iso3) { change({ country: iso3 }); },
    adopt: function (root, isCurrent) {
      var host = root.querySelector("#map-host");
      if (!host) return;
      if (svg.parentNode !== host) host.append(svg);
      if (isCurrent) svg.setAttribute("aria-label", host.dataset.label);
    },
  });

  // -- Years ----------------------------------------------------------------------------------
  var playing = null;
  function setPlaying(on) {
    clearInterval(playing);
    playing = null;
    var button = document.querySelector("#play");
    if (button) {
      button.dataset.playing = on ? "1" : "0";
      core.setText(button, on ? "Pause" : "Play");
    }
    if (!on) return;
    var years = core.catalogue.years;
    var last = years[years.length - 1];
    if (Number(now().year) === last) change({ year: String(years[0]) }, { replace: true, wait: 400 });
    playing = setInterval(function () {
      var next = Number(now().year) + 1;
      if (next > last) return setPlaying(false);
      var range = document.querySelector("#year");
      change({ year: String(next) }, { replace: true, wait: 400 });
      if (range) range.value = next;
    }, 900);
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest("#play")) core.whenReady().then(function () { setPlaying(playing === null); });
  });

  // -- Boxes ----------------------------------------------------------------------------------
  document.addEventListener("input", function (event) {
    var box = event.target;
    if (box.id === "year") change({ year: box.value }, { replace: true, wait: 120 });
    else if (box.id === "find") change({ find: box.value }, { replace: true, wait: 200 });
    else if (box.id === "route-search") filterRoutes(box.value.trim().toLowerCase());
  });
  function filterRoutes(wanted) {
    var catalogue = core.catalogue;
    document.querySelectorAll(".route-choice").forEach(function (choice) {
      var route = catalogue && catalogue.routes[choice.dataset.route];
      var text = choice.textContent + " " + choice.dataset.words;
      if (route) text += " " + Object.keys(route.roles).map(nameOf).join(" ");
      choice.hidden = wanted !== "" && !text.toLowerCase().includes(wanted);
    });
  }
  function nameOf(iso3) {
    var found = core.catalogue.countries.find(function (country) { return country[0] === iso3; });
    return found ? found[1] : iso3;
  }
  // -- The map under the pointer --------------------------------------------------------------
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  function tipText(target) {
    var loss = target.closest(".loss");
    if (loss) return [loss.closest("[data-loss]").dataset.loss, loss.querySelector("title").textContent];
    var route = target.closest("[data-route]");
    if (route) return [core.catalogue.routes[route.dataset.route].name, "Click for its journey, stage by stage"];
    var iso3 = target.dataset.c;
    var i = core.catalogue.countries.findIndex(function (c) { return c[0] === iso3; });
    if (i < 0) return null;
    var state = now();
    var ready = core.pack(state);
    if (ready.then) {
      ready.then(function () { if (pointed && pointed.target === target) showTip(pointed.event, target); }, function () { /* The name is then all. */ });
      return [core.catalogue.countries[i][1]];
    }
    var letter = core.letters(ready, state.colour, state.year)[i];
    var lines = [core.catalogue.countries[i][1], stepOf(letter, core.catalogue.colourings[state.colour])[2]];
    if (core.plain(letter).unchecked) lines.push("○ source named, not yet checked");
    if (!inView(state).has(iso3)) lines.push("not on the chosen routes and layers");
    return lines;
  }
  var pointed = null; // where the pointer is, and on what
  function showTip(event, target) {
    pointed = { event: event, target: target };
    var lines = core.catalogue && target.closest("[data-c],[data-route],.loss") ? tipText(target) : null;
    tip.hidden = !lines;
    if (!lines) return;
    tip.replaceChildren.apply(tip, lines.map(function (line, i) {
      var row = document.createElement(i ? "div" : "b");
      row.textContent = line;
      return row;
    }));
    var x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    var y = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8);
    tip.style.transform = "translate(" + x + "px," + y + "px)";
  }
  svg.addEventListener("pointermove", function (event) { showTip(event, event.target); });
  svg.addEventListener("pointerleave", function () {
    pointed = null;
    tip.hidden = true;
  });
  // A finger has no pointer that hovers: a tap on a mark, or near a small one, shows its number.
  var FINGER = 22; // pixels
  function tapped(event) {
    var best = null, least = FINGER;
    if (event.pointerType === "mouse") return null;
    svg.querySelectorAll(".loss").forEach(function (loss) {
      var box = loss.querySelector("circle").getBoundingClientRect();
      var away = Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
      if (away < Math.max(least, loss === event.target.closest(".loss") ? box.width : 0)) { best = loss; least = away; }
    });
    return best;
  }
  document.addEventListener("pointerdown", function (event) {
    if (!svg.contains(event.target)) tip.hidden = true;
  });
  svg.addEventListener("click", function (event) {
    var loss = tapped(event);
    if (loss) return showTip(event, loss);
    var route = event.target.closest("[data-route]");
    if (route) return openJourney(route.dataset.route);
    if (event.target.dataset.c) change({ country: event.target.dataset.c });
  });

  // What is pointed at or focused in the key is set off on the map.
  function setOff(event) {
    var item = event.target.closest && event.target.closest(".atlas-marks [data-loss]");
    svg.querySelectorAll("[data-loss]").forEach(function (mark) {
      mark.classList.toggle("lit", Boolean(item) && mark.dataset.loss === item.dataset.loss);
    });
  }
  document.addEventListener("pointerover", setOff);
  document.addEventListener("focusin", setOff);

  // A route opens its journey, for the same child and year.
  function openJourney(id) {
    var query = new URLSearchParams();
    var state = now();
    ["age", "company", "status", "year", "checked"].forEach(function (name) {
      if (state[name] !== START[name]) query.set(name, state[name]);
    });
    var text = query.toString();
    location.assign(core.frozen("/journey/" + id + (text ? "?" + text : "")));
  }

  // -- Zoom -----------------------------------------------------------------------------------
  var width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
  var group = d3z.select(svg.querySelector("#map-zoom"));
  var zoom = d3z.zoom().scaleExtent([1, 24])
    .translateExtent([[0, 0], [width, height]])
    .on("zoom", function (event) {
      group.attr("transform", event.transform);
      group.style("--k", event.transform.k);
      svg.querySelectorAll("pattern").forEach(function (pattern) {
        pattern.setAttribute("patternTransform", "rotate(45) scale(" + 1 / event.transform.k + ")");
      });
    });
  function moveTo(x, y, k) {
    d3z.select(svg).call(zoom.transform, d3z.zoomIdentity.translate(x, y).scale(k));
  }
  // The same sum as in dashboard/figures/atlas_map.py.
  function zoomTo(routes) {
    if (!routes) return moveTo(0, 0, 1);
    var boxes = routes.map(function (id) { return core.catalogue.routes[id].box; });
    var x0 = Math.min.apply(null, boxes.map(function (b) { return b[0]; }));
    var y0 = Math.min.apply(null, boxes.map(function (b) { return b[1]; }));
    var x1 = Math.max.apply(null, boxes.map(function (b) { return b[2]; }));
    var y1 = Math.max.apply(null, boxes.map(function (b) { return b[3]; }));
    var k = Math.max(1, Math.min(width / (x1 - x0 + 2 * ROOM), height / (y1 - y0 + 2 * ROOM), CLOSEST));
    var x = width / 2 - k * (x0 + x1) / 2, y = height / 2 - k * (y0 + y1) / 2;
    moveTo(Math.min(Math.max(x, width * (1 - k)), 0), Math.min(Math.max(y, height * (1 - k)), 0), k);
  }
  d3z.select(svg).call(zoom);
  svg.dataset.routes = now().routes;
  var painted = svg.querySelector("#map-zoom").dataset.zoom;
  if (painted) moveTo.apply(null, painted.split(",").map(Number));
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-zoom]");
    if (!button || svg.contains(button)) return;
    var by = button.dataset.zoom;
    if (by === "0") moveTo(0, 0, 1);
    else d3z.select(svg).call(zoom.scaleBy, Number(by));
  });

  core.whenReady().then(function () {
    core.pack(now());
    if (pointed) showTip(pointed.event, pointed.target);
    core.warmUp(now());
    if (now().marks) lossesOf(now().routes);
  });
})();
