// The guide stays on the device after the first visit. Where that is not possible or not wanted, nothing changes.
"use strict";

(() => {
  const { own, updated, show, kept, icon } = document.currentScript.dataset;
  const html = document.documentElement;
  if (!location.protocol.startsWith("http") || "kiosk" in html.dataset) return;
  const folder = new URL(own || ".", location.href);
  const opened = performance.now();
  let isTouched = false;
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => (isTouched = true), { once: true });

  if (!kept) {
    link("manifest", "manifest.webmanifest");
    if (icon) link("apple-touch-icon", icon);
  }
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);

  function link(rel, address) {
    const made = document.createElement("link");
    made.rel = rel;
    made.href = new URL(address, folder);
    document.head.append(made);
  }

  async function begin() {
    if (kept && !navigator.onLine) markKept(JSON.parse(kept)).catch(() => {});
    if (navigator.connection && navigator.connection.saveData) return; // it was asked for little
    try {
      const workers = navigator.serviceWorker;
      if (!workers) return;
      const address = new URL("sw.js", folder);
      const isOurs = () => Boolean(workers.controller) && workers.controller.scriptURL === address.href;
      let hadOne = isOurs();
      workers.addEventListener("controllerchange", () => {
        if (hadOne && !kept) location.reload(); // the page is of the version before
        hadOne = isOurs();
      });
      const found = await workers.register(address, { updateViaCache: "none" });
      if (!kept) watch(found);
    } catch {} // no network, or the browser keeps nothing
  }

  // A new version that is whole: at once when the page has only just been opened, else when the reader says so.
  function watch(found) {
    const ready = (worker) => {
      if (!found.active || worker !== found.waiting) return;
      if (!isTouched && performance.now() - opened < 4000) worker.postMessage("take over");
      else tell(() => worker.postMessage("take over"));
    };
    if (found.waiting) ready(found.waiting);
    found.addEventListener("updatefound", () => {
      const worker = found.installing;
      worker.addEventListener("statechange", () => worker.state === "installed" && ready(worker));
    });
  }

  function tell(takeOver) {
    if (document.querySelector(".newer")) return;
    const [line, button] = [document.createElement("p"), document.createElement("button")];
    line.className = "newer";
    line.setAttribute("role", "status");
    document.body.append(line);
    button.type = "button";
    button.textContent = show;
    button.addEventListener("click", takeOver);
    line.append(`${updated} `, button);
  }

  // Without a network the choice of language says which ones can be read.
  async function markKept(said) {
    const names = await caches.keys();
    for (const one of document.querySelectorAll("a[data-choice]")) {
      const path = new URL(".", one.href).pathname;
      if (!names.some((name) => name.startsWith(`guidebook ${path} `))) continue;
      const mark = document.createElement("em");
      mark.textContent = said[one.dataset.choice];
      one.append(" ", mark);
    }
  }
})();
