"""`verify`: a whole log in a folder, against the public key that the auditor was given."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.cosignatures import how_many
from chaperone.merkle.audit.directory import Report, Witnesses, verify_directory
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.keys import CosignerKey, NamedKey, VerifierKey
from chaperone.merkle.audit.restored import Restoration
from chaperone.merkle.errors import BadPlace, MalformedKey, MerkleError

VERIFIED, NOT_VERIFIED = 0, 1
_Key = TypeVar("_Key", bound=NamedKey)


def add_to(commands: Any) -> None:
    """Adds the command to the parser's."""
    verify = commands.add_parser(
        "verify", help="recompute every hash of a folder and check every signature"
    )
    verify.add_argument("directory", type=Path, metavar="DIR", help="the ledger's folder")
    verify.add_argument(
        "--key",
        required=True,
        action="append",
        help="the log's first verifier key, or a file that holds it; changes of key are followed",
    )
    verify.add_argument(
        "--seen",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint kept from earlier, which the ledger must continue",
    )
    verify.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="KEY",
        help="a witness's verifier key, or a file that holds it, whose cosignature counts",
    )
    verify.add_argument(
        "--quorum", type=int, metavar="N", help="how many of the witnesses it takes; else all"
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")
    verify.set_defaults(run=run)


def run(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Returns 0 verified, 1 not verified; exits with 2 if misused."""
    if not given.directory.is_dir():
        parser.error(f"{given.directory} is not a folder")
    try:
        keys = [read_key(VerifierKey.parse, text) for text in given.key]
        witnesses = _witnesses(given)
        seen = _seen(given, keys)
    except (MerkleError, OSError) as error:
        parser.error(str(error))
    try:
        report = verify_directory(given.directory, keys, seen=seen, witnesses=witnesses)
    except BadPlace as place:
        print(json.dumps(_bad(place)) if given.json else f"Not verified. {place}")
        print("Keep the folder as it is, and compare it with another mirror.", file=sys.stderr)
        return NOT_VERIFIED
    print(json.dumps(_good(report)) if given.json else _sentence(report))
    return VERIFIED


def read_key(parse: Callable[[str], _Key], text: str) -> _Key:
    """The key that a text is, or that the file of that name holds; raises MalformedKey."""
    try:
        return parse(text)
    except MalformedKey as malformed:
        try:
            found = Path(text).read_text()
        except (OSError, ValueError):
            raise MalformedKey(f"{malformed.args[0] if malformed.args else ''} ({text})") from None
        return parse(found)


def _witnesses(given: argparse.Namespace) -> Witnesses:
    keys = tuple(read_key(CosignerKey.parse, text) for text in given.witness)
    quorum = how_many(keys) if given.quorum is None else given.quorum
    if given.quorum is not None and not 1 <= quorum <= how_many(keys):
        raise MalformedKey(f"(a quorum of {quorum} with {how_many(keys)} witnesses)")
    return Witnesses(keys, quorum)


def _seen(given: argparse.Namespace, keys: Sequence[VerifierKey]) -> list[Checkpoint]:
    """Opened with the key that was in force, so that one of after a key change can be read."""
    if not given.seen:
        return []
    try:
        succession = Folder(given.directory).succession(keys)
    except BadPlace:
        return []  # the check itself says so
    return [succession.open(path.read_bytes()) for path in given.seen]


def _good(report: Report) -> dict[str, object]:
    found: dict[str, object] = {
        "verified": True,
        "origin": report.checkpoint.origin,
        "size": report.checkpoint.size,
        "root": report.checkpoint.root.hex(),
        "bundles": report.bundles,
        "tiles": report.tiles,
        "kept_checkpoints": report.kept_checkpoints,
        "seen_checkpoints": report.seen_checkpoints,
        "destroyed": report.destroyed,
        "restored": [_restored(said) for said in report.restorations],
        "key_changes": [
            {"size": change.size, "key": str(change.key)} for change in report.key_changes
        ],
    }
    if report.witnessed:
        times = {key.name: time for key, time in report.witnessed.times.items()}
        found["witnessed"] = {"size": report.witnessed.size, "times": times}
    return found


def _restored(said: Restoration) -> dict[str, object]:
    return {
        "size": said.size,
        "backup": said.backup,
        "lost": said.lost,
        "unread": sum(last - first + 1 for first, last in said.unread),
        "bound": {"size": said.bound_size, "root": said.bound_root.hex()},
    }


def _bad(place: BadPlace) -> dict[str, object]:
    return {
        "verified": False,
        "file": place.file,
        "index": place.index,
        "expected": place.expected,
        "found": place.found,
        "message": str(place),
    }


def _sentence(report: Report) -> str:
    earlier = report.kept_checkpoints + report.seen_checkpoints
    checked = f"{report.bundles} bundles, {report.tiles} tiles, {earlier} checkpoints checked."
    what = f"{report.checkpoint.size} entries, root {report.checkpoint.root.hex()}"
    told = [f"Verified: {report.checkpoint.origin}, {what}; {checked}"]
    told += [
        f"From entry {change.size} on it is signed by {change.key}."
        for change in report.key_changes
    ]
    if report.destroyed:
        told.append(
            f"{report.destroyed} entries were destroyed, as signed statements say; hashes remain."
        )
    told += [_restored_in_words(said) for said in report.restorations]
    if report.witnessed:
        seen = (f"{key.name} ({_moment(at)})" for key, at in report.witnessed.times.items())
        told.append(f"The first {report.witnessed.size} entries are witnessed: {', '.join(seen)}.")
    return "\n".join(told)


def _restored_in_words(said: Restoration) -> str:
    what = f"Restored from a backup of {said.backup} entries, of {said.bound_size} that were signed"
    told = f"{what}: {said.kept - said.backup} were brought back"
    if said.unread:
        told += f" ({_restored(said)['unread']} of them cannot be opened any more)"
    return f"{told}, {said.lost} ARE LOST, as the log says." if said.lost else f"{told}."


def _moment(time: int) -> str:
    try:
        return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):
        return f"{time} seconds after 1970"
