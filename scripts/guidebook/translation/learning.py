"""What was learned of the languages of a book, remembered until the lessons are other ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from guidebook.translation import memory
from guidebook.translation.memory import Memory
from guidebook.translation.tongues import Tongues


def remembered(
    known: Memory, codes: Sequence[str], lessons: Sequence[str], may_change: float, learn: Callable[[], Tongues]
) -> tuple[Tongues, str]:
    """What tells these languages apart, and the key of the lessons that it was learned from.

    `lessons` are the keys of their texts, of which a share `may_change` before they are learned anew: were it done for
    each changed chapter, nothing that rests on it could be remembered.
    """
    key = memory.key("tongues", *codes)
    kept = known.get(key)
    if isinstance(kept, dict) and len(set(lessons) ^ set(kept["from"])) <= 2 * may_change * len(lessons):
        telling = {code: frozenset(words) for code, words in kept["telling"].items()}
        return Tongues(kept["scripts"], telling, kept["habits"], kept["rare"]), memory.key(*kept["from"])
    learned = learn()
    telling = {code: sorted(words) for code, words in learned.telling.items()}
    kept = {"scripts": dict(learned.scripts), "telling": telling, "habits": learned.habits, "rare": learned.rare}
    known.put(key, kept | {"from": list(lessons)})
    return learned, memory.key(*lessons)


def is_learned(value: object) -> bool:
    """Whether something has the shape of what is remembered."""
    if not isinstance(value, Mapping):
        return False
    scripts, telling, habits = ([*value[name].values()] if isinstance(value.get(name), dict) else None
                                for name in ("scripts", "telling", "habits"))  # fmt: skip
    if None in (scripts, telling, habits) or not isinstance(value.get("rare"), float | int):
        return False
    lists = [*telling, value.get("from")]
    if not all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists):
        return False
    likely = [number for groups in habits if isinstance(groups, dict) for number in groups.values()]
    are_tables = all(isinstance(groups, dict) for groups in habits)
    return are_tables and all(isinstance(one, float | int) for one in likely) and all(type(s) is str for s in scripts)
