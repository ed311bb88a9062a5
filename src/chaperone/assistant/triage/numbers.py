"""Numbers in words, from twenty on, as digits: people dictate their texts."""

import re

from chaperone.assistant.triage.data import table

_NUMBERS: dict[str, dict[str, int]] = table("words.toml")["numbers"]
_TENS, _ONES, _HUNDREDS = _NUMBERS["tens"], _NUMBERS["ones"], _NUMBERS["hundreds"]


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_IN_WORDS = re.compile(
    rf"(?<= )(?:(?:(?P<count>{_any(_ONES)}) (?:hundred (?:and )?)?|(?P<hundred>{_any(_HUNDREDS)}) )"
    rf"(?P<rest>{_any(_TENS)}) (?:y )?(?:(?P<unit>{_any(_ONES)}) )?"
    rf"|(?P<round>{_any(_ONES)}) hundred |(?P<alone>{_any(_HUNDREDS)}) "
    rf"|(?P<tens>{_any(_TENS)}) (?:y )?(?:(?P<one>{_any(_ONES)}) )?)"
)
_FROM = 20
_ANY = re.compile(f" (?:hundred|{_any(_HUNDREDS)}|{_any(_TENS)}) ")


def in_digits(words: str) -> str:
    """Normalised words, numbers from twenty on as digits. Smaller ones stay: they count things."""
    return _IN_WORDS.sub(_digits, words) if _ANY.search(words) else words


def _digits(found: re.Match[str]) -> str:
    said = found.groupdict()
    number = 100 * _ONES.get(said["count"] or said["round"] or "", 0)
    number += _HUNDREDS.get(said["hundred"] or said["alone"] or "", 0)
    number += _TENS.get(said["rest"] or said["tens"] or "", 0)
    number += _ONES.get(said["unit"] or said["one"] or "", 0)
    return f"{number} " if number >= _FROM else found[0]
