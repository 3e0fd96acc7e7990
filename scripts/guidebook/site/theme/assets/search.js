// The search of one language. Nothing is loaded before it is first used; what a reader types is never read as HTML.
"use strict";

(() => {
  const dialog = document.querySelector(".search");
  const opener = document.querySelector(".search-button");
  if (!dialog || !opener) return;
  const { words, index: address, language } = dialog.dataset;
  const say = JSON.parse(words);
  const MOST = 20;
  const EVERYWHERE = 0.15; // of all sections
  let loading;

  // ---- words: the same way for the guide and for the question --------------------------------------------

  const WORD = /[\p{L}\p{N}\p{M}'’ʼ‘`]+/gu;
  const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", ς: "σ" };
  // й and ї are letters of their own, not и and і with a mark.
  const normalise = (word) =>
    word.normalize("NFC").toLowerCase().replace(/['’ʼ‘`]/g, "").replace(/[łøđßς]/g, (one) => LETTERS[one])
      .replace(/[^йї]+/g, (part) => part.normalize("NFD").replace(/\p{M}/gu, ""));
  // … but whoever has not got them on the keyboard writes their twins.
  const TWINS = { й: "и", ї: "и", і: "и", ы: "и", ґ: "г", є: "е", э: "е", ъ: "" };
  const twin = (word) => word.replace(/[йїіыґєэъ]/g, (one) => TWINS[one]);
  const split = (text) => (text.match(WORD) || []).map(normalise).filter(Boolean);

  function common(one, other, from = 0, past = from) {
    let count = 0;
    while (from + count < one.length && one[from + count] === other[past + count]) count++;
    return count;
  }

  // How well a word of the guide answers a word of the question: 10 the same, 0 not at all.
  function likeness(asked, word, isLast) {
    if (asked === word) return 10;
    const shorter = Math.min(asked.length, word.length);
    const longer = Math.max(asked.length, word.length);
    const same = common(asked, word);
    if (same >= 4 && same >= 0.7 * shorter) return 4 + (3 * same) / longer;
    if (isLast && asked.length > 1 && same === asked.length) return 4;
    if (shorter < 6) return 0;
    // One letter wrong, missing, too many, or two changed places; the ending may differ as above.
    const rest = Math.max(
      common(asked, word, same + 1), common(asked, word, same + 1, same), common(asked, word, same, same + 1),
      asked[same] === word[same + 1] && asked[same + 1] === word[same] ? common(asked, word, same + 2) + 1 : 0,
    );
    return same + rest >= 5 && same + rest + 1 >= 0.8 * shorter ? 2 + (same + rest) / longer : 0;
  }

  function match(asked, word, isLast) {
    const found = likeness(asked, word, isLast);
    if (found) return found;
    const [one, other] = [twin(asked), twin(word)];
    return one === asked && other === word ? 0 : 0.7 * likeness(one, other, isLast);
  }

  // ---- the index ------------------------------------------------------------------------------------------

  function load() {
    loading ||= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(read(window.guidebookIndex));
      script.onerror = () => {
        script.remove();
        loading = undefined;
        fail(new Error(address));
      };
      document.head.append(script);
    });
    return loading;
  }

  function read({ pages, places }) {
    const sections = [];
    const vocabulary = new Map(); // word → section → the weight of the place where it stands
    for (const [file, title, rows] of pages) {
      for (const [id, heading, text, terms] of rows) {
        const section = { number: sections.length, file, id, chapter: title, title: heading || title, text, terms };
        const fields = [[text, 1], [title, heading ? 1.5 : 3.5], [heading, terms ? 5 : 3], [Object.values(terms || {}).join(" "), 5]];
        sections.push(section);
        for (const [words, weight] of fields) {
          for (const word of split(words)) {
            if (!vocabulary.has(word)) vocabulary.set(word, new Map());
            const known = vocabulary.get(word);
            known.set(section, Math.max(weight, known.get(section) || 0));
          }
        }
      }
    }
    return { sections, vocabulary, places: places.map((number) => [pages[number][0], pages[number][1]]) };
  }

  const href = (file, id) => new URL(file + (id ? `#${id}` : ""), new URL(address, document.baseURI)).href;

  // Sections that answer at least half of the question, weighed by how rare its words are. Words that stand nearly
  // everywhere, “in” or “how”, count only when nothing else is asked.
  function find({ sections, vocabulary }, text) {
    const asked = split(text);
    const answers = [];
    for (const [place, question] of asked.entries()) {
      const best = new Map();
      const hits = new Map();
      for (const [word, places] of vocabulary) {
        const found = match(question, word, place === asked.length - 1);
        if (!found) continue;
        for (const [section, weight] of places) {
          if (found * weight > (best.get(section) || 0)) best.set(section, found * weight);
          if (!hits.has(section)) hits.set(section, []);
          hits.get(section).push(word);
        }
      }
      if (best.size) answers.push({ best, hits });
    }
    const telling = answers.filter(({ best }) => best.size < sections.length * EVERYWHERE);
    const scores = new Map();
    let whole = 0;
    for (const { best, hits } of telling.length ? telling : answers) {
      const rare = Math.log(1 + sections.length / best.size);
      whole += rare;
      for (const [section, score] of best) {
        const known = scores.get(section) || { section, score: 0, part: 0, hits: new Set() };
        known.score += rare * score;
        known.part += rare;
        for (const word of hits.get(section)) known.hits.add(word);
        scores.set(section, known);
      }
    }
    return [...scores.values()]
      .filter((one) => one.part >= whole / 2)
      .sort((a, b) => b.score * b.part - a.score * a.part || a.section.number - b.section.number)
      .slice(0, MOST);
  }

  // The terms most like the question, when nothing was found: by the pairs of letters they share.
  function nearest({ sections }, text) {
    const pairs = (words) => new Set(split(words).flatMap((word) => [...word].slice(1).map((two, at) => word[at] + two)));
    const asked = pairs(text);
    const shared = (section) => [...pairs(section.title)].filter((pair) => asked.has(pair)).length;
    return sections.filter((section) => section.terms)
      .map((section) => [shared(section) / (section.title.length + 8), section])
      .filter(([near]) => near).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, section]) => section);
  }

  // ---- what is seen ---------------------------------------------------------------------------------------

  const input = dialog.querySelector("input");
  const count = dialog.querySelector(".search-count");
  const list = dialog.querySelector(".search-results");

  function make(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  // A line of the text around the first word that was found, each of them marked.
  function line(text, hits) {
    const found = [...text.matchAll(WORD)].filter(([word]) => hits.has(normalise(word)));
    let from = found.length ? Math.max(0, found[0].index - 50) : 0;
    if (from) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + 150);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), found.length ? found[0].index + found[0][0].length : 0);
    const made = make("span", "search-line", from ? "… " : "");
    for (const { 0: word, index: at } of found.filter((one) => one.index + one[0].length <= to)) {
      made.append(text.slice(from, at), make("mark", "", word));
      from = at + word.length;
    }
    made.append(text.slice(from, to), to < text.length ? " …" : "");
    return made;
  }

  function row(file, id, ...children) {
    const link = make("a", "", ...children);
    link.href = href(file, id);
    link.addEventListener("click", () => dialog.close()); // it may lead to this very page
    return make("li", "", link);
  }

  async function show() {
    const text = input.value;
    let known;
    try {
      known = await load();
    } catch {
      count.textContent = say.broken;
      return;
    }
    if (text !== input.value) return; // typed on meanwhile
    const found = find(known, text);
    const isAsked = split(text).length > 0;
    count.textContent = !isAsked ? "" : found.length ? say.found.replace("{count}", found.length) : say.nothing;
    const rows = found.map(({ section, hits }) => {
      const chapter = section.title === section.chapter ? [] : [make("small", "", section.chapter)];
      const other = Object.entries(section.terms || {}).map(([code, term]) => {
        const made = make("small", "", term);
        made.lang = code;
        return made;
      });
      const head = make("strong", "", section.title);
      return row(section.file, section.id, head, ...chapter, ...other, line(section.text, hits));
    });
    if (isAsked && !found.length) {
      for (const term of nearest(known, text)) rows.push(row(term.file, term.id, make("strong", "", term.title)));
      for (const [file, title] of known.places) rows.push(row(file, "", make("strong", "", title)));
    }
    list.replaceChildren(...rows);
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
    load().catch(() => {});
  }

  function walk(event) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && document.activeElement === input && !event.isComposing && links.length) {
      event.preventDefault();
      show().then(() => list.querySelector("a")?.click());
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links.length) {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
    }
  }

  if (dialog.showModal) {
    opener.classList.add("works");
    opener.addEventListener("click", open);
    input.addEventListener("input", show);
    dialog.addEventListener("keydown", walk);
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
      event.preventDefault();
      open();
    });
  }

  // For tests, and for whoever wants to ask from another script.
  window.guidebook = Object.assign(window.guidebook || {}, {
    search: async (text) =>
      find(await load(), text).map(({ section }) => ({ url: href(section.file, section.id), title: section.title, lang: language })),
  });
})();
