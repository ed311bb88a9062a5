"""Checking the entries of an account: where each stands, and that it says what it is said to."""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.inclusion import verify_inclusion
from chaperone.merkle.audit.opening import ONE_KEY_FOR_ALL, open_entry, version_of
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.errors import BadPlace, MerkleError

ENTRIES = "entries.jsonl"
_STILL_COMING = 4_096
"""So many leaves behind the first entry of version 2, one of version 1 was still on its way."""


def check_lines(lines: bytes, checkpoint: Checkpoint, organization: UUID) -> dict[int, bool]:
    """The places of the entries, and of each whether its text was shown to be what was sealed.

    Raises BadPlace, with the number of the line.
    """
    opened: dict[int, bool] = {}
    *whole, rest = lines.split(b"\n")
    if rest:
        raise BadPlace(ENTRIES, expected="whole lines", found="a line that was cut off")
    for number, line in enumerate(whole):
        said = parsed(line, ENTRIES, number)
        place = _check_place(said, number, checkpoint)
        if place in opened:
            raise BadPlace(ENTRIES, index=number, expected="each entry once", found="one twice")
        opened[place] = _check_text(said, number, organization)
    _check_versions(opened)
    return opened


def _check_versions(opened: Mapping[int, bool]) -> None:
    """Nothing is sealed in the former version any more once the later one is in use.

    Else a keeper who wants to be free in what they say would seal without keys to give.
    """
    first = min((place for place, own in opened.items() if own), default=None)
    for number, (place, own) in enumerate(opened.items()):
        if first is not None and not own and place > first + _STILL_COMING:
            raise BadPlace(
                ENTRIES, index=number, expected="a seal of version 2", found="one of version 1"
            )


def _check_place(said: Mapping[str, Any], number: int, checkpoint: Checkpoint) -> int:
    try:
        (found,) = leaf_hashes([b64decode(said["sealed"], validate=True)])
        stated, index = bytes.fromhex(said["leaf_hash"]), int(said["leaf_index"])
        proof = [bytes.fromhex(value) for value in said["proof"]]
        json.loads(said["entry"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadPlace(
            ENTRIES, index=number, expected="an entry with its proof", found=repr(error)
        ) from error
    if found != stated:
        raise BadPlace(ENTRIES, index=number, expected=stated.hex(), found=found.hex())
    try:
        verify_inclusion(
            index=index,
            size=checkpoint.size,
            leaf_hash=found,
            proof=proof,
            root=checkpoint.root,
        )
    except MerkleError as error:
        raise BadPlace(
            ENTRIES, index=number, expected="a proof of its place", found=str(error)
        ) from error
    return index


def _check_text(said: Mapping[str, Any], number: int, organization: UUID) -> bool:
    """Whether the text is shown to be what was sealed; False where no key can be given for it."""
    try:
        sealed, text = b64decode(said["sealed"]), said["entry"].encode()
        stated, entry_id = UUID(said["organization"]), UUID(said["id"])
        key = None if said["key"] is None else bytes.fromhex(said["key"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadPlace(
            ENTRIES, index=number, expected="an entry with its key", found=repr(error)
        ) from error
    if stated != organization:
        raise BadPlace(ENTRIES, index=number, expected=str(organization), found=str(stated))
    try:
        # Only what was sealed before keys of their own may come without one.
        if key is None and version_of(sealed) == ONE_KEY_FOR_ALL:
            return False
        found = open_entry(sealed, key or b"", organization=organization, entry_id=entry_id)
    except MerkleError as error:
        raise BadPlace(
            ENTRIES, index=number, expected="a key that opens it", found=str(error)
        ) from error
    if found != text:
        raise BadPlace(ENTRIES, index=number, expected="the text that was sealed", found="another")
    return True


def parsed(text: bytes, file: str, number: int | None) -> Mapping[str, Any]:
    """The object that a file or line holds. Raises BadPlace."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadPlace(file, index=number, expected="a JSON object", found="something else")
    return found
