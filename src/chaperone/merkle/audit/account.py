"""Checking an account of the record: entries that somebody was given, each with its proof.

Nothing but the account's folder and the log's first key. Shown: no file was changed since the
list of hashes was made; the checkpoint is signed; each entry's sealed bytes stand in the signed
tree, and say what the account says they do, which the entry's own key shows. Entries of version 1
have no key of their own: they are counted apart. Not shown: that no entry was left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from chaperone.merkle.audit.account_lines import ENTRIES, check_lines, parsed
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import BadPlace, MerkleError

FORMAT = "chaperone account 1"
SUMS, FACTS, HEAD = "SHA256SUMS", "account.json", "checkpoint"
_KEY_CHANGE = "key-change-"


@dataclass(frozen=True)
class Account:
    """What was found good.

    ``opened``: entries whose text was shown to be what was sealed; of the rest this cannot be
    shown. ``digest``: SHA-256 of the list of hashes, in hex.
    """

    checkpoint: Checkpoint
    entries: int
    opened: int
    files: int
    digest: str


def verify_account(path: Path, keys: Sequence[VerifierKey]) -> Account:
    """Returns only if all of the account is good. Raises BadPlace for the first bad place."""
    sums, files = _files(path)
    facts = _facts(files)
    checkpoint = _checkpoint(files, keys)
    if (checkpoint.origin, checkpoint.size) != (facts.get("log"), facts.get("tree_size")):
        raise BadPlace(FACTS, expected="the log and size of the checkpoint", found="others")
    opened = check_lines(files[ENTRIES], checkpoint, _organization(facts))
    count = len(opened)
    if count != facts.get("entries"):
        raise BadPlace(ENTRIES, expected=f"{facts.get('entries')} entries", found=str(count))
    return Account(checkpoint, count, sum(opened.values()), len(files), sha256(sums).hexdigest())


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
    facts = parsed(files[FACTS], FACTS, None)
    if facts.get("format") != FORMAT:
        raise BadPlace(FACTS, expected=FORMAT, found=str(facts.get("format")))
    return facts


def _organization(facts: Mapping[str, Any]) -> UUID:
    try:
        return UUID(facts["organization"]["id"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadPlace(FACTS, expected="an organization", found=repr(error)) from error


def _checkpoint(files: Mapping[str, bytes], keys: Sequence[VerifierKey]) -> Checkpoint:
    count = sum(1 for name in files if name.startswith(_KEY_CHANGE))
    try:
        statements = [files[f"{_KEY_CHANGE}{number}"] for number in range(count)]
        return Succession.follow(keys, statements).open(files[HEAD])
    except KeyError as missing:
        raise BadPlace(str(missing), expected="a file", found="none") from None
    except MerkleError as error:
        raise BadPlace(HEAD, expected="a signed checkpoint", found=str(error)) from error
