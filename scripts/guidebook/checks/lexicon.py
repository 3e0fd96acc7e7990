"""Words that stand for each other in two languages, learned from the chapters themselves.

Which item of a list was dropped, lengths cannot say: five short lines are like six others. But the book holds some
thousand paragraphs beside their translations, and a word that is again and again there when another one is, is that
word. So little is not enough to translate; it is enough to see that “land” is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guidebook.translation.blocks import Block

_STEM = 5  # letters that all forms of a word have in common, more or less
_FEWEST = 2  # times that two words stand together, or it may be chance
_LONGEST = 60  # words: in longer paragraphs everything stands beside everything


@dataclass(frozen=True)
class Lexicon:
    """How often stems of two languages stand in paragraphs that stand for each other."""

    there: Counter
    here: Counter
    together: Counter

    def likeness(self, source: Block, translation: Block) -> float:
        """0: nothing tells that one is the other; 1: each word of the shorter one has its own in the other."""
        stems, others = _stems(source), _stems(translation)
        if not stems or not others:
            return 0.0
        best = (max(self._kinship(stem, other) for other in others) for stem in stems)
        return sum(best) / len(stems)

    def _kinship(self, stem: str, other: str) -> float:
        if stem == other:
            return 1.0
        both = self.together[stem, other]
        return 2 * both / (self.there[stem] + self.here[other]) if both >= _FEWEST else 0.0


def learn(pairs: Iterable[tuple[Block, Block]]) -> Lexicon:
    """From paragraphs beside their translations."""
    there, here, together = Counter(), Counter(), Counter()
    for source, translation in pairs:
        if len(source.words) <= _LONGEST:
            stems, others = _stems(source), _stems(translation)
            there.update(stems)
            here.update(others)
            together.update((stem, other) for stem in stems for other in others)
    return Lexicon(there, here, together)


def left_over(
    source: Sequence[Block], translation: Sequence[Block], likeness: Callable[[Block, Block], float]
) -> list[Block]:
    """The blocks of the longer row that have no partner when the two are laid side by side in their order."""
    rows, columns = len(source), len(translation)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + likeness(source[i], translation[j]) + _PAIRED
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    alone: tuple[list[Block], list[Block]] = [], []
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j + 1] + likeness(source[i], translation[j]) + _PAIRED:
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            alone[0].append(source[i])
            i += 1
        else:
            alone[1].append(translation[j])
            j += 1
    return [*alone[0], *source[i:]] if rows > columns else [*alone[1], *translation[j:]]


_PAIRED = 0.05  # it is better to have a partner than to have none


def _stems(block: Block) -> set[str]:
    return {word[:_STEM].casefold() for word in block.words if len(word) > 1}
