// Tells the page around the frame how tall the view is. Nothing else, and no data.
(function () {
  "use strict";
  if (window.parent === window) return;
  var told = 0;
  function tell() {
    var height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ type: "childways:height", height: height, address: location.pathname + location.search }, "*");
  }
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
})();
