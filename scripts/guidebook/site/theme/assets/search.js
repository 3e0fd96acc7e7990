// The search of one language. Nothing is loaded before it is first used; what a reader types is never read as HTML.
"use strict";

(() => {
  const dialog = document.querySelector(".search");
  const opener = document.querySelector(".search-button");
  if (!dialog || !opener) return;
  const { words, index: address, language } = dialog.dataset;
  const say = JSON.parse(words);
  const MOST = 20;
  // What a word weighs by the place where it stands, and what an answer gains by its whole.
  const [BODY, CHAPTER, HEADING, TERM, ASKED, DECIDES] = [1, 1.2, 2.2, 4, 4, 16];
  const LENGTH = 80; // words of a usual section: in a longer one a word weighs less
  const [SAME, TYPO] = [0.85, 0.38]; // forms of one word; one letter is wrong
  const [CALLED, NEARLY] = [2.3, 1.5]; // people call it just so; … but for small words
  const LOOSE = 0.65; // words that only begin alike
  const [FEW, LEAST] = [5, 0.12]; // behind the first few, what is worth less than this part of the best is not shown
  const SMALL = 0.3; // “when” counts when a heading says so
  const [PART, LATER, HEAD, NEAR] = [0.2, 0.25, 0.4, 0.2];
  const UNKNOWN = 0.5; // what a word weighs that the guide has not got, in parts of the rarest
  const [LINE, BEFORE] = [110, 70]; // letters of a line; of them, at most, from its sentence's beginning to the first mark
  const [FORM, MARKED] = [0.6, 0.75]; // a form is marked when so much of it is the same; else what is nearly the best
  const ALIKE = 0.5; // a term is near the question when so many pairs of letters are the same
  let loading;

  // ---- words: the same way for the guide and for the question --------------------------------------------

  const WORD = /[\p{L}\p{N}\p{M}'’ʼ‘`]+/gu;
  const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", ς: "σ" };
  // й and ї are letters of their own, not и and і with a mark.
  const normalise = (word) =>
    word.normalize("NFC").toLowerCase().replace(/['’ʼ‘`]/g, "").replace(/[łøđßς]/g, (one) => LETTERS[one])
      .replace(/[^йї]+/g, (part) => part.normalize("NFD").replace(/\p{M}/gu, ""));
  // … but whoever has not got them on the keyboard writes their twins; the same list stands in stemming.py.
  const TWINS = { й: "и", ї: "и", і: "и", ы: "и", ґ: "г", є: "е", э: "е", ё: "е", ъ: "", ь: "" };
  const LATIN = { i: "и", e: "е", o: "о", a: "а", c: "с", p: "р", x: "х", y: "у" };
  const plain = (word) =>
    (/[а-я]/.test(word) ? word.replace(/[aceiopxy]/g, (one) => LATIN[one]) : word).replace(/[йїіыґєэёъь]/g, (one) => TWINS[one]);
  const split = (text) => (text.match(WORD) || []).map(normalise).filter(Boolean);

  // A word without its ending, by the rules that came with the index. Three letters stay.
  function stem(word, { endings, changes, longest }) {
    let from = Math.max(3, word.length - longest);
    while (from < word.length && !endings.has(word.slice(from))) from++;
    const left = word.slice(0, from);
    const [old, changed] = changes.find(([end]) => left.length > end.length && left.endsWith(end)) || ["", ""];
    return left.slice(0, left.length - old.length) + changed;
  }

  function common(one, other, from = 0, past = from) {
    let count = 0;
    while (from + count < one.length && one[from + count] === other[past + count]) count++;
    return count;
  }

  // Is one letter wrong, missing, too many, or are two changed places?
  function isNear(one, other) {
    const same = common(one, other);
    const [restOfOne, restOfOther] = [one.slice(same), other.slice(same)];
    const [a, b] = [restOfOne.slice(1), restOfOther.slice(1)];
    return a === b || a === restOfOther || restOfOne === b ||
      (restOfOne[0] === b[0] && a[0] === restOfOther[0] && a.slice(1) === b.slice(1));
  }

  // How well a word of the guide answers a word of the question: 1 the same, 0 not at all.
  function likeness(asked, word, isLast) {
    if (asked.word === word.word) return 1;
    if (asked.plain === word.plain) return 0.9;
    if (asked.stem === word.stem) return SAME;
    const [one, other] = [asked.plain, word.plain];
    const shorter = Math.min(asked.stem.length, word.stem.length);
    const same = common(one, other);
    if (isLast && same > 1 && same === one.length) return 0.4 + (0.3 * same) / other.length;
    if (same >= 4 && same >= 0.7 * shorter) return (0.6 * same) / Math.max(one.length, other.length);
    if (asked.stem.length >= 5 && word.stem.endsWith(asked.stem)) return 0.5; // grant in mikrogrant
    if (one.length < 6 || asked.stem.length < 4 || word.stem.length < 3) return 0;
    return isNear(asked.stem, word.stem) || isNear(one, other) ? TYPO : 0;
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

  function read({ pages, places, endings, changes, small, examples }) {
    const sections = [];
    const vocabulary = new Map(); // word → how it is compared, and the sections where it stands with their weights
    const known = { endings: new Set(endings.split(" ")), changes, small: new Set(small.split(" ")) };
    known.longest = Math.max(...endings.split(" ").map((one) => one.length));
    function add(section, words, weight) {
      for (const word of words) {
        if (!vocabulary.has(word)) vocabulary.set(word, { ...shapes(word, known), places: new Map() });
        const { places } = vocabulary.get(word);
        const before = places.get(section) || 0;
        places.set(section, Math.max(before, weight) + 0.1 * Math.min(before, weight));
      }
    }
    for (const [place, [file, title, rows]] of pages.entries()) {
      for (const [id, heading, text, terms, asked] of rows) {
        const number = sections.length;
        const section = { number, place: place / Math.max(pages.length, 10), file, id, chapter: title, title: heading || title, text, terms };
        sections.push(section);
        const words = split(text);
        const head = split(section.title);
        section.head = new Set(head.filter((word) => !known.small.has(plain(word))));
        const worded = (name) => wording(name.map((word) => shapes(word, known)));
        section.names = [head, ...Object.values(terms || {}).map(split)].map(worded);
        section.phrases = (asked || "").split(",").map(split);
        section.called = new Map(); // how people call it → what that is worth
        for (const name of section.phrases.map((phrase) => phrase.map((word) => shapes(word, known)))) {
          section.called.set(bare(name, known), NEARLY);
        }
        for (const name of section.phrases) section.called.set(worded(name)[1], CALLED);
        add(section, words, BODY / (0.7 + (0.3 * words.length) / LENGTH));
        if (heading) add(section, split(title), CHAPTER);
        add(section, head, terms ? TERM : HEADING);
        add(section, split(Object.values(terms || {}).join(" ")), TERM);
        add(section, split(asked || ""), ASKED);
        add(section, split((asked || "").match(/[^\s,]+(?=!)/g)?.join(" ") || ""), DECIDES);
      }
    }
    known.plains = new Set([...vocabulary.values()].map((one) => one.plain));
    return { sections, vocabulary, known, examples: examples || [], places: places.map((number) => [pages[number][0], pages[number][1]]) };
  }

  function shapes(word, known) {
    const twin = plain(word);
    return { word, plain: twin, stem: stem(twin, known) };
  }

  // A name as it is asked for: in the same letters, or in another form of its words.
  const wording = (words) => [words.map(({ plain }) => plain).join(" "), words.map(({ stem }) => stem).join(" ")];

  // … and what is left of it without small words: “may I go to a protest” asks for “protest”.
  const bare = (words, { small }) => wording(words.some(({ plain }) => !small.has(plain)) ? words.filter(({ plain }) => !small.has(plain)) : words)[1];

  const href = (file, id) => new URL(file + (id ? `#${id}` : ""), new URL(address, document.baseURI)).href;

  // What is asked, word by word; two words that only together stand in the guide are one: “об эднання”.
  function questions(text, known) {
    const words = split(text);
    const isKnown = (word) => known.plains.has(plain(word));
    for (let at = words.length - 2; at >= 0; at--) {
      const [one, other] = words.slice(at, at + 2);
      if (isKnown(one + other) && !(isKnown(one) && isKnown(other))) words.splice(at, 2, one + other);
    }
    return words.map((word) => shapes(word, known));
  }

  // Sections that answer the question, weighed by how rare its words are.
  function find({ sections, vocabulary, known }, text) {
    const asked = questions(text, known);
    const isTelling = asked.some(({ plain }) => !known.small.has(plain));
    const scores = new Map();
    const [letters, stems] = wording(asked);
    const core = bare(asked, known);
    let [whole, missing] = [0, 0];
    for (const [at, question] of asked.entries()) {
      const isSmall = isTelling && known.small.has(question.plain);
      const matches = [];
      for (const word of vocabulary.values()) {
        const like = isSmall ? question.word === word.word : likeness(question, word, at === asked.length - 1);
        if (like) matches.push([word, like]);
      }
      const most = Math.max(...matches.map(([, like]) => like));
      const isKnown = most >= SAME;
      const best = new Map();
      const sure = new Set();
      for (const [{ word, plain, places }, like] of matches) {
        if (isKnown && like === TYPO) continue; // a near word is another one
        const worth = isKnown && like < SAME ? like * LOOSE : like;
        const isForm = common(question.plain, plain) >= FORM * Math.max(question.plain.length, plain.length);
        const isMarked = isKnown ? like > SAME || (like === SAME && isForm) : like >= most * MARKED;
        for (const [section, weight] of places) {
          if (isSmall && weight < HEADING) continue;
          const before = best.get(section) || { score: 0, hits: [], marks: [] };
          before.score = Math.max(before.score, worth * weight);
          before.hits.push(word);
          if (isMarked) before.marks.push(word);
          best.set(section, before);
          if (!isKnown || like >= SAME) sure.add(section);
        }
      }
      if (!best.size) {
        if (!isSmall) missing += UNKNOWN * Math.log(1 + sections.length);
        continue;
      }
      const rare = isSmall ? SMALL : (isKnown ? 1 : LOOSE) * Math.log(1 + sections.length / sure.size);
      whole += rare;
      for (const [section, { score, hits, marks }] of best) {
        const one = scores.get(section) || { section, score: 0, part: 0, hits: new Map(), marks: new Map(), named: 0 };
        one.score += rare * score;
        one.part += rare;
        if (!isSmall) {
          for (const word of hits) one.hits.set(word, at);
          for (const word of marks) one.marks.set(word, at);
        }
        scores.set(section, one);
      }
    }
    const found = [...scores.values()].filter((one) => one.part >= (whole + missing) * PART);
    for (const one of found) {
      one.score *= (one.part / whole) * (1 - LATER * one.section.place) * wholeHeading(one);
      const { names, called } = one.section;
      one.score *= Math.max(called.get(stems) || 1, Math.min(called.get(core) || 1, NEARLY));
      one.named = names.some(([name]) => name === letters) ? 2 : names.some(([, name]) => name === stems) ? 1 : 0;
    }
    found.sort(byScore);
    for (const one of found.slice(0, 2 * MOST)) one.score *= nearness(one);
    found.sort(byScore);
    const best = Math.max(...found.map(({ score }) => score));
    return found.filter((one, place) => place < FEW || one.score > best * LEAST);
  }

  // What is called as it was asked comes first.
  const byScore = (one, other) => other.named - one.named || other.score - one.score || one.section.number - other.section.number;

  // A heading all of whose words are asked for answers the whole question.
  function wholeHeading({ section: { head }, hits }) {
    return 1 + HEAD * ([...head].filter((word) => hits.has(word)).length / head.size || 0) ** 2;
  }

  // Words of the question that stand together in the text.
  function nearness({ section, hits }) {
    const count = new Set(hits.values()).size;
    let [last, asked, pairs] = [-9, -1, new Set()];
    for (const [at, word] of split(`${section.title} ${section.text}`).entries()) {
      if (!hits.has(word)) continue;
      const now = hits.get(word);
      if (at - last <= 3 && now !== asked) pairs.add(Math.min(now, asked) * 99 + Math.max(now, asked));
      [last, asked] = [at, now];
    }
    return count < 2 ? 1 : 1 + NEAR * Math.min(1, pairs.size / (count - 1));
  }

  // The terms that have a word like one of the question, when nothing was found: by the pairs of letters they share.
  function nearest({ sections }, text) {
    const pairs = (words) => split(words).map((word) => new Set([...word].slice(1).map((two, at) => word[at] + two)));
    const asked = pairs(text);
    const alike = (one, other) => (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size || 1);
    const near = ({ title }) => Math.max(...pairs(title).flatMap((one) => asked.map((other) => alike(one, other))));
    return sections.filter((section) => section.terms).map((section) => [near(section), section])
      .filter(([like]) => like >= ALIKE).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, section]) => section);
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

  // The first one that has the most, if any has some.
  const most = (all, amount) => all.reduce((best, one) => (amount(one) > (best ? amount(best) : 0) ? one : best), undefined);

  // A line of the text: of the sentence that answers most words of the question which the title does not; when several
  // do, or none does, the first of the section. Each word is marked.
  function line({ title, chapter, text, phrases }, hits, known) {
    const words = [...text.matchAll(WORD)].map((one) => ({ index: one.index, 0: one[0], asked: hits.get(normalise(one[0])) }));
    const found = words.filter(({ asked }) => asked !== undefined);
    const told = new Set(split(`${chapter} ${title}`).map((word) => hits.get(word)));
    const open = found.filter(({ asked }) => !told.has(asked));
    const isTold = open.length > 0 && [...told].some((asked) => asked !== undefined);
    // Nothing of it stands there: what else people call it who call it so may.
    const called = (name) => name.filter((word) => hits.has(word)).length;
    const amount = Math.max(1, ...phrases.map(called));
    const names = found.length ? [] : phrases.filter((name) => called(name) === amount).flat();
    const stems = new Set(names.filter((word) => !known.small.has(plain(word))).map((word) => shapes(word, known).stem));
    const wanted = found.length ? (isTold ? open : found) : words.filter(({ 0: word }) => stems.has(shapes(normalise(word), known).stem));
    const sentences = new Map(); // where each begins → what of the question it answers
    for (const one of wanted) {
      one.begins = text.slice(0, one.index).match(/.*[.?!…] /)?.[0].length || 0;
      sentences.set(one.begins, (sentences.get(one.begins) || new Set()).add(one.asked ?? one[0]));
    }
    const best = Math.max(...[...sentences.values()].map(({ size }) => size));
    const equal = [...sentences.keys()].filter((begin) => sentences.get(begin).size === best);
    const within = isTold && equal.length > 1 ? [] : wanted.filter(({ begins }) => begins === equal[0]);
    const near = ({ index: at }) =>
      new Set(within.filter(({ index }) => index >= at && index < at + LINE - 40).map(({ asked }) => asked)).size;
    const first = most(within, near);
    const begins = first ? first.begins : 0;
    const item = first ? text.lastIndexOf("· ", first.index) + 2 : 0; // of a list
    const isItem = item > begins + 1 && first.index - item <= BEFORE;
    let from = !first || first.index - begins <= BEFORE ? begins : isItem ? item : text.indexOf(" ", first.index - 30) + 1;
    let to = Math.min(text.length, from + LINE);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), first ? first.index + first[0].length : 0);
    const made = make("span", "search-line", from ? "…\u00a0" : "");
    for (const { 0: word, index: at } of found.filter((one) => one.index >= from && one.index + one[0].length <= to)) {
      made.append(text.slice(from, at), make("mark", "", word));
      from = at + word.length;
    }
    made.append(text.slice(from, to), to < text.length ? "\u00a0…" : "");
    return made;
  }

  // What one may try: a button that asks for it.
  function example(text) {
    const button = make("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => {
      input.value = text;
      input.focus();
      show();
    });
    return make("li", "search-example", button);
  }

  function row(file, id, ...children) {
    const link = make("a", "", ...children);
    link.href = href(file, id);
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
    const all = find(known, text);
    const found = all.slice(0, MOST);
    const isAsked = split(text).length > 0;
    const told = !found.length ? say.nothing : all.length > MOST ? say.first : say.found;
    count.textContent = isAsked ? told.replace("{count}", found.length) : "";
    const rows = found.map(({ section, marks }) => {
      const isOwn = known.sections.filter(({ title }) => title === section.title).length < 2; // or “Step by step”
      const chapter = isOwn && section.title !== section.chapter ? [make("small", "", section.chapter)] : [];
      const other = Object.entries(section.terms || {}).map(([code, term]) => {
        const made = make("small", "", term);
        made.lang = code;
        return made;
      });
      const head = make("strong", "", isOwn ? section.title : `${section.chapter}: ${section.title}`);
      return row(section.file, section.id, head, ...chapter, ...other, line(section, marks, known.known));
    });
    const near = isAsked && !found.length ? nearest(known, text) : [];
    for (const term of near) rows.push(row(term.file, term.id, make("strong", "", term.title)));
    if (isAsked && !found.length) for (const [file, title] of known.places) rows.push(row(file, "", make("strong", "", title)));
    if (!found.length && !near.length && known.examples.length) {
      rows.push(make("li", "search-lead", say.examples), ...known.examples.map(example));
    }
    list.replaceChildren(...rows);
  }

  // An entry in the history, so that the phone's Back button closes the search and not the page.
  let isLeaving = false;
  const isOurs = () => history.state?.search === true;

  function open() {
    if (dialog.open) return;
    isLeaving = false;
    if (!isOurs()) history.pushState({ search: true }, "");
    dialog.showModal();
    input.focus();
    input.select();
    show();
  }

  // To the result, in the place of the search's own entry in the history; last of all who listen for clicks.
  function leave(event) {
    const link = event.target.closest?.(".search-results a");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    isLeaving = true;
    dialog.close(); // it may lead to this very page
    location.replace(link.href);
  }

  function walk(event) {
    const links = [...list.querySelectorAll("a, button")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault(); // a search field would only be emptied
      dialog.close();
    } else if (event.key === "Enter" && document.activeElement === input && !event.isComposing && links.length) {
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
    dialog.addEventListener("close", () => {
      if (!isLeaving && isOurs()) history.back();
    });
    addEventListener("click", leave);
    addEventListener("popstate", () => {
      if (isOurs()) open();
      else dialog.close();
    });
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
      find(await load(), text).slice(0, MOST).map(({ section }) => ({ url: href(section.file, section.id), title: section.title, lang: language })),
  });
})();
