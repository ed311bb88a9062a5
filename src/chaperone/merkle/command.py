"""The auditor's command: python -m chaperone.merkle verify DIR --key KEY, and the witness's."""

import argparse
import sys
from collections.abc import Sequence

from chaperone.merkle.accounting import add_to as add_account
from chaperone.merkle.verifying import add_to as add_verify
from chaperone.merkle.witness.command import add_to as add_witness


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 done, 1 the answer is no; exits with 2 if misused."""
    parser = argparse.ArgumentParser(
        prog="python -m chaperone.merkle",
        description="Checks a ledger with nothing but its public key. "
        "Exit 0: verified. 1: not verified, and where. 2: misuse.",
    )
    commands = parser.add_subparsers(required=True, metavar="verify | account | witness")
    add_verify(commands)
    add_account(commands)
    add_witness(commands)
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    done: int = given.run(given, parser)
    return done
