"""Misspellings and short forms of the words that opting out, opting in and asking for help use."""

import tomllib
from importlib.resources import files
from string import ascii_lowercase


def _one_edit_away(word: str) -> set[str]:
    """Return every string that one typing slip makes of `word` (P. Norvig's edit set)."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in splits if right}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in splits if right[1:]}
    wrong = {
        left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase
    }
    extra = {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return missing | exchanged | wrong | extra


def _spelling() -> dict[str, str]:
    table = tomllib.loads((files("chaperone.sms.phrases") / "spelling.toml").read_text("utf-8"))
    mended = {slip: word for word in table["long_words"] for slip in _one_edit_away(word)}
    for word in table["long_words"] + table["other_words"]:
        mended.pop(word, None)
    for word, forms in table["short_forms"].items():
        mended.update(dict.fromkeys(forms.split(), word))
    return mended


SPELLING = _spelling()
