// The long lists of the what-if form get a box to search them; without script they are plain lists.
(function () {
  "use strict";
  // The same as plain() in dashboard/route_list.py.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
  function searchable(list) {
    var whole = list.cloneNode(true);
    var box = document.createElement("input");
    box.type = "search";
    box.className = "search list-search";
    box.placeholder = "Search the list";
    box.setAttribute("aria-label", "Search: " + list.dataset.search);
    box.addEventListener("input", function () {
      var wanted = plain(box.value).split(/\s+/).filter(Boolean);
      var kept = whole.cloneNode(true);
      var first = "";
      kept.querySelectorAll("option[value]:not([value=''])").forEach(function (option) {
        var group = option.parentNode.label || "";
        var words = plain(group + " " + option.textContent);
        if (!wanted.every(function (word) { return words.includes(word); })) option.remove();
        else if (!first) first = option.value;
      });
      kept.querySelectorAll("optgroup").forEach(function (group) {
        if (!group.children.length) group.remove();
      });
      list.replaceChildren.apply(list, Array.from(kept.childNodes));
      list.value = wanted.length ? first : "";
    });
    list.before(box);
  }
  // What a form sent becomes the short link of the view.
  var form = document.querySelector("[data-canonical]");
  if (form && /[?&]lever=/.test(location.search)) history.replaceState(null, "", form.dataset.canonical);
  document.querySelectorAll("select[data-search]").forEach(searchable);
})();
