// Reads a chapter aloud with voices of this device: others would send the text away. Nothing is kept.
"use strict";

(() => {
  const words = document.currentScript.dataset;
  const article = document.querySelector("article");
  const title = article.querySelector("h1");
  const language = title.closest("[lang]"); // not the language of the page, where a chapter is not translated
  const speech = window.speechSynthesis;
  if (!speech) return;

  const SILENT = ".listen, sup, .source-line, .sources, .note-open, figcaption, details:not([open]), .to-take-home, nav, aside, thead, .places-filter, .task-foot";
  const SENTENCE = /\S.*?([!?…:;؟]|[^\s.]{4}\.)(?=\s)|\S.*/g; // “ul.” and “no.” end none

  const bar = document.createElement("div");
  const [main, end] = [turn, stop].map((act) => {
    const button = document.createElement("button");
    button.onclick = act;
    bar.append(button);
    return button;
  });
  let known, parts, at, spoken, marked, state;

  end.textContent = words.stop;
  stop();
  offer();
  speech.onvoiceschanged = offer; // they come late
  addEventListener("pagehide", stop);

  function voiceFor({ lang }) {
    const base = (code) => code.split(/[-_]/)[0];
    return known.find((one) => base(one.lang) === base(lang));
  }

  function offer() {
    known = speech.getVoices().filter((one) => one.localService).sort((one, other) => other.default - one.default);
    const canRead = Boolean(voiceFor(language));
    if (canRead === bar.isConnected) return; // to put it there anew would take the keyboard away from it
    if (canRead) title.after(bar);
    else {
      stop();
      bar.remove();
    }
  }

  function turn() {
    if (state === "pause") show("on");
    else read(state === "on" ? at : first());
  }

  function stop() {
    if (end === document.activeElement) main.focus();
    show("listen");
    mark();
  }

  // The button says what it does next. No speech.pause(), which phones do not know: the sentence is begun anew.
  function show(next) {
    state = next;
    bar.className = `listen ${next}`;
    main.textContent = words[next];
    end.hidden = next === "listen";
    if (next === "pause" || !spoken) return;
    spoken = null;
    speech.cancel();
  }

  // From where the reader is: the title, or what stands below the bar.
  function first() {
    const below = (one) => one.getBoundingClientRect().bottom;
    const line = below(title) > 0 ? 0 : below(bar);
    parts = sentences();
    return parts.findIndex(({ block }) => below(block) > line);
  }

  function read(next) {
    const part = parts[(at = next)];
    if (!part) return stop();
    mark(part.block);
    const saying = (spoken = new SpeechSynthesisUtterance(part.text));
    saying.voice = part.voice;
    saying.lang = part.voice.lang;
    saying.onend = () => saying === spoken && read(at + 1);
    saying.onerror = () => saying === spoken && stop();
    speech.speak(saying);
    show("pause");
  }

  function mark(block) {
    if (block === marked) return;
    marked?.removeAttribute("aria-current");
    marked = block;
    marked?.setAttribute("aria-current", true);
    marked?.scrollIntoView({ block: "nearest" }); // how gently: guidebook.css
  }

  // The text by block, by language where there is a voice for it, by sentence: some voices stop in a long text.
  function sentences() {
    const runs = [];
    const walker = document.createTreeWalker(article, 5, (node) => // 2 leaves a part out
      node.matches && (node.matches(SILENT) || !node.getClientRects().length) ? 2 : 1);
    for (let node; (node = walker.nextNode()); ) {
      const place = node.data ? node.parentNode : node;
      const text = node.data || node.alt || (node.matches("td + td") ? `; ${node.dataset.label || ""} ` : "");
      const block = place.closest("h1, h2, h3, p, li, tr, dt, dd, figure") || place;
      const voice = voiceFor(place.closest("[lang]")) || voiceFor(language);
      const last = runs[runs.length - 1] || {};
      if (last.block === block && last.voice === voice) last.text += text;
      else runs.push({ block, voice, text });
    }
    return runs.flatMap((run) => (run.text.replace(/\s+(;?)/g, "$1 ").match(SENTENCE) || [])
      .filter((text) => /[\p{L}\d]/u.test(text))
      .map((text) => ({ ...run, text })));
  }
})();
