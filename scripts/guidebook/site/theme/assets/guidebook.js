// Everything works without this script; it only makes some things nicer.
"use strict";

// 0. At an information point nothing is kept and nothing is known of who was there before; kiosk.js does the rest.
if (new URLSearchParams(location.search).has("kiosk")) document.documentElement.dataset.kiosk = "address";
if ("kiosk" in document.documentElement.dataset) {
  document.documentElement.classList.add("kiosk");
  Storage.prototype.setItem = () => {};
  Storage.prototype.getItem = () => null;
  const script = document.createElement("script");
  script.src = new URL("kiosk.js", document.currentScript.src);
  document.head.append(script);
}

// 1. The language switch keeps the heading in the address, for ids are the same in all languages; also in a new tab.
for (const link of document.querySelectorAll(".languages a")) {
  const keepHeading = () => (link.hash = location.hash);
  for (const kind of ["pointerdown", "focus", "click"]) link.addEventListener(kind, keepHeading);
  link.addEventListener("click", () => remember(link.hreflang));
}

// 2. The choice of language marks the one chosen before, else the browser's; 404 shows the one of the address first.
const choices = [...document.querySelectorAll("[data-choice]")];
for (const link of choices) link.addEventListener("click", () => remember(link.dataset.choice));
if (choices.length) markChoice();

function markChoice() {
  const known = choices.map((one) => one.dataset.choice);
  const nearest = (codes) =>
    codes
      .map((code) => (code || "").toLowerCase())
      .flatMap((code) => [code, code.split("-")[0]])
      .map((code) => known.find((one) => one.toLowerCase() === code))
      .find(Boolean);
  const ofBrowser = nearest(navigator.languages);
  const isRoot = Boolean(document.querySelector(".choice-list"));
  const before = isRoot ? nearest([remembered()]) : nearest(location.pathname.split("/"));
  const chosen = choices.find((one) => one.dataset.choice === (before || ofBrowser));
  if (!chosen) return;
  const row = chosen.closest("li") || chosen;
  row.parentNode.prepend(row);
  row.classList.add("preferred");
  const why = chosen.dataset.choice === ofBrowser ? "browser" : "before";
  for (const mark of row.querySelectorAll(`[data-why=${why}]`)) mark.hidden = false;
}

// Storage may be forbidden: then nothing is remembered, and nothing breaks.
function remember(code) {
  try {
    localStorage.setItem("guidebook-language", code);
  } catch {}
}
function remembered() {
  try {
    return localStorage.getItem("guidebook-language");
  } catch {
    return null;
  }
}

// 3. The menu says whether it is open, opens with Enter as with the space bar, and closes after a choice and with Escape.
const menu = document.querySelector(".menu-switch");
if (menu) {
  const say = () => menu.setAttribute("aria-expanded", String(menu.checked));
  const close = () => {
    menu.checked = false;
    say();
  };
  say();
  menu.addEventListener("change", say);
  menu.addEventListener("keydown", (event) => event.key === "Enter" && menu.click());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.checked) return;
    close();
    menu.focus();
  });
  for (const link of document.querySelectorAll("#menu a")) link.addEventListener("click", close);
}

// 4. A visual note opens over the page, to be looked at closely. Without this the link leads to the large picture.
const closeLook = document.querySelector(".close-look");
if (closeLook && closeLook.showModal) lookClosely(closeLook);

function lookClosely(dialog) {
  const links = [...document.querySelectorAll(".visual-note > a")];
  const sheet = dialog.querySelector(".close-look-sheet");
  const buttons = dialog.querySelectorAll("[data-step]");
  let link, picture, at, top;

  // An entry in the history of its own, so that the phone's Back button closes the note and not the page.
  links.forEach((one, number) => {
    one.setAttribute("aria-haspopup", "dialog");
    one.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState({ note: number }, "");
      open(one);
    });
  });
  addEventListener("popstate", follow);
  dialog.addEventListener("close", () => {
    sheet.replaceChildren();
    if (history.state && "note" in history.state) history.back();
    else returnToPage();
  });
  follow(); // the page was loaded again while a note was open

  function follow() {
    const wanted = history.state && links[history.state.note];
    if (wanted && !dialog.open) open(wanted);
    if (wanted) return;
    if (dialog.open) dialog.close();
    else setTimeout(returnToPage); // the browser first goes to the heading that the address names
  }

  function returnToPage() {
    if (!link) return;
    link.focus({ preventScroll: true });
    scrollTo({ top, behavior: "instant" });
    link = undefined;
  }

  function open(one) {
    link = one;
    const small = link.querySelector("img");
    picture = new Image(small.getAttribute("width"), small.getAttribute("height"));
    picture.alt = small.alt;
    picture.lang = small.lang;
    picture.draggable = false;
    picture.src = small.currentSrc || small.src;
    loadSharp(picture, link.dataset.sharp);
    document.getElementById("close-look-title").textContent = link.dataset.title;
    sheet.replaceChildren(picture);
    top = scrollY;
    dialog.showModal();
    const first = sizes().findIndex((size) => size > 0.9 * small.clientWidth); // never smaller than on the page
    show(Math.max(0, first));
    sheet.scrollTo(0, 0);
  }

  // The picture of the page is there at once; the sharp one takes its place when it has come.
  function loadSharp(picture, address) {
    const sharp = new Image();
    sharp.onload = () => (picture.src = sharp.src);
    sharp.src = address;
  }

  // Widths in pixels: the whole note in the window; as wide as the window; so large that a phone shows one box of it.
  function sizes() {
    const wide = Math.min(sheet.clientWidth, 1200);
    const whole = Math.min(wide, (sheet.clientHeight * picture.getAttribute("width")) / picture.getAttribute("height"));
    return [whole, wide, Math.max(900, 1.5 * wide)].filter((size, i, all) => !i || size > 1.1 * all[i - 1]);
  }

  // The point (x, y) of the window, or its middle, stays where it is.
  function show(step, x = sheet.clientWidth / 2, y = sheet.clientHeight / 2) {
    const all = sizes();
    at = Math.min(Math.max(step, 0), all.length - 1);
    const before = picture.getBoundingClientRect();
    picture.style.width = `${Math.floor(all[at])}px`;
    const after = picture.getBoundingClientRect();
    sheet.scrollLeft += after.left + ((x - before.left) / before.width) * after.width - x;
    sheet.scrollTop += after.top + ((y - before.top) / before.height) * after.height - y;
    for (const one of buttons) one.setAttribute("aria-disabled", String(!all[at + Number(one.dataset.step)]));
    sheet.classList.toggle("at-largest", at === all.length - 1);
  }

  for (const one of buttons) one.addEventListener("click", () => show(at + Number(one.dataset.step)));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) dialog.close(); // beside the picture
    else if (event.detail < 2) show(at === sizes().length - 1 ? 0 : sizes().length - 1, event.clientX, event.clientY);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own zoom
    if (event.key === "+" || event.key === "=") show(at + 1);
    if (event.key === "-") show(at - 1);
  });
  addEventListener("resize", () => dialog.open && show(at));
}

// 5. Print from the page itself; a kiosk has no printer for everybody.
for (const button of document.querySelectorAll("[data-does=print]")) {
  button.parentNode.hidden = false;
  button.addEventListener("click", () => print());
}
