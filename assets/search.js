// The search box of the header: everything in the atlas, looked up here in the browser. Its index
// is fetched when a reader first goes to the box; without script the box leads to the search page.
(function () {
  "use strict";
  var BOX = "search-box";
  var MOST = 12;
  var LENS = ["age", "company", "status", "year", "checked", "edition"];
  var version = document.body.dataset.version;
  var loading = null;
  var mini = null; // the index, once it is here
  var kinds = {};
  var found = [];
  var active = -1;

  // The same as plain() in dashboard/route_list.py.
  function plain(text) { return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
  function words(text) { return plain(text).match(/[\p{L}\p{N}]+/gu) || []; }

  function load() {
    if (loading) return loading;
    loading = Promise.all([
      window.childways.loadScript("vendor/minisearch.min.js"),
      fetch(window.childways.frozen("/data/" + version + "/search.json")).then(function (answer) {
        if (!answer.ok) throw new Error("search.json: " + answer.status);
        return answer.json();
      }),
    ]).then(function (ready) {
      var content = ready[1];
      kinds = content.kinds;
      var made = new window.MiniSearch({
        fields: ["title", "names", "line", "words"],
        storeFields: ["kind", "title", "href", "line", "names"],
        tokenize: words,
        processTerm: function (term) { return term; },
        searchOptions: {
          boost: { title: 3, names: 3 },
          boostDocument: function (_id, _term, stored) { return content.weights[stored.kind] || 1; },
          prefix: true,
          fuzzy: function (term) { return term.length < 4 ? false : 0.25; },
          weights: { fuzzy: 0.35, prefix: 0.6 },
          combineWith: "AND",
          bm25: { k: 1.2, b: 0.1, d: 0.5 }, // a country of many names counts like one of few
        },
      });
      made.addAll(content.entries.map(function (row, number) {
        return { id: number, kind: row[0], title: row[1], href: row[2], line: row[3], words: row[4], names: row[5] };
      }));
      mini = made;
    });
    loading.catch(function () { loading = null; }); // asked again at the next key
    return loading;
  }
  function search(text) {
    var all = mini.search(text);
    if (!all.length) all = mini.search(text, { combineWith: "OR" });
    // Whoever types a whole name means that one: "UK" before Ukraine.
    var asked = plain(text).trim();
    function isIt(entry) {
      return [entry.title].concat(entry.names.split(" | ")).some(function (name) { return plain(name) === asked; });
    }
    return all.filter(isIt).concat(all.filter(function (entry) { return !isIt(entry); })).slice(0, MOST);
  }

  // -- The list under the box -----------------------------------------------------------------
  // It stands outside the page that Dash draws, so that it may be redrawn freely.
  var list = document.createElement("div");
  list.id = "search-list";
  list.className = "search-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Search results");
  list.hidden = true;
  document.body.append(list);

  function box() { return document.getElementById(BOX); }
  function close() {
    list.hidden = true;
    active = -1;
    var at = box();
    if (!at || !at.hasAttribute("role")) return; // a box that nobody has gone to yet
    at.setAttribute("aria-expanded", "false");
    at.removeAttribute("aria-activedescendant");
  }
  function place() {
    var at = box().closest("form").getBoundingClientRect();
    var width = Math.min(Math.max(at.width, 352), document.documentElement.clientWidth - 16);
    list.style.width = width + "px";
    list.style.top = at.bottom + scrollY + 4 + "px";
    list.style.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8)) + "px";
  }
  function mark(next) {
    var options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    active = (next + options.length) % options.length;
    options.forEach(function (option, i) { option.setAttribute("aria-selected", String(i === active)); });
    box().setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }
  function line(text, name) {
    var made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }
  function draw(text) {
    found = words(text).length ? search(text) : [];
    list.textContent = "";
    found.forEach(function (entry, i) {
      var option = document.createElement("a");
      option.id = "search-option-" + i;
      option.href = withLens(entry.href);
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(line(entry.title, "found-title"), line(kinds[entry.kind], "found-kind"), line(entry.line, "found-line"));
      list.append(option);
    });
    if (!found.length) list.append(line("Nothing has a name like this.", "found-none"));
    active = -1;
    place();
    list.hidden = false;
    box().setAttribute("aria-expanded", "true");
    box().removeAttribute("aria-activedescendant");
  }
  // What is opened is seen for the child and the year that are chosen here.
  function withLens(href) {
    if (!/^\/(country|journey|$|\?)/.test(href)) return href;
    var url = new URL(href, location.href);
    new URLSearchParams(location.search).forEach(function (value, name) {
      if (LENS.includes(name)) url.searchParams.set(name, value);
    });
    return url.pathname + url.search + url.hash;
  }
  function open(entry) {
    var code = entry.kind === "country" && entry.href.split("/").pop();
    close();
    if (code && window.childways.openCountry(code)) {
      box().value = "";
      return;
    }
    location.assign(window.childways.frozen(withLens(entry.href)));
  }

  // -- Keys and pointer -----------------------------------------------------------------------
  document.addEventListener("focusin", function (event) {
    if (event.target.id !== BOX) return;
    var says = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-keyshortcuts": "/" };
    Object.keys(says).forEach(function (name) { // without script it is a box of a form, no more
      if (!event.target.hasAttribute(name)) event.target.setAttribute(name, says[name]);
    });
    load();
  });
  document.addEventListener("input", function (event) {
    if (event.target.id !== BOX) return;
    if (!event.target.value.trim()) return close();
    load().then(function () { // what is in the box by then
      var at = box();
      if (at && at.value.trim()) draw(at.value);
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.target.closest("input, textarea, select, [contenteditable]") || !box()) return;
      event.preventDefault();
      box().focus();
      box().select();
      return;
    }
    if (event.target.id !== BOX || list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? -1 : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) open(found[active]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    var option = event.target.closest("#search-list [role=option]");
    if (option && window.childways.isPlainClick(event)) {
      event.preventDefault();
      open(found[Array.prototype.indexOf.call(list.children, option)]);
    } else if (event.target.id !== BOX) close();
  });
  document.addEventListener("focusout", function (event) {
    if (event.target.id === BOX && event.relatedTarget && !list.contains(event.relatedTarget)) close();
  });
  addEventListener("resize", function () { if (!list.hidden) place(); });
})();
