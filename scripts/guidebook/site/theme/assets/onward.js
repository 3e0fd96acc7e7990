// A short address leads on with all that stood behind it: ?kiosk at an information point, #steps of a link.
"use strict";

const there = new URL(document.querySelector("a").href);
there.search = location.search;
there.hash = location.hash;
location.replace(there);
