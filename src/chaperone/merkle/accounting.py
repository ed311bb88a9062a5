"""`account`: entries that an auditor was given, against the public key that they keep."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from chaperone.merkle.audit.account import Account, verify_account
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import BadPlace, MerkleError
from chaperone.merkle.verifying import NOT_VERIFIED, VERIFIED, read_key


def add_to(commands: Any) -> None:
    """Adds the command to the parser's."""
    account = commands.add_parser(
        "account", help="check the entries and proofs of an account that you were given"
    )
    account.add_argument("directory", type=Path, metavar="DIR", help="the account's folder")
    account.add_argument(
        "--key",
        required=True,
        action="append",
        help="the log's first verifier key, or a file that holds it; changes of key are followed",
    )
    account.add_argument("--json", action="store_true", help="print the result as JSON")
    account.set_defaults(run=run)


def run(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Returns 0 verified, 1 not verified; exits with 2 if misused."""
    if not given.directory.is_dir():
        parser.error(f"{given.directory} is not a folder")
    try:
        keys = [read_key(VerifierKey.parse, text) for text in given.key]
    except (MerkleError, OSError) as error:
        parser.error(str(error))
    try:
        found = verify_account(given.directory, keys)
    except BadPlace as place:
        said = {"verified": False, "file": place.file, "index": place.index, "message": str(place)}
        print(json.dumps(said) if given.json else f"Not verified. {place}")
        print("Keep the folder as it is, and ask for the account anew.", file=sys.stderr)
        return NOT_VERIFIED
    good = {
        "verified": True,
        "entries": found.entries,
        "opened": found.opened,
        "not_opened": found.entries - found.opened,
        "files": found.files,
        "origin": found.checkpoint.origin,
        "size": found.checkpoint.size,
        "root": found.checkpoint.root.hex(),
        "sha256": found.digest,
    }
    print(json.dumps(good) if given.json else _in_words(found))
    return VERIFIED


def _in_words(found: Account) -> str:
    former = found.entries - found.opened
    return (
        f"Verified: {found.entries} entries stand in {found.checkpoint.origin},"
        f" {found.checkpoint.size} entries, root {found.checkpoint.root.hex()}.\n"
        f"Opened: {found.opened}, each with its own key; the text is what was sealed.\n"
        f"Not opened: {former}"
        f"{', of version 1, which has no key for one entry' if former else ''}.\n"
        f"SHA-256 of SHA256SUMS, to compare with the ledger's own record: {found.digest}\n"
        "Not shown here: that no entry was left out (verify.md)."
    )
