// What all live pages share: going to an address, the server's page, and the packs of levels.
// The server decides every value; scripts only look values up in what it sent.
window.childways = (function () {
  "use strict";
  var VERSION = document.body.dataset.version;
  var ATLAS = document.body.dataset.atlas; // of which data the page was painted
  var EDITION = document.body.dataset.edition || ""; // a frozen page stays in its data version
  var dashRoot = document.querySelector("#react-entry-point");
  var loaders = { catalogue: null };
  var packs = new Map();
  var pages = []; // of scripts: {paint(address), adopt(root)}
  var painted = location.pathname + location.search; // what the server painted
  var shown = null; // the address on screen
  var later = null;

  function fetchJson(path) {
    return fetch(frozen("/data/" + VERSION + "/" + path)).then(function (answer) {
      if (!answer.ok) throw new Error(path + ": " + answer.status);
      return answer.json();
    });
  }

  // An address of ours in the data version of this page.
  function frozen(address) {
    if (!EDITION) return address;
    var url = new URL(address, location.origin);
    if (url.origin !== location.origin || url.searchParams.get("edition") === EDITION) return address;
    url.searchParams.delete("edition");
    return url.pathname + url.search + (url.search ? "&" : "?") + "edition=" + EDITION + url.hash;
  }
  // Links made by scripts, such as those of the search, stay in it too.
  document.addEventListener("click", function (event) {
    var link = EDITION && event.target.closest("a[href^='/']");
    if (link && link.dataset.live === undefined) link.setAttribute("href", frozen(link.getAttribute("href")));
  }, true);

  // -- Catalogue and packs --------------------------------------------------------------------
  var catalogue = null;
  function whenReady() {
    if (!loaders.catalogue) {
      loaders.catalogue = fetchJson("catalogue.json").then(function (ready) {
        catalogue = ready;
        document.documentElement.dataset.catalogue = "1";
        // A choice that was made before it was here could not be painted.
        if (shown !== null && shown !== painted) paint(shown);
        return ready;
      });
    }
    return loaders.catalogue;
  }
  function ageBand(age) {
    return catalogue.ageBands.filter(function (band) { return band <= Number(age); }).pop();
  }
  function packName(lens) {
    var parts = [ageBand(lens.age), lens.company, lens.status];
    return parts.concat(lens.checked ? ["checked"] : []).join("-");
  }
  function keep(found) {
    Object.keys(found).forEach(function (name) { packs.set(name, found[name]); });
  }
  // A pack if it is here, or a promise of it.
  function pack(lens) {
    var name = packName(lens);
    if (!packs.has(name)) {
      var wanted = fetchJson("levels/" + name + ".json").then(function (found) {
        keep(found);
        return found[name];
      });
      packs.set(name, wanted);
      wanted.catch(function () { packs.delete(name); }); // asked again at the next change
    }
    return packs.get(name);
  }
  // All kinds of children of this age, so that the next choice needs no fetch.
  function warmUp(lens) {
    var run = window.requestIdleCallback || function (task) { setTimeout(task, 300); };
    run(function () {
      fetchJson("levels/" + ageBand(lens.age) + ".json").then(function (found) {
        keep(found);
        document.documentElement.dataset.warm = "1";
      }, function () { /* Each pack is then fetched when it is needed. */ });
    });
  }
  // The letters of one colouring and year, one a country in the catalogue's order.
  function letters(ready, colour, year) {
    var years = ready[colour];
    var i = catalogue.years.indexOf(Number(year));
    while (years[i] === 0) i -= 1; // 0 says: as in the year before
    return years[i];
  }
  // What a letter means: its step's code (0 is the worst) and whether it is unchecked.
  function plain(letter) {
    var named = "abcdefghij".indexOf(letter);
    return { code: named < 0 ? letter : String(named), unchecked: named >= 0 };
  }

  // -- Going to an address --------------------------------------------------------------------
  function hasDash() {
    return window.dash_clientside && window.dash_clientside.set_props && document.querySelector("#react-entry-point #page > *");
  }
  function askServer(address, wait) {
    clearTimeout(later);
    later = setTimeout(function () {
      if (hasDash()) window.dash_clientside.set_props("address", { data: address });
      else location.reload();
    }, wait);
  }
  function kindOf(path) { return path.split("/")[1]; }
  function here() { return location.pathname + location.search; }
  function paint(address) {
    pages.forEach(function (page) { page.paint(new URL(address, location.origin)); });
  }
  function go(address, options) {
    options = options || {};
    address = frozen(address);
    if (address === shown && !options.force) return;
    shown = address;
    if (options.push !== false) history[options.replace ? "replaceState" : "pushState"](null, "", address);
    paint(address);
    askServer(address, options.wait || 0);
  }
  // A link made for an earlier view says what it changes there; made here, the same change.
  function rebased(url) {
    var made = document.documentElement.dataset.address || painted;
    if (made === shown) return url.pathname + url.search;
    var base = new URL(made, location.origin);
    var now = new URL(shown, location.origin);
    if (base.pathname !== now.pathname || url.pathname !== now.pathname) return url.pathname + url.search;
    new Set(Array.from(base.searchParams.keys()).concat(Array.from(url.searchParams.keys()))).forEach(function (name) {
      var value = url.searchParams.get(name);
      if (value === base.searchParams.get(name)) return;
      if (value === null) now.searchParams.delete(name);
      else now.searchParams.set(name, value);
    });
    var query = now.searchParams.toString().replaceAll("%2C", ",");
    return now.pathname + (query ? "?" + query : "");
  }
  function isPlainClick(event) {
    return !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-go]");
    if (!link || !dashRoot || !isPlainClick(event)) return;
    var url = new URL(link.href);
    if (kindOf(url.pathname) !== kindOf(location.pathname)) return;
    event.preventDefault();
    var menu = link.closest("details.menu");
    if (menu && !["Child", "Routes"].includes(menu.dataset.menu)) {
      menu.open = false;
      menu.querySelector("summary").focus(); // the link that had it is hidden now
    }
    if (link.dataset.needs) loadScript(link.dataset.needs);
    go(rebased(url));
  });
  addEventListener("popstate", function () {
    // A jump within the page (a changed hash) is no other view.
    if (dashRoot && here() !== shown) go(here(), { push: false });
  });
  var scripts = {};
  function loadScript(name) {
    if (scripts[name]) return scripts[name];
    if (document.querySelector('script[src$="' + name + '"]')) return Promise.resolve();
    scripts[name] = new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = "/static/" + VERSION + "/" + name;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    scripts[name].catch(function () { delete scripts[name]; });
    return scripts[name];
  }

  // -- Taking over from the server's first paint ----------------------------------------------
  // Hosts hold pictures that the server makes; Dash keeps the hosts and leaves their content alone.
  function fill(host) {
    var wanted = host.dataset.svg;
    if (!wanted || host.dataset.shown === wanted) return;
    var painted = document.querySelector("#painted #" + host.id);
    host.dataset.shown = wanted;
    if (painted && painted.dataset.svg === wanted && painted.firstElementChild) {
      host.replaceChildren(painted.firstElementChild);
      return;
    }
    fetch(wanted).then(function (answer) {
      if (!answer.ok) throw new Error(wanted + ": " + answer.status);
      return answer.text();
    }).then(function (svg) {
      if (host.dataset.svg !== wanted) return;
      host.innerHTML = svg;
      pages.forEach(function (page) { if (page.filled) page.filled(host); });
    }, function () { delete host.dataset.shown; });
  }
  // What a reader has typed, opened, chosen or focused in a part; returns what puts it into the part
  // that takes its place.
  function remember(part) {
    var active = part.contains(document.activeElement) ? document.activeElement : null;
    var typed = Array.from(part.querySelectorAll("input[id]")).filter(function (box) {
      return box.value !== box.defaultValue && box.type !== "radio" && box.type !== "range";
    });
    var chosen = part.querySelectorAll("input[type=radio][id]:checked");
    var opened = Array.from(part.querySelectorAll("details[open] > summary")).map(nameOf);
    return function (place) {
      typed.forEach(function (box) {
        var again = place.querySelector("#" + box.id);
        if (!again || again.value === box.value) return;
        VALUE.set.call(again, box.value); // past React, which would take it for its own
        again.dispatchEvent(new Event("input", { bubbles: true }));
      });
      chosen.forEach(function (box) {
        var again = place.querySelector("#" + box.id);
        if (again) again.checked = true;
      });
      if (opened.length) place.querySelectorAll("details:not([open]) > summary").forEach(function (summary) {
        if (opened.includes(nameOf(summary))) summary.parentNode.open = true;
      });
      var same = active && twin(active, place);
      if (same) same.focus({ preventScroll: true });
    };
  }
  var VALUE = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  function nameOf(summary) { return summary.parentNode.dataset.menu || summary.textContent; }
  // The element in a place that stands for one that is gone; its words may have changed.
  function twin(element, place, name) {
    var others = Array.from(place.querySelectorAll(element.tagName));
    function like(read, wanted) { return others.find(function (other) { return read(other) === wanted; }); }
    function text(one) { return one.textContent; }
    function link(one) { return one.textContent + one.getAttribute("href"); }
    if (element.id) return document.getElementById(element.id);
    if (element.tagName === "SUMMARY") return like(nameOf, name || nameOf(element));
    return like(link, link(element)) || like(text, text(element));
  }
  // What Dash draws anew loses the focus; without a pointer one would be back at the top.
  var focused = null;
  document.addEventListener("focusin", function (event) {
    var element = event.target;
    focused = { element: element, name: element.tagName === "SUMMARY" ? nameOf(element) : "" };
  });
  document.addEventListener("pointerdown", function () { focused = null; });
  function refocus(root) {
    if (!focused || focused.element.isConnected || document.activeElement !== document.body) return;
    var same = twin(focused.element, root, focused.name);
    focused = null;
    if (same) same.focus({ preventScroll: true });
  }
  // Parts that Dash passes on as HTML. What a reader types or has focused inside stays.
  var held = new WeakMap();
  function refill(host) {
    var content = host.dataset.html;
    if (held.get(host) === content) return;
    held.set(host, content);
    var putBack = remember(host);
    host.innerHTML = content;
    putBack(host);
  }
  // Words of another atlas than the map's: own facts were brought or forgotten in another window, or
  // the cookie did not come with the page. Both are then asked for again, once.
  var OTHER = "childways-other";
  var isLeaving = false;
  function isOther(drawn) {
    if (isLeaving) return true;
    try {
      if (drawn === ATLAS) sessionStorage.removeItem(OTHER);
      else if (sessionStorage.getItem(OTHER) === String(drawn)) return false; // several servers differ
      else sessionStorage.setItem(OTHER, String(drawn));
    } catch (refused) {
      // It is then not known whether this was tried before.
    }
    if (drawn === ATLAS) return false;
    isLeaving = true;
    location.replace(here()); // unlike a reload, it is asked by this site, and so with the cookie
    return true;
  }
  function adopt() {
    var root = document.querySelector("#react-entry-point #page > *");
    if (!root) return;
    if (isOther(root.dataset.atlas)) return;
    root.querySelectorAll("[data-html]").forEach(refill);
    var isCurrent = root.dataset.address === shown;
    pages.forEach(function (page) { if (page.adopt) page.adopt(root, isCurrent); });
    root.querySelectorAll("[data-svg]").forEach(fill);
    var painted = document.querySelector("#painted");
    if (painted) {
      // The reader may have scrolled, tabbed, typed or opened a menu on the painted page already.
      var putBack = remember(painted);
      painted.remove();
      putBack(root);
      document.documentElement.dataset.ready = "1";
    }
    refocus(root);
    // Says which address the words on screen are for; the map may be ahead of them.
    document.documentElement.dataset.address = root.dataset.address;
    var title = root.dataset.title;
    if (title && document.title !== title) document.title = title;
  }
  function start() {
    if (!dashRoot) return;
    shown = here();
    new MutationObserver(adopt).observe(dashRoot, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-html", "data-svg", "data-title", "data-address", "data-atlas"] });
  }
  addEventListener("DOMContentLoaded", start);

  // -- Finding a country ----------------------------------------------------------------------
  // Opens a country on the page that is here, if this page can; returns whether it did.
  function openCountry(iso3) {
    var page = pages.find(function (page) { return page.openCountry; });
    if (page) page.openCountry(iso3);
    return Boolean(page);
  }
  function fillCountries() {
    whenReady().then(function () {
      var list = document.querySelector("#country-list");
      if (!list || list.childElementCount) return;
      list.append.apply(list, catalogue.countries.map(function (country) {
        var option = document.createElement("option");
        option.value = country[1];
        return option;
      }));
    });
  }
  function setText(element, text) {
    var node = element.firstChild;
    if (node && node.nodeType === 3) {
      if (node.data !== text) node.data = text;
    }
  }

  // The code of a country that a reader names, or undefined.
  function codeOf(words) {
    var wanted = words.trim().toLowerCase();
    var found = catalogue && catalogue.countries.find(function (country) {
      return country[1].toLowerCase() === wanted || country[0].toLowerCase() === wanted;
    });
    return found && found[0];
  }

  return {
    get catalogue() { return catalogue; },
    codeOf: codeOf,
    fetchJson: fetchJson,
    fillCountries: fillCountries,
    frozen: frozen,
    add: function (page) { pages.push(page); },
    go: go,
    here: here,
    isPlainClick: isPlainClick,
    letters: letters,
    loadScript: loadScript,
    openCountry: openCountry,
    pack: pack,
    plain: plain,
    setText: setText,
    warmUp: warmUp,
    whenReady: whenReady,
  };
})();
