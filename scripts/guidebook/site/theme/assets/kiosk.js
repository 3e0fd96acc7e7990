// The guide at an information point: nothing is kept, nothing leads outside, and the next person begins anew.
// guidebook.js adds this script when the mode is on; storage is closed by then.
"use strict";

(() => {
  const html = document.documentElement;
  const root = new URL("..", document.currentScript.src);
  const isByAddress = html.dataset.kiosk === "address"; // then it travels with every link
  const QUIET = 90;
  const ANSWER = 20;
  const isChoice = Boolean(document.querySelector("[data-choice]")); // the first page, and 404
  const isFirst = Boolean(document.querySelector(".choice-list"));
  const canAsk = !isChoice && "showModal" in document.createElement("dialog");
  const here = () => decodeURI(location.href.slice(root.href.length).replace(/[?#].*$/, "").replace(/(^|\/)$/, "$1index.html"));
  let quiet, ticking, sheets = 0, words = {}, codes = {}; // a code: its side, its path, and its address where that is not what the page names

  if (isByAddress) style();
  if (isChoice) begin();
  else load().then(begin, begin);

  function style() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("assets/kiosk.css", root);
    document.head.append(link);
  }

  function load() {
    return new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = new URL(`${html.lang}/at-kiosk.js`, root);
      script.onload = () => {
        ({ words, codes } = window.guidebookKiosk);
        done();
      };
      script.onerror = fail;
      document.head.append(script);
    });
  }

  // The guards stand at once, the words may come later.
  document.addEventListener("click", follow);
  for (const type of ["contextmenu", "dragstart"]) addEventListener(type, (event) => event.preventDefault());
  addEventListener("auxclick", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && "pso".includes(event.key.toLowerCase())) event.preventDefault();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  window.print = () => {};
  window.open = () => null;

  function begin() {
    for (const field of document.querySelectorAll("input")) field.autocomplete = "off";
    for (const type of ["pointerdown", "touchmove", "keydown", "wheel", "input"]) {
      addEventListener(type, () => !ticking && wait(), { capture: true, passive: true });
    }
    wait();
    if (codes[here()]) offerPage();
  }

  // ---- links ----------------------------------------------------------------------------------------------

  function follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented) return;
    const isInside = link.href.startsWith(root.href);
    const path = link.href.slice(root.href.length).replace(/[?#].*$/, "");
    if (isInside && !link.hasAttribute("download") && /(^|\/|\.html)$/.test(path)) {
      if (isByAddress && link.getAttribute("href")[0] !== "#") link.search = "?kiosk";
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey && link.target === "") return;
      event.preventDefault();
      location.assign(link.href);
      return;
    }
    event.preventDefault();
    if (isInside) takeHome(decodeURI(path));
    else showOutside(link.getAttribute("href"));
  }

  function showOutside(address) {
    const isCall = /^(tel|mailto|sms):/i.test(address);
    const shown = isCall ? decodeURIComponent(address.replace(/^\w+:/, "").replace(/\?.*$/, "")) : address;
    sheet(isCall ? words.call : words.outside, codes[address], shown);
  }

  function takeHome(path) {
    if (codes[path]) sheet(words.take, codes[path], codes[path][2]);
    else sheet(words.file);
  }

  function offerPage() {
    const button = make("button", "kiosk-take", words.page);
    button.type = "button";
    button.addEventListener("click", () => takeHome(here()));
    document.querySelector("main, body").append(button);
  }

  // ---- sheets ---------------------------------------------------------------------------------------------

  function make(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function picture([side, path]) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
    svg.setAttribute("class", "code");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, value, d] of [["fill", "#fff", `M0 0h${side}v${side}H0z`], ["stroke", "#000", path]]) {
      const part = document.createElementNS(svg.namespaceURI, "path");
      part.setAttribute(name, value);
      part.setAttribute("d", d);
      svg.append(part);
    }
    return svg;
  }

  function sheet(title, code, address) {
    const close = button(words.close, "", () => dialog.close());
    const dialog = dialogOf("dialog", title, [
      ...(code ? [picture(code), make("p", "", words.scan)] : []),
      ...(address ? [make("p", "kiosk-address", address)] : []),
    ], [close]);
  }

  function button(text, className, act) {
    const made = make("button", className, text || "×");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function dialogOf(role, title, told, buttons) {
    const heading = make("h2", "", title || "");
    const dialog = make("dialog", "kiosk-sheet", heading, ...told, make("p", "kiosk-buttons", ...buttons));
    heading.id = `kiosk-title-${++sheets}`;
    dialog.setAttribute("role", role);
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  // ---- nobody there ---------------------------------------------------------------------------------------

  function wait() {
    clearTimeout(quiet);
    quiet = setTimeout(isFirst ? () => scrollTo(0, 0) : canAsk ? ask : leave, QUIET * 1000);
  }

  function ask() {
    let left = ANSWER;
    const line = make("p", "", "");
    const tell = () => (line.textContent = (words.soon || "{seconds}").replace("{seconds}", left));
    tell();
    const stay = button(words.stay, "kiosk-stay", () => dialog.close());
    const go = button(words.leave, "", leave);
    const dialog = dialogOf("alertdialog", words.ask, [line], [stay, go]);
    line.id = "kiosk-soon";
    dialog.setAttribute("aria-describedby", line.id);
    dialog.addEventListener("close", () => {
      clearInterval(ticking);
      ticking = undefined;
      wait();
    });
    ticking = setInterval(() => (--left > 0 ? tell() : leave()), 1000);
  }

  function leave() {
    clearInterval(ticking);
    location.replace(new URL(`index.html${isByAddress ? "?kiosk" : ""}`, root));
  }
})();
