"""Which signs a text mentions, and of those, which count."""

from chaperone.assistant.triage.data import table
from chaperone.assistant.triage.patterns import Phrases
from chaperone.assistant.triage.scope import Scopes

_SIGNS = table("signs.toml")
_KEEPS: dict[str, frozenset[str]] = {
    name: frozenset(sign.get("keeps", ())) for name, sign in _SIGNS.items()
}
_PHRASES = Phrases()
for _name, _sign in _SIGNS.items():
    _PHRASES.add(_name, _sign["phrases"])


def signs_of(text: str, scopes: Scopes) -> set[str]:
    """Names of the signs that a normalised text mentions and no scope takes away."""
    found: set[str] = set()
    for name, match in _PHRASES.find(text):
        if name not in found and scopes.of(*match.span()) <= _KEEPS[name]:
            found.add(name)
    return found
