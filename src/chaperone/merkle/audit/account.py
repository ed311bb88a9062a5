"""Checking an account of the record: entries that somebody was given, each with its proof.

Nothing but the account's folder and the log's first key. Shown: no file was changed since the
list of hashes was made; the checkpoint is signed; each entry's sealed bytes stand in the signed
tree. Not shown, since that needs a key of the log's keeper: what the sealed bytes say.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.inclusion import verify_inclusion
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import BadPlace, MerkleError

FORMAT = "chaperone account 1"
SUMS, FACTS, HEAD, ENTRIES = "SHA256SUMS", "account.json", "checkpoint", "entries.jsonl"
_KEY_CHANGE = "key-change-"


@dataclass(frozen=True)
class Account:
    """What was found good. ``digest``: SHA-256 of the list of hashes, in hex."""

    checkpoint: Checkpoint
    entries: int
    files: int
    digest: str


def verify_account(path: Path, keys: Sequence[VerifierKey]) -> Account:
    """Returns only if all of the account is good. Raises BadPlace for the first bad place."""
    sums, files = _files(path)
    facts = _facts(files)
    checkpoint = _checkpoint(files, keys)
    if (checkpoint.origin, checkpoint.size) != (facts.get("log"), facts.get("tree_size")):
        raise BadPlace(FACTS, expected="the log and size of the checkpoint", found="others")
    count = _check_entries(files[ENTRIES], checkpoint)
    if count != facts.get("entries"):
        raise BadPlace(ENTRIES, expected=f"{facts.get('entries')} entries", found=str(count))
    return Account(checkpoint, count, len(files), sha256(sums).hexdigest())


def _files(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """The list of hashes, and the files that it names, which are all there are."""
    try:
        files = {each.name: each.read_bytes() for each in sorted(path.iterdir())}
    except OSError as error:
        raise BadPlace(str(path), expected="a folder of files", found=str(error)) from error
    sums = files.pop(SUMS, None)
    if sums is None:
        raise BadPlace(SUMS, expected="a file", found="none")
    listed = dict(_listed(sums))
    for name in sorted({*files, *listed}):
        found = sha256(files[name]).hexdigest() if name in files else "no such file"
        expected = listed.get(name, "no such file")
        if found != expected:
            raise BadPlace(name, expected=expected, found=found)
    for name in (FACTS, HEAD, ENTRIES):
        if name not in files:
            raise BadPlace(name, expected="a file", found="none")
    return sums, files


def _listed(sums: bytes) -> Iterator[tuple[str, str]]:
    """(name, hash) of each line, as ``sha256sum`` writes them, and nothing else."""
    try:
        lines = [line.split("  ") for line in sums.decode().split("\n")[:-1]]
        pairs = [(name, digest) for digest, name in lines]
    except ValueError:
        raise BadPlace(SUMS, expected="lines of hash and name", found="something else") from None
    if sums != "".join(f"{digest}  {name}\n" for name, digest in sorted(pairs)).encode():
        raise BadPlace(SUMS, expected="one line for each file, by name", found="something else")
    yield from pairs


def _facts(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    facts = _parsed(files[FACTS], FACTS, None)
    if facts.get("format") != FORMAT:
        raise BadPlace(FACTS, expected=FORMAT, found=str(facts.get("format")))
    return facts


def _checkpoint(files: Mapping[str, bytes], keys: Sequence[VerifierKey]) -> Checkpoint:
    count = sum(1 for name in files if name.startswith(_KEY_CHANGE))
    try:
        statements = [files[f"{_KEY_CHANGE}{number}"] for number in range(count)]
        return Succession.follow(keys, statements).open(files[HEAD])
    except KeyError as missing:
        raise BadPlace(str(missing), expected="a file", found="none") from None
    except MerkleError as error:
        raise BadPlace(HEAD, expected="a signed checkpoint", found=str(error)) from error


def _check_entries(lines: bytes, checkpoint: Checkpoint) -> int:
    """How many there are; each stands where it says, and none twice."""
    seen: set[int] = set()
    *whole, rest = lines.split(b"\n")
    if rest:
        raise BadPlace(ENTRIES, expected="whole lines", found="a line that was cut off")
    for number, line in enumerate(whole):
        place = _check_entry(_parsed(line, ENTRIES, number), number, checkpoint)
        if place in seen:
            raise BadPlace(ENTRIES, index=number, expected="each entry once", found="one twice")
        seen.add(place)
    return len(whole)


def _check_entry(said: Mapping[str, Any], number: int, checkpoint: Checkpoint) -> int:
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


def _parsed(text: bytes, file: str, number: int | None) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadPlace(file, index=number, expected="a JSON object", found="something else")
    return found
