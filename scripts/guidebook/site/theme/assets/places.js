// Places by what they are and by the language spoken there. Without this all are shown, one below the other.
"use strict";

(() => {
  const filter = document.querySelector(".places-filter");
  if (!filter) return;
  const places = filter.parentNode;
  const cards = [...places.querySelectorAll(".place")];
  const boxes = [...filter.querySelectorAll("input")];
  const [count, all] = [filter.querySelector("[role=status]"), filter.querySelector("button")];
  const key = (box) => `${box.name} ${box.value}`;
  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);

  function show() {
    const [kinds, languages] = [chosen("kind"), chosen("language")];
    for (const card of cards) {
      const spoken = card.dataset.languages.split(" ");
      const fits = !kinds.length || kinds.includes(card.dataset.kind);
      card.hidden = !fits || (languages.length > 0 && !languages.some((code) => spoken.includes(code)));
    }
    for (const heading of places.querySelectorAll("h2[data-kind]")) {
      heading.hidden = !cards.some((card) => card.dataset.kind === heading.dataset.kind && !card.hidden);
    }
    const shown = cards.filter((card) => !card.hidden).length;
    count.textContent = count.dataset.words.replace("{count}", shown).replace("{total}", cards.length);
    all.classList.toggle("needed", boxes.some((box) => box.checked));
  }

  // After a choice the first place is seen, at least its name; the choices stay in the window where there is room.
  function bringIntoView() {
    const first = cards.find((card) => !card.hidden);
    const below = first ? first.getBoundingClientRect().top - 0.6 * innerHeight : 0;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (below > 0) scrollBy({ top: below, behavior: calm ? "instant" : "smooth" });
  }

  function showAll() {
    for (const box of boxes) box.checked = false;
    show();
    keep();
  }

  // Who comes back from a place's own page finds the same choice. The history of this tab knows it, and nobody else;
  // at a kiosk the next person would find it.
  function keep() {
    if ("kiosk" in document.documentElement.dataset) return;
    history.replaceState({ ...history.state, places: boxes.filter((box) => box.checked).map(key) }, "");
  }

  for (const box of boxes) {
    box.autocomplete = "off";
    box.checked = Boolean(history.state?.places?.includes(key(box)));
    box.addEventListener("change", () => {
      show();
      keep();
      bringIntoView();
    });
  }
  all.addEventListener("click", () => {
    showAll();
    boxes[0].focus({ preventScroll: true });
  });
  // Whoever is led to a place from elsewhere finds it, whatever was chosen.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !places.contains(target) || target.offsetParent) return;
    showAll();
    target.scrollIntoView();
  });
  filter.hidden = false;
  show();
})();
