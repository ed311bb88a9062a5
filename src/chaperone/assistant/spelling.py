"""Mends a word that the library does not know into one that it knows. Pure.

One letter added, dropped or changed, or two neighbours swapped; the first letter is right.
"""

from collections.abc import Mapping, Set

_LONG_ENOUGH = 5
_SEEN_ENOUGH = 3
"""A word that the library has once or twice may be a name, or a slip itself."""


class Speller:
    """Knows words and how often each was seen; ``sound`` are others that are no slips."""

    def __init__(self, seen: Mapping[str, int], sound: Set[str] = frozenset()) -> None:
        self._seen = seen
        self._sound = sound
        self._near: dict[str, list[str]] = {}
        for word, times in seen.items():
            if times >= _SEEN_ENOUGH and len(word) >= _LONG_ENOUGH and word.isalpha():
                for form in _forms(word):
                    self._near.setdefault(form, []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the word was seen, or is no slip."""
        return word in self._seen or word in self._sound

    def mend(self, word: str) -> str:
        """The known word that ``word`` was meant to be: the commonest; itself if there is none."""
        if self.knows(word):
            return word
        if len(word) < _LONG_ENOUGH or not word.isalpha():
            return word
        near = {found for form in _forms(word) for found in self._near.get(form, ())}
        meant = [found for found in near if _is_slip(word, found)]
        return max(meant, key=lambda found: (self._seen[found], found), default=word)


def _forms(word: str) -> list[str]:
    """The word, and the word without each of its letters but the first."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]


def _is_slip(one: str, other: str) -> bool:
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) == 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
