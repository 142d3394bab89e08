// Runs in every page before its own scripts and notes, one look an animation frame, when the map
// is there, when the page answers, and when a change of colour has been drawn. Milliseconds: since
// the navigation began, and for a change of colour since its click.
(function (settings) {
  "use strict";
  var noted = { painted: null, ready: null, repaint: null, settled: null };
  window.benchmark = { noted: noted, arm: arm };

  function shapes() {
    return Array.from(document.querySelectorAll(settings.shapes));
  }
  function fillOf(shape) {
    return getComputedStyle(shape).fill;
  }
  function isDrawn(shape) {
    var box = shape.getBBox();
    return (box.width > 0 || box.height > 0) && !["none", "rgba(0, 0, 0, 0)"].includes(fillOf(shape));
  }
  function isMap() {
    var found = shapes();
    return found.length >= settings.least && found.filter(isDrawn).length >= settings.least;
  }
  // A message posted in an animation frame is answered after that frame is drawn.
  function afterFrame(run) {
    var channel = new MessageChannel();
    channel.port1.onmessage = function () { run(performance.now()); };
    channel.port2.postMessage(0);
  }
  function noteChange(begun) {
    afterFrame(function (now) {
      if (noted.repaint === null) noted.repaint = now - begun;
      noted.settled = now - begun;
    });
  }
  function watch() {
    if (noted.painted === null && isMap()) noted.painted = performance.now();
    if (noted.ready === null && settings.hasReady && settings.isReady()) noted.ready = performance.now();
    if (noted.painted === null || (noted.ready === null && settings.hasReady)) requestAnimationFrame(watch);
  }
  // From the next click on: the first frame with other fills, and the last one that changes them.
  function arm() {
    var fills = shapes().map(fillOf).join();
    addEventListener("click", function (event) {
      var begun = event.timeStamp;
      function look() {
        var now = shapes().map(fillOf);
        if (now.length >= settings.least && now.join() !== fills) {
          fills = now.join();
          noteChange(begun);
        }
        if (performance.now() - begun < settings.lookMs) requestAnimationFrame(look);
      }
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  }
  requestAnimationFrame(watch);
})
