"""`witness`: watches somebody else's log, cosigns what continues, shouts at what does not."""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import Alarm, MemoryUnusable, MerkleError, NotFetched
from chaperone.merkle.verifying import read_key
from chaperone.merkle.witness.keys import Cosigner, load_key, make_key
from chaperone.merkle.witness.memory import Memory, memory_in
from chaperone.merkle.witness.sources import source_at
from chaperone.merkle.witness.watching import STALE_NEVER, Look, look

DONE, SHOUTED = 0, 1
_ALARM_SECONDS = 60


def add_to(commands: Any) -> None:
    """Adds the command to the parser's."""
    witness = commands.add_parser(
        "witness",
        help="watch a log, cosign what continues it, shout at what does not",
        description="Reads a log's checkpoint and the hash tiles it needs (never entries), proves"
        " that it continues what this witness saw before, and cosigns it. Exit 1: it does not, or"
        " could not be read; both signed notes are kept in STATE/evidence.",
    )
    witness.add_argument(
        "log", nargs="?", metavar="LOG", help="the log's address with https://, or a folder"
    )
    witness.add_argument("--key", action="append", help="the log's first verifier key, or its file")
    witness.add_argument("--state", type=Path, metavar="DIR", help="the witness's own folder")
    witness.add_argument("--own-key", type=Path, metavar="FILE", help="the witness's private key")
    witness.add_argument(
        "--make-key", metavar="NAME", help="make the key of a witness of that name in --own-key"
    )
    often = witness.add_mutually_exclusive_group()
    often.add_argument("--once", action="store_true", help="look once (this is the default)")
    often.add_argument("--every", type=_positive, metavar="SECONDS", help="look again and again")
    witness.add_argument(
        "--stale-after",
        type=_positive,
        metavar="MINUTES",
        help="shout when the log has not grown for so long",
    )
    witness.add_argument("--ca", type=Path, metavar="FILE", help="certificates to trust instead")
    witness.add_argument("--out", type=Path, metavar="FILE", help="also write the checkpoint there")
    witness.add_argument(
        "--on-alarm", metavar="COMMAND", help="run it with WITNESS_ALARM and WITNESS_EVIDENCE set"
    )
    witness.set_defaults(run=run)


def run(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Returns 0 cosigned, 1 shouted; exits with 2 if misused."""
    if given.own_key is None:
        parser.error("witness needs --own-key FILE")
    if given.make_key:
        return _make_key(given, parser)
    if not (given.log and given.key and given.state):
        parser.error("witness needs LOG, --key KEY and --state DIR")
    with _misuse(parser):
        keys = [read_key(VerifierKey.parse, text) for text in given.key]
        cosigner = load_key(given.own_key)
        source = source_at(given.log, given.ca)
    stale_after = given.stale_after * 60 if given.stale_after else STALE_NEVER
    try:
        with memory_in(given.state, keys) as memory:
            return _watch(given, Look(source, memory, cosigner, stale_after))
    except (MemoryUnusable, OSError) as error:
        return _say(f"{error}", SHOUTED)


def _make_key(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    with _misuse(parser):
        cosigner: Cosigner = make_key(given.own_key, given.make_key)
    print(cosigner.key)
    return _say("This is the public key: give it to whoever checks the log.", DONE)


def _watch(given: argparse.Namespace, at: Look) -> int:
    while True:
        try:
            cosigned, checkpoint = look(at, time.time())
            _hand_out(given, cosigned)
            told = f"{checkpoint.origin}: {checkpoint.size} entries cosigned."
            answer = _say(told, DONE)
        except Alarm as alarm:
            return _shout(given, at.memory, alarm)
        except NotFetched as error:
            answer = _say(f"{error}", SHOUTED)
        if not given.every:
            return answer
        time.sleep(given.every)


def _hand_out(given: argparse.Namespace, cosigned: bytes) -> None:
    if given.out:
        beside = given.out.with_name(f".{given.out.name}.new")
        beside.write_bytes(cosigned)
        beside.replace(given.out)
    sys.stdout.write(cosigned.decode())
    sys.stdout.flush()


def _shout(given: argparse.Namespace, memory: Memory, alarm: Alarm) -> int:
    evidence = memory.keep_evidence(alarm)
    _say(f"ALARM. {alarm}\nKept as evidence: {evidence}", SHOUTED)
    if given.on_alarm:
        environment = os.environ | {"WITNESS_ALARM": str(alarm), "WITNESS_EVIDENCE": str(evidence)}
        command = shlex.split(given.on_alarm)
        try:
            # The witness's operator wrote the command; nothing of the log's is part of it.
            done = subprocess.run(  # noqa: S603
                command, env=environment, check=False, timeout=_ALARM_SECONDS
            )
            if done.returncode:
                _say(f"{command[0]} ended with {done.returncode}.", SHOUTED)
        except (OSError, subprocess.TimeoutExpired) as error:
            _say(f"The alarm's command did not run: {error}", SHOUTED)
    return SHOUTED


def _say(told: str, answer: int) -> int:
    print(f"witness: {told}", file=sys.stderr, flush=True)
    return answer


@contextmanager
def _misuse(parser: argparse.ArgumentParser) -> Iterator[None]:
    try:
        yield
    except (MerkleError, OSError, ValueError) as error:
        parser.error(str(error))


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError("a number above 0")
    return number
