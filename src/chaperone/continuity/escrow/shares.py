"""A secret as three printed shares of words, any two of which give it back (SLIP-0039).

One share alone tells nothing of the secret but its length. Each share ends in a checksum of its
own, which finds up to three mistyped words, and two shares of one set hold a digest of the secret,
so that a share that was made up is found.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.utils import MnemonicError
from shamir_mnemonic.wordlist import WORDLIST

from chaperone.continuity.escrow.errors import (
    ShareMistyped,
    SharesDisagree,
    SharesMixed,
    TooFewShares,
)

NEEDED, PRINTED = 2, 3
_TELLING = 4
"""Letters by which every word of the list differs from all others."""
_WORDS = {word[:_TELLING]: word for word in WORDLIST}
_LONGEST_FILE = 65_536
_MOST_WORDS_OF_A_PATH = 10


def split(secret: bytes) -> tuple[str, str, str]:
    """``secret`` (16 bytes or more, an even number) as three shares of words.

    Each time another set. Raises ``ValueError`` for a secret of another length.
    """
    if len(secret) < 16 or len(secret) % 2:
        raise ValueError("A secret to split has 16 bytes or more, an even number.")
    # The work factor protects a passphrase, and there is none: somebody would have to keep it, too.
    parts = generate_mnemonics(1, [(NEEDED, PRINTED)], secret, iteration_exponent=0)
    ((first, second, third),) = parts
    return first, second, third


def join(shares: Sequence[str]) -> bytes:
    """The secret that two or three of the shares hold; with three, all must agree.

    Words may be written in capitals and cut after four letters; numbers and lines that begin with
    # count for nothing. Raises ``ShareMistyped``, ``TooFewShares``, ``SharesMixed`` or
    ``SharesDisagree``.
    """
    read = {share.mnemonic(): _set_of(share) for share in _read(shares)}
    if len(set(read.values())) > 1:
        raise SharesMixed
    if len(read) < NEEDED:
        raise TooFewShares(f"There {'is one' if read else 'is none'}.")
    found = {_joined(pair) for pair in combinations(read, NEEDED)}
    if len(found) != 1:
        raise SharesDisagree
    return found.pop()


def set_of(share: str) -> int:
    """The number of the set that a share belongs to, which tells nothing of the secret.

    Raises ``ShareMistyped``.
    """
    return int(next(_read([share])).identifier)


def given(argument: str) -> str:
    """A share as somebody gives it to a command: its words, or the file that holds them.

    Raises ``ShareMistyped``.
    """
    if len(argument.split()) > _MOST_WORDS_OF_A_PATH:
        return argument
    try:
        with Path(argument).open(encoding="utf-8") as file:
            return file.read(_LONGEST_FILE)
    except (OSError, ValueError):
        # Neither the name nor the error's own words: it may be a share after all.
        raise ShareMistyped("There is no such file that can be read.") from None


def _read(shares: Iterable[str]) -> Iterator[Share]:
    for number, text in enumerate(shares, start=1):
        words = [_word(token, number, place) for place, token in enumerate(_tokens(text), start=1)]
        try:
            share = Share.from_mnemonic(" ".join(words))
        except (MnemonicError, ValueError):
            # `from None`, because these errors may quote the words.
            detail = "A word is wrong, missing or in the wrong place."
            raise ShareMistyped(f"Share {number} as given: {detail}") from None
        if (share.member_threshold, share.group_count) != (NEEDED, 1):
            raise ShareMistyped(f"Share {number} as given was not printed by Chaperone.")
        yield share


def _tokens(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    tokens = (token.strip(".:,;").lower() for line in lines for token in line.split())
    return [token for token in tokens if token and not token.isdecimal()]


def _word(token: str, share: int, place: int) -> str:
    word = _WORDS.get(token[:_TELLING], "")
    if len(token) < min(_TELLING, len(word) or _TELLING) or not word.startswith(token):
        raise ShareMistyped(f"Word {place} of share {share} as given is not in the list.")
    return str(word)


def _set_of(share: Share) -> tuple[int, int, int]:
    return share.identifier, share.iteration_exponent, len(share.value)


def _joined(pair: Iterable[str]) -> bytes:
    try:
        return bytes(combine_mnemonics(pair))
    except (MnemonicError, ValueError):
        raise SharesDisagree from None
