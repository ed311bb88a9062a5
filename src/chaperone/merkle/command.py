"""The auditor's command: python -m chaperone.merkle verify DIR --key KEY."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.directory import Report, verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import BadPlace, MalformedKey, MerkleError

VERIFIED, NOT_VERIFIED, MISUSE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 verified, 1 not verified; exits with 2 if misused."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if not given.directory.is_dir():
        parser.error(f"{given.directory} is not a folder")
    try:
        keys = [_key(text) for text in given.key]
        seen = [_seen(path, keys) for path in given.seen]
    except (MerkleError, OSError) as error:
        parser.error(str(error))
    try:
        report = verify_directory(given.directory, keys, seen=seen)
    except BadPlace as place:
        print(json.dumps(_bad(place)) if given.json else f"Not verified. {place}")
        print("Keep the folder as it is, and compare it with another mirror.", file=sys.stderr)
        return NOT_VERIFIED
    print(json.dumps(_good(report)) if given.json else _sentence(report))
    return VERIFIED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chaperone.merkle",
        description="Checks a ledger with nothing but its public key. "
        "Exit 0: verified. 1: not verified, and where. 2: misuse.",
    )
    verify = parser.add_subparsers(required=True, metavar="verify").add_parser(
        "verify", help="recompute every hash of a folder and check every signature"
    )
    verify.add_argument("directory", type=Path, metavar="DIR", help="the ledger's folder")
    verify.add_argument(
        "--key", required=True, action="append", help="verifier key, or a file that holds it"
    )
    verify.add_argument(
        "--seen",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint kept from earlier, which the ledger must continue",
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except MalformedKey:
        try:
            return VerifierKey.parse(Path(text).read_text())
        except (OSError, ValueError):
            raise MalformedKey(f"(and there is no such file: {text})") from None


def _seen(path: Path, keys: Sequence[VerifierKey]) -> Checkpoint:
    return open_checkpoint(path.read_bytes(), keys)


def _good(report: Report) -> dict[str, object]:
    return {
        "verified": True,
        "origin": report.checkpoint.origin,
        "size": report.checkpoint.size,
        "root": report.checkpoint.root.hex(),
        "bundles": report.bundles,
        "tiles": report.tiles,
        "kept_checkpoints": report.kept_checkpoints,
        "seen_checkpoints": report.seen_checkpoints,
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
    return (
        f"Verified: {report.checkpoint.origin}, {report.checkpoint.size} entries, "
        f"root {report.checkpoint.root.hex()}; "
        f"{report.bundles} bundles, {report.tiles} tiles, {earlier} checkpoints checked."
    )
