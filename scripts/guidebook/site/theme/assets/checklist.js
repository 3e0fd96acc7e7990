// A checklist to tick. The ticks stay on this device, and nowhere at a kiosk; without this it is a plain list.
"use strict";

(() => {
  const { ticked, kept, clear, print } = document.currentScript.dataset;
  const root = document.documentElement;
  const page = location.pathname.split("/").pop().replace(/\.html$/, "");
  const isKiosk = () => root.classList.contains("kiosk") || new URLSearchParams(location.search).has("kiosk");

  // Storage may be forbidden: then the ticks last as long as the page.
  function stored(key, is) {
    if (isKiosk()) return false;
    try {
      if (is) localStorage.setItem(key, "1");
      else if (is === false) localStorage.removeItem(key);
      return localStorage.getItem(key) === "1";
    } catch {
      return false;
    }
  }

  function made(tag, text, more) {
    return Object.assign(document.createElement(tag), { textContent: text }, more);
  }

  document.querySelectorAll("ul.task-list").forEach((list, number) => {
    const boxes = [...list.querySelectorAll("input[type=checkbox]")];
    let heading = list.previousElementSibling;
    while (heading && !/^H[1-6]$/.test(heading.tagName)) heading = heading.previousElementSibling;
    // The same in all languages; a list that has become longer or shorter begins anew.
    const place = `guidebook-tick/${page}/${(heading && heading.id) || number}`;
    const key = (box) => `${place}/${boxes.indexOf(box) + 1}-${boxes.length}`;

    const count = made("p", "", { role: "status" });
    const tell = () => {
      const done = boxes.filter((box) => box.checked).length;
      count.textContent = ticked.replace("{count}", done).replace("{total}", boxes.length);
      again.disabled = !done;
    };
    const again = made("button", clear, { type: "button" });
    const paper = made("button", print, { type: "button" });
    const note = made("small", kept);
    const foot = made("div", "", { className: "task-foot" });
    foot.append(count, again, ...(isKiosk() ? [] : [paper, note]));

    const recall = () => {
      for (const box of boxes) box.checked = stored(key(box));
      tell();
    };

    for (const box of boxes) {
      const item = box.parentNode;
      const label = made("label", "");
      label.append(...item.childNodes);
      item.append(label);
      box.autocomplete = "off"; // or Firefox puts back what was cleared
      box.disabled = false;
      box.addEventListener("change", () => {
        stored(key(box), box.checked);
        tell();
      });
    }
    again.addEventListener("click", () => {
      for (const box of boxes) {
        box.checked = false;
        stored(key(box), false);
      }
      tell();
      boxes[0].focus();
    });
    paper.addEventListener("click", () => {
      const shown = [heading, list].filter(Boolean);
      for (const one of shown) one.classList.add("on-paper");
      root.classList.add("list-only");
      addEventListener("afterprint", () => {
        for (const one of shown) one.classList.remove("on-paper");
        root.classList.remove("list-only");
      }, { once: true });
      window.print();
    });
    recall();
    addEventListener("storage", recall); // ticked in another tab
    list.after(foot);
  });
})();
