// The atlas in the browser. The server decides every value; this file only looks values up in the
// packs it sent, colours shapes by them, and keeps URL, map and page in step.
(function () {
  "use strict";
  var VERSION = document.body.dataset.version;
  var START = {
    colour: "detention_practice", routes: "", roles: "origin,transit,destination", age: "15",
    company: "alone", status: "asylum_seeker", year: "2025", steps: "", checked: "", country: "",
    view: "map", find: "", sort: "country",
  };
  var catalogue = null;
  var packs = new Map();
  var shown = null; // the query on screen
  var svg = document.querySelector("#map");

  function read(query) {
    var state = Object.assign({}, START);
    new URLSearchParams(query).forEach(function (value, name) {
      if (name in state) state[name] = value;
    });
    return state;
  }
  function write(state) {
    var query = Object.keys(START)
      .filter(function (name) { return state[name] !== START[name]; })
      .map(function (name) {
        return name + "=" + encodeURIComponent(state[name]).replaceAll("%2C", ",");
      });
    return query.join("&");
  }

  // -- Packs: every colouring and year for one child ------------------------------------------
  function packName(state) {
    var bands = catalogue.ageBands;
    var age = bands.filter(function (band) { return band <= Number(state.age); }).pop();
    return [age, state.company, state.status].concat(state.checked ? ["checked"] : []).join("-");
  }
  function fetchJson(path) {
    return fetch("/data/" + VERSION + "/" + path).then(function (answer) {
      if (!answer.ok) throw new Error(path + ": " + answer.status);
      return answer.json();
    });
  }
  function pack(name) {
    if (!packs.has(name)) {
      var wanted = fetchJson("levels/" + name + ".json");
      packs.set(name, wanted);
      wanted.then(
        function (ready) { packs.set(name, ready); },
        function () { packs.delete(name); } // asked again at the next change
      );
    }
    return packs.get(name);
  }
  function lettersOf(ready, state) {
    var years = ready[state.colour];
    var i = catalogue.years.indexOf(Number(state.year));
    while (years[i] === 0) i -= 1; // 0 says: as in the year before
    return years[i];
  }
  function stepOf(letter, colouring) {
    var plain = "abcde".indexOf(letter);
    return colouring.steps[plain < 0 ? letter : String(plain)];
  }
  function warmUp() {
    var state = read(location.search);
    ["alone", "family"].forEach(function (company) {
      ["refugee", "asylum_seeker", "undocumented", "trafficked"].forEach(function (status) {
        pack(packName(Object.assign({}, state, { company: company, status: status })));
      });
    });
    pack(packName(Object.assign({}, state, { checked: state.checked ? "" : "1" })));
  }

  // -- Painting -------------------------------------------------------------------------------
  function inView(state) {
    var chosen = state.routes ? state.routes.split(",") : Object.keys(catalogue.routes);
    var roles = state.roles.split(",");
    var found = new Set();
    chosen.forEach(function (id) {
      var route = catalogue.routes[id];
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
    var colouring = catalogue.colourings[state.colour];
    var letters = lettersOf(ready, state);
    var steps = state.steps ? state.steps.split(",") : [];
    var visible = inView(state);
    var counts = {};
    var look = {};
    catalogue.countries.forEach(function (country, i) {
      var step = stepOf(letters[i], colouring);
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
    var chosen = state.routes ? state.routes.split(",") : null;
    svg.querySelectorAll("#map-routes > g").forEach(function (route) {
      route.toggleAttribute("hidden", chosen !== null && !chosen.includes(route.dataset.route));
    });
    var layer = svg.querySelector("#map-routes");
    layer.dataset.roles = state.roles;
    layer.classList.toggle("many", chosen === null || chosen.length > 3);
    var picked = state.country && svg.querySelector("#c-" + state.country);
    svg.querySelector("#map-picked").setAttribute("d", picked ? picked.getAttribute("d") : "");
    paintWords(state, colouring, counts);
    document.documentElement.dataset.painted = write(state);
  }
  // The few words that would be wrong beside the new map until the server's page is here.
  function paintWords(state, colouring, counts) {
    var head = document.querySelector("#headline");
    if (head) setText(head, colouring.heads[state.company][state.status]);
    var now = document.querySelector("#year-now");
    if (now) setText(now, state.year);
    document.querySelectorAll("[data-step]").forEach(function (row) {
      var count = row.querySelector(".count");
      if (count) setText(count, String(counts[row.dataset.step] || 0));
    });
  }
  function setText(element, text) {
    var node = element.firstChild;
    if (node && node.nodeType === 3) {
      if (node.data !== text) node.data = text;
    }
  }
  function paint(state) {
    if (!catalogue || !catalogue.colourings[state.colour]) return;
    var ready = pack(packName(state));
    if (ready.then) {
      ready.then(function (now) {
        if (write(read(location.search)) === write(state)) paintWith(now, state);
      }, function () { /* The server's page, which is on its way, says what is wrong. */ });
    } else {
      paintWith(ready, state);
    }
  }

  // -- Going to a view ------------------------------------------------------------------------
  var later = null;
  function askServer(query, wait) {
    clearTimeout(later);
    later = setTimeout(function () {
      if (window.dash_clientside && window.dash_clientside.set_props && document.querySelector("#react-entry-point #page")) {
        window.dash_clientside.set_props("query", { data: query });
      } else {
        location.reload();
      }
    }, wait);
  }
  function go(query, options) {
    options = options || {};
    if (query === shown && !options.force) return;
    shown = query;
    var url = query ? "/?" + query : "/";
    if (options.push !== false) history[options.replace ? "replaceState" : "pushState"](null, "", url);
    paint(read(query));
    askServer(query, options.wait || 0);
  }
  function change(changes, options) {
    go(write(Object.assign(read(location.search), changes)), options);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-go]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    var menu = link.closest("details.menu");
    if (menu && ["Colour", "Year"].includes(menu.dataset.menu)) menu.open = false;
    go(new URL(link.href).search.slice(1));
  });
  addEventListener("popstate", function () {
    go(location.search.slice(1), { push: false, force: true });
  });
  document.addEventListener("input", function (event) {
    var box = event.target;
    if (box.id === "year") change({ year: box.value }, { replace: true, wait: 120 });
    else if (box.id === "find") change({ find: box.value }, { replace: true, wait: 200 });
    else if (box.id === "route-search") {
      var wanted = box.value.trim().toLowerCase();
      document.querySelectorAll(".route-choice").forEach(function (choice) {
        choice.hidden = wanted !== "" && !choice.textContent.toLowerCase().includes(wanted);
      });
    }
  });

  // -- Play -----------------------------------------------------------------------------------
  var playing = null;
  function setPlaying(on) {
    clearInterval(playing);
    playing = null;
    var button = document.querySelector("#play");
    if (button) {
      button.dataset.playing = on ? "1" : "0";
      setText(button, on ? "Pause" : "Play");
    }
    if (!on) return;
    var years = catalogue.years;
    var last = years[years.length - 1];
    if (Number(read(location.search).year) === last) change({ year: String(years[0]) }, { replace: true, wait: 400 });
    playing = setInterval(function () {
      var next = Number(read(location.search).year) + 1;
      if (next > last) return setPlaying(false);
      var range = document.querySelector("#year");
      change({ year: String(next) }, { replace: true, wait: 400 });
      if (range) range.value = next;
    }, 900);
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest("#play") && catalogue) setPlaying(playing === null);
  });

  // -- The map under the pointer ---------------------------------------------------------------
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  function tipText(target) {
    var route = target.closest("[data-route]");
    if (route) return [catalogue.routes[route.dataset.route].name];
    var iso3 = target.dataset.c;
    var i = catalogue.countries.findIndex(function (c) { return c[0] === iso3; });
    if (i < 0) return null;
    var state = read(location.search);
    var ready = packs.get(packName(state));
    if (!ready || ready.then) return [catalogue.countries[i][1]];
    var letter = lettersOf(ready, state)[i];
    var lines = [catalogue.countries[i][1], stepOf(letter, catalogue.colourings[state.colour])[2]];
    if ("abcde".includes(letter)) lines.push("○ source named, not yet checked");
    if (!inView(state).has(iso3)) lines.push("not on the chosen routes and layers");
    return lines;
  }
  function bindMap() {
    svg.addEventListener("pointermove", function (event) {
      var lines = catalogue && event.target.closest("[data-c],[data-route]") ? tipText(event.target) : null;
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
    });
    svg.addEventListener("pointerleave", function () { tip.hidden = true; });
    svg.addEventListener("click", function (event) {
      var route = event.target.closest("[data-route]");
      if (route) return change({ routes: route.dataset.route });
      if (event.target.dataset.c) change({ country: event.target.dataset.c });
    });
    var group = d3z.select(svg.querySelector("#map-zoom"));
    var zoom = d3z.zoom().scaleExtent([1, 14])
      .translateExtent([[0, 0], [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]])
      .on("zoom", function (event) {
        group.attr("transform", event.transform);
        group.style("--k", event.transform.k);
      });
    d3z.select(svg).call(zoom);
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-zoom]");
      if (!button) return;
      var by = button.dataset.zoom;
      if (by === "0") d3z.select(svg).call(zoom.transform, d3z.zoomIdentity);
      else d3z.select(svg).call(zoom.scaleBy, Number(by));
    });
  }

  // -- Taking over from the server's first paint ----------------------------------------------
  function adopt() {
    var host = document.querySelector("#react-entry-point #map-host");
    if (!host) return;
    if (svg && svg.parentNode !== host) host.append(svg);
    var painted = document.querySelector("#painted");
    if (painted) {
      painted.remove();
      document.documentElement.dataset.ready = "1";
    }
  }
  if (!svg) return;
  new MutationObserver(adopt).observe(document.querySelector("#react-entry-point"), { childList: true, subtree: true });
  bindMap();
  shown = location.search.slice(1);
  fetchJson("catalogue.json").then(function (ready) {
    catalogue = ready;
    var warm = window.requestIdleCallback || function (run) { setTimeout(run, 300); };
    pack(packName(read(location.search)));
    warm(warmUp);
    document.documentElement.dataset.catalogue = "1";
  });
})();
