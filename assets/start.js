// Starts Dash once its scripts are here. In a file of its own: the page allows no inline script.
"use strict";
window.renderer = new window.DashRenderer();
