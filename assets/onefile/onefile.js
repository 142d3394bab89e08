// The choices of a view in a file of its own. It decides no value: it looks up what the file holds.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("file-data").textContent);
  var byId = function (id) { return document.getElementById(id); };
  var table = byId("file-table"), figure = byId("file-figure");
  var boxes = { colour: byId("file-colour"), year: byId("file-year"), goal: byId("file-goal"), way: byId("file-way"), show: byId("file-show"), role: byId("file-role"), find: byId("file-find") };
  var order = { column: -1, down: false };

  // -- The table ------------------------------------------------------------------------------
  var headings = Array.from(table.tHead.rows[0].cells);
  function compare(a, b) {
    return a.localeCompare(b, "en", { numeric: true });
  }
  function sort() {
    headings.forEach(function (head, i) {
      head.setAttribute("aria-sort", i !== order.column ? "none" : order.down ? "descending" : "ascending");
      head.querySelector("span").textContent = i !== order.column ? "" : order.down ? " ↓" : " ↑";
    });
    if (order.column < 0) return;
    var rows = Array.from(table.tBodies[0].rows);
    rows.sort(function (one, other) {
      var found = compare(one.cells[order.column].textContent, other.cells[order.column].textContent);
      return order.down ? -found : found;
    });
    table.tBodies[0].append.apply(table.tBodies[0], rows);
  }
  headings.forEach(function (head, i) {
    var button = document.createElement("button"), arrow = document.createElement("span");
    button.type = "button";
    button.textContent = head.textContent;
    arrow.setAttribute("aria-hidden", "true");
    button.append(arrow);
    head.replaceChildren(button);
    button.addEventListener("click", function () {
      order = { column: i, down: order.column === i && !order.down };
      sort();
    });
  });
  function fill(rows, heading) {
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], rows.map(function (cells, at) {
      var row = document.createElement("tr");
      row.dataset.at = at;
      cells.forEach(function (text, i) {
        var cell = document.createElement(i === heading ? "th" : "td");
        if (i === heading) cell.scope = "row";
        cell.textContent = text;
        row.append(cell);
      });
      return row;
    }));
    sort();
  }
  // Numbers of sources lead to them.
  table.addEventListener("click", function (event) {
    var cell = event.target.closest("tbody td:last-child");
    var number = cell && parseInt(cell.textContent, 10);
    var source = number && byId("source-" + number);
    if (!source) return;
    source.closest("details").open = true;
    source.scrollIntoView({ block: "center" });
  });

  table.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("td.sourced")) event.target.click();
  });

  // -- The map --------------------------------------------------------------------------------
  function letters(colour, year) {
    var years = data.pack[colour], i = data.years.indexOf(year);
    while (years[i] === 0) i -= 1; // 0 says: as in the year before
    return years[i];
  }
  function plain(letter) {
    var named = "abcdefghij".indexOf(letter);
    return { code: named < 0 ? letter : String(named), unchecked: named >= 0 };
  }
  function stepOf(colouring, letter) {
    var code = plain(letter).code;
    return colouring.steps.find(function (step) { return step[0] === code; });
  }
  function spellOf(colour, iso3, year) {
    var i = data.years.indexOf(year);
    return data.spells[colour][iso3].filter(function (spell) { return spell[0] <= i; }).pop();
  }
  var painted = {};
  function paintMap() {
    var colour = boxes.colour.value, year = Number(boxes.year.value);
    var isFirst = colour === data.colour && year === data.year;
    var colouring = data.colourings[colour], found = letters(colour, year);
    var steps = colour === data.colour ? data.steps : []; // the steps of another colouring are others
    var inView = new Set(data.countries.map(function (country) { return country[0]; }));
    var looks = {};
    painted = {};
    data.names.forEach(function (country, i) {
      var step = stepOf(colouring, found[i]);
      var isDim = !inView.has(country[0]) || (steps.length > 0 && !steps.includes(step[1]));
      looks[country[0]] = step[2] + (isDim ? " dim" : "");
      painted[country[0]] = country[1] + "\n" + step[3] + (plain(found[i]).unchecked ? "\n○ source named, not yet checked" : "") +
        (inView.has(country[0]) ? "" : "\nnot on the chosen routes");
    });
    if (figure) {
      figure.querySelectorAll("#map-countries path, #map-dots circle").forEach(function (shape) {
        var dot = shape.tagName === "circle" ? "dot " : "";
        shape.setAttribute("class", dot + (looks[shape.dataset.c] || "x dim"));
        if (shape.hasAttribute("tabindex")) shape.setAttribute("aria-label", (painted[shape.dataset.c] || "").replaceAll("\n", ", "));
      });
      paintLegend(colouring, found, steps);
    }
    var rows = [];
    data.countries.forEach(function (country) {
      var letter = found[country[2]], step = stepOf(colouring, letter);
      if (steps.length && !steps.includes(step[1])) return;
      if (data.find && !(country[1] + " " + step[3]).toLowerCase().includes(data.find.toLowerCase())) return;
      var spell = spellOf(colour, country[0], year);
      rows.push([
        country[1] + " (" + country[3] + ")", step[3], spell[1] ? String(spell[1]) : "–",
        spell[2] ? data.grades[spell[2]] : "–", spell[3].length ? spell[3].join(", ") : "No sourced fact",
      ]);
    });
    fill(rows, 0);
    say(colouring, found, year, isFirst);
  }
  function say(colouring, found, year, isFirst) {
    var codes = data.countries.map(function (country) { return plain(found[country[2]]).code; });
    var asked = codes.filter(function (code) { return code !== "n"; }).length;
    var known = codes.filter(function (code) { return code !== "n" && code !== "u"; }).length;
    entitle(colouring.head);
    byId("file-line").textContent = isFirst ? firstLine : colouring.label + ", for " + data.child + ", " + year + ". " +
      (asked ? "Known for " + known + " of " + asked + " countries on these routes." : "The question does not apply to this child.");
    if (!data.back[0]) return; // the site's address is not known
    var address = new URL(data.back[1], "http://x");
    address.searchParams.set("colour", boxes.colour.value);
    address.searchParams.set("year", String(year));
    if (!isFirst) address.searchParams.delete("steps");
    if (data.back[2]) address.searchParams.set("edition", data.back[2]);
    var query = address.searchParams.toString().replaceAll("%2C", ",");
    backTo(data.back[0] + address.pathname + "?" + query);
  }
  function entitle(title) {
    byId("file-title").textContent = title;
    document.title = title + " · Childways";
  }
  function backTo(address) {
    if (!address) return;
    byId("file-back").href = address;
    document.querySelector(".embed-foot .brand").href = address;
  }
  function part(tag, css, text) {
    var made = document.createElement(tag);
    made.className = css;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function paintLegend(colouring, found, steps) {
    var list = figure.querySelector(".legend .steps");
    figure.querySelector(".legend h2").textContent = colouring.label;
    var counts = {}, most = 1;
    data.countries.forEach(function (country) {
      var name = stepOf(colouring, found[country[2]])[1];
      counts[name] = (counts[name] || 0) + 1;
      most = Math.max(most, counts[name]);
    });
    list.replaceChildren.apply(list, colouring.steps.map(function (step) {
      var row = part("li", ""), box = part("span", "step" + (steps.includes(step[1]) ? " chosen" : "")), bar = part("span", "step-bar");
      var filled = part("span", "bar-fill " + step[2]);
      row.dataset.step = step[1];
      filled.style.width = Math.round(100 * (counts[step[1]] || 0) / most) + "%";
      bar.append(filled);
      box.append(
        part("span", "swatch " + step[2], colouring.goal && /^s/.test(step[2]) ? step[2].slice(1) : ""),
        part("span", "step-label", step[3]), bar,
        part("span", "count", String(counts[step[1]] || 0)), part("span", "step-meaning", step[4]));
      row.append(box);
      return row;
    }));
    var known = figure.querySelector(".legend .known");
    if (known) known.hidden = true; // the line above says it
  }

  // -- Journeys and countries -----------------------------------------------------------------
  function paintYear() {
    var year = boxes.year ? boxes.year.value : String(data.year), found = data.shown[year];
    if (found.body === undefined) return; // the only year: painted already
    figure.innerHTML = found.body; // painted by the server, escaped there
    figure.querySelectorAll("a").forEach(function (link) { link.target = "_blank"; link.rel = "noopener"; });
    entitle(found.title);
    byId("file-line").textContent = found.line;
    lines = []; // those of another year
    fill(found.rows.map(function (row) {
      return row.map(function (i) { return data.words[i]; });
    }), data.heading);
    backTo(found.back);
    if (data.grid) wire(); else paintGoal();
  }
  function paintGoal() {
    var goal = boxes.goal ? boxes.goal.value : "0";
    var line = figure.querySelector(".step-line"), lines = data.shown[boxes.year.value].lines;
    if (line && lines) line.outerHTML = lines[goal];
    figure.querySelectorAll(".goal-head").forEach(function (head) {
      head.classList.toggle("chosen", head.textContent.trim().startsWith(goal));
    });
    figure.querySelectorAll(".profile .cell").forEach(function (cell) {
      cell.parentNode.classList.toggle("off", data.kind !== "journey" && goal !== "0" && cell.dataset.goal !== goal);
    });
    Array.from(table.tBodies[0].rows).forEach(function (row) {
      row.hidden = false;
      var isOf = row.cells[data.goalColumn].textContent.startsWith(goal + " ");
      row.classList.toggle("of-goal", isOf);
      if (data.kind !== "journey" && goal !== "0") row.hidden = !isOf;
    });
    figure.querySelectorAll(".mini").forEach(function (mini) {
      var boxesIn = Array.from(mini.children), wide = boxesIn.length / 6;
      boxesIn.forEach(function (box, i) {
        box.style.opacity = goal === "0" || Math.floor(i / wide) === goal - 1 ? "" : "0.25";
      });
    });
  }

  // -- Matrices: countries by goals, promises or questions ------------------------------------
  // A line of the table belongs to a cell of the figure: country, column, step, rank, journey.
  var lines = [], rowOf = {};
  function wire() {
    var year = boxes.year ? boxes.year.value : String(data.year), rows = Array.from(table.tBodies[0].rows);
    var packed = data.shown[year].lines;
    if (rows[0] && rows[0].dataset.at) rows = unsorted(rows);
    rowOf = {};
    lines = packed.map(function (one, i) {
      var line = { iso3: one[0], name: data.words[one[1]], tag: data.words[one[2]], rank: one[3], way: data.words[one[4]], row: rows[i] };
      rowOf[line.iso3 + "." + line.name] = line;
      var last = line.row.cells[line.row.cells.length - 1];
      last.classList.add("sourced");
      if (/\d/.test(last.textContent)) last.tabIndex = 0;
      return line;
    });
    figure.querySelectorAll("[data-cell]").forEach(function (cell) {
      if (!cell.hasAttribute("href") && !cell.querySelector("a[href]")) cell.tabIndex = 0;
    });
    figure.querySelectorAll("th .sorts").forEach(sorter);
    narrow();
  }
  // Rows that were filled in and put in order stand otherwise than the lines that tell of them.
  function unsorted(rows) {
    return rows.slice().sort(function (a, b) { return a.dataset.at - b.dataset.at; });
  }
  function cellsOf(row) { return Array.from(row.querySelectorAll("[data-cell]")); }
  function lineOf(cell) { return rowOf[cell.dataset.cell]; }
  function narrow() {
    var goal = boxes.goal && boxes.goal.value !== "0" ? "goal-" + boxes.goal.value : "";
    var show = boxes.show ? boxes.show.value : "", role = boxes.role ? boxes.role.value : "", way = boxes.way ? boxes.way.value : "";
    var words = boxes.find ? boxes.find.value.trim().toLowerCase() : "", count = 0;
    lines.forEach(function (line) {
      var isMeant = (!role || (data.roles[line.iso3] || "").split(/[ ,]+/).includes(role)) &&
        (!words || line.row.textContent.toLowerCase().includes(words));
      var isOfGoal = !goal || line.name === goal || line.name === "every-goal";
      var isIn = isMeant && isOfGoal && (!show || line.tag === show) && (!way || line.way === way);
      line.row.hidden = !isIn;
      if (isIn) count += 1;
    });
    figure.querySelectorAll(".before-after tbody").forEach(function (part) {
      part.hidden = Boolean(goal) && part.querySelector(".goal-line b").textContent !== boxes.goal.value;
    });
    figure.querySelectorAll("tbody tr").forEach(function (row) {
      var cells = cellsOf(row);
      if (!cells.length || data.kind === "what-if") return; // there a row is a goal
      var isShown = false; // a row stands while any of its lines in the table does
      cells.forEach(function (cell) {
        var line = lineOf(cell), isIn = Boolean(line && !line.row.hidden);
        cell.closest("td").hidden = Boolean(goal) && cell.dataset.cell.slice(4) !== goal;
        cell.classList.toggle("off", !isIn);
        if (isIn) isShown = true;
      });
      row.hidden = !isShown;
    });
    figure.querySelectorAll("table").forEach(function (matrix) {
      var cell = matrix.querySelector("tbody [data-cell]"), first = cell && cell.closest("tr");
      if (first && data.kind !== "what-if") cellsOf(first).forEach(function (one) {
        var at = one.closest("td").cellIndex;
        matrix.tHead.rows[0].cells[at].hidden = Boolean(goal) && one.dataset.cell.slice(4) !== goal;
      });
    });
    figure.querySelectorAll(".goal-card").forEach(function (card) { card.hidden = Boolean(goal) && card.id !== goal; });
    figure.querySelectorAll("[data-way]").forEach(function (one) {
      one.hidden = (Boolean(way) && one.dataset.way !== way) || !one.querySelector(".before-after tbody:not([hidden])");
    });
    figure.querySelectorAll("[data-record]").forEach(function (one) {
      one.hidden = !lines.some(function (line) { return line.iso3 === one.dataset.record && !line.row.hidden; });
    });
    figure.querySelectorAll(".year-group").forEach(function (year) { year.hidden = !year.querySelector("[data-record]:not([hidden])"); });
    var counted = byId("file-count");
    if (counted) counted.textContent = count + " of " + lines.length + " lines";
  }
  // The heads of the figure's matrix lead to the site; in a file they put its rows in order.
  function sorter(link) {
    var head = link.closest("th"), matrix = head.closest("table"), button = document.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.innerHTML = link.innerHTML;
    button.querySelectorAll("[aria-hidden]").forEach(function (arrow) { arrow.textContent = ""; });
    link.replaceWith(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", function () {
      var isDown = head.getAttribute("aria-sort") === "ascending", at = head.cellIndex;
      Array.from(matrix.tHead.rows[0].cells).forEach(function (one) { if (one.hasAttribute("aria-sort")) one.setAttribute("aria-sort", "none"); });
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      var rows = Array.from(matrix.tBodies[0].rows);
      function valueOf(row) {
        var cell = row.cells[at].matches("[data-cell]") ? row.cells[at] : row.cells[at].querySelector("[data-cell]");
        var line = cell && lineOf(cell);
        return line ? line.rank : row.cells[at].textContent;
      }
      rows.sort(function (one, other) {
        var a = valueOf(one), b = valueOf(other), found = typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
        return isDown ? -found : found;
      });
      matrix.tBodies[0].append.apply(matrix.tBodies[0], rows);
    });
  }
  function sourcesOf(cell) {
    var numbers = cell.textContent.match(/\d+/g) || [];
    var told = numbers.slice(0, 6).map(function (number) { return number + ". " + byId("source-" + number).textContent; });
    if (numbers.length > 6) told.push("and " + (numbers.length - 6) + " more, listed below");
    return told;
  }
  function tipOf(cell) {
    var line = lineOf(cell);
    if (!line) return "";
    var cells = Array.from(line.row.cells), end = cells.length - 1;
    var told = [cells[0].textContent + ", " + cells[1].textContent];
    data.told.forEach(function (i) {
      if (cells[i].textContent !== "–") told.push(headings[i].querySelector("button").firstChild.textContent + ": " + cells[i].textContent);
    });
    return told.concat(sourcesOf(cells[end])).join("\n");
  }

  // -- Words under the pointer and the keyboard -----------------------------------------------
  var tip = part("div", "tip");
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);
  function show(target, x, y) {
    var cell = data.grid && target.closest && target.closest("[data-cell], td.sourced");
    var held = target.closest && target.closest("[data-c], [title], [data-route]");
    var text = "";
    if (cell) {
      text = cell.dataset.cell ? tipOf(cell) : sourcesOf(cell).join("\n");
    } else if (held) {
      text = held.dataset.c ? painted[held.dataset.c] || "" : held.getAttribute("title") || "";
      if (!text && held.querySelector("title")) text = held.querySelector("title").textContent;
    }
    tip.hidden = !text;
    if (!text) return;
    tip.replaceChildren.apply(tip, text.split("\n").map(function (line, i) { return part(i ? "div" : "b", "", line); }));
    tip.style.transform = "translate(" + Math.max(4, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + "px," +
      Math.max(4, Math.min(y + 14, innerHeight - tip.offsetHeight - 8)) + "px)";
  }
  [figure, data.grid && table].forEach(function (part) {
    if (!part) return;
    part.addEventListener("pointermove", function (event) { show(event.target, event.clientX, event.clientY); });
    part.addEventListener("pointerleave", function () { tip.hidden = true; });
    part.addEventListener("focusin", function (event) {
      var place = event.target.getBoundingClientRect();
      show(event.target, place.left, place.bottom);
    });
    part.addEventListener("focusout", function () { tip.hidden = true; });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") tip.hidden = true; });

  // -- Start ----------------------------------------------------------------------------------
  var firstLine = byId("file-line").textContent;
  var paint = data.kind === "map" ? paintMap : paintYear;
  if (boxes.colour) boxes.colour.value = data.colour;
  if (boxes.year) boxes.year.value = String(data.year);
  if (boxes.goal) boxes.goal.value = String(data.goal || 0);
  if (data.kind === "map" && figure) {
    var map = figure.querySelector("svg");
    map.setAttribute("role", "group");
    data.countries.forEach(function (country) {
      var shape = figure.querySelector('#map-dots [data-c="' + country[0] + '"]') || figure.querySelector('#map-countries [data-c="' + country[0] + '"]');
      if (!shape) return;
      shape.setAttribute("tabindex", "0");
      shape.setAttribute("role", "img");
    });
  }
  if (boxes.colour) boxes.colour.addEventListener("change", paint);
  if (boxes.year) boxes.year.addEventListener("change", paint);
  if (boxes.goal) boxes.goal.addEventListener("change", data.grid ? narrow : paintGoal);
  ["way", "show", "role"].forEach(function (name) { if (boxes[name]) boxes[name].addEventListener("change", narrow); });
  if (boxes.find) boxes.find.addEventListener("input", narrow);
  byId("file-look").addEventListener("click", function () {
    var root = document.documentElement;
    var chosen = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = chosen === "dark" ? "light" : "dark";
  });
  byId("file-controls").hidden = false;
  sort();
  if (data.kind === "map") paintMap();
  if (data.grid) { painted = data.painted; wire(); }
  document.documentElement.dataset.ready = "1";
})();
