"""Voices for a browser that has none: they speak only when a test says so, with `fake.come`, `fake.end`."""

FAKE = """
window.SpeechSynthesisUtterance = function (text) { this.text = text };
window.fake = {
  voices: [], spoken: [], now: null,
  getVoices() { return this.voices.map((one) => ({ ...one })) },
  speak(one) { this.now = one; this.spoken.push([one.text, one.voice.name]) },
  cancel() { const one = this.now; this.now = null; one?.onerror?.({ error: "canceled" }) },
  end() { const one = this.now; this.now = null; one.onend({}) },
  come(voices) { this.voices = voices; this.onvoiceschanged?.() },
};
Object.defineProperty(window, "speechSynthesis", { value: window.fake });
"""
