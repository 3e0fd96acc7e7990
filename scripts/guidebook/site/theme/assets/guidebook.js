// Everything works without this script; it only makes three things nicer.
"use strict";

// 1. The language switch keeps the heading: ids are the same in all languages.
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    remember(link.hreflang);
    link.hash = location.hash;
  });
}

// 2. The choice of language marks the one chosen before, else the browser's; 404 shows the one of the address first.
const choices = [...document.querySelectorAll("[data-choice]")];
for (const link of choices) link.addEventListener("click", () => remember(link.dataset.choice));
if (choices.length) markChoice();

function markChoice() {
  const known = choices.map((one) => one.dataset.choice);
  const inAddress = location.pathname.split("/").find((part) => known.includes(part));
  const wanted = [inAddress, remembered(), ...navigator.languages].map((code) => (code || "").toLowerCase());
  const found = wanted.flatMap((code) => [code, code.split("-")[0]]).find((code) => known.includes(code));
  const chosen = choices.find((one) => one.dataset.choice === found);
  if (!chosen) return;
  const row = chosen.closest("li") || chosen;
  row.parentNode.prepend(row);
  row.classList.add("preferred");
  const browser = navigator.languages.some((code) => code.toLowerCase().split("-")[0] === found);
  const mark = row.querySelector(".choice-mark");
  if (mark && browser) mark.hidden = false;
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

// 3. The drawer closes after a choice and with Escape, and opens by keyboard.
const drawer = document.getElementById("__drawer");
const button = document.querySelector(".menu-button");
if (drawer && button) {
  button.tabIndex = 0;
  button.setAttribute("role", "button");
  const show = () => button.setAttribute("aria-expanded", String(drawer.checked));
  show();
  drawer.addEventListener("change", show);
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    drawer.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) drawer.click();
  });
  for (const link of document.querySelectorAll(".md-nav--primary a, .md-nav--secondary a")) {
    link.addEventListener("click", () => (drawer.checked = false));
  }
}
