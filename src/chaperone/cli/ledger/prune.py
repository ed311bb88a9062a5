"""`chaperone ledger prune`: destroy what was kept long enough."""

import json
import re
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

import typer
from django.conf import settings

from chaperone.cli.answers import AsJson, fail, misuse
from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.pruning import Plan, is_covered, plan
from chaperone.ledger.pruning import prune as prune_month
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.errors import MerkleError

WAIT_SECONDS = 60.0
_PAUSE = 0.5


def prune(
    before: Annotated[str, typer.Option(help="The first month to keep: YYYY-MM.")],
    authority: Annotated[
        str, typer.Option(help="Whose decision it is, and where it is written down.")
    ] = "",
    destroy: Annotated[
        bool, typer.Option("--destroy", help="Do it. Else only say what would be destroyed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Destroy whole months of entries after six years, under a signed entry that says so."""
    month = _month(before)
    if destroy and not authority.strip():
        misuse("ledger", "--authority says whose decision it is to destroy entries.")
    try:
        key = verifier_key(settings.CHAPERONE_LOG_KEY)
        mirrors = settings.CHAPERONE_MIRRORS
        with connect() as connection:
            plans = plan(connection, before=month, key=key, mirrors=mirrors)
            for each in plans if destroy else ():
                covered = partial(
                    _waited, lambda entry_id: is_covered(connection, entry_id, key, mirrors)
                )
                prune_month(connection, each, authority=authority.strip(), covered=covered)
    except (LedgerError, MerkleError) as error:
        fail("ledger", str(error))
    typer.echo(_json_of(plans, destroy) if as_json else _text_of(plans, destroy))


def _waited(covered: Callable[[UUID], bool], entry_id: UUID) -> bool:
    until = time.monotonic() + WAIT_SECONDS
    while not (done := covered(entry_id)) and time.monotonic() < until:
        time.sleep(_PAUSE)
    return done


def _month(text: str) -> date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) or text < "0002":
        misuse("ledger", f"{text} is not a month such as 2020-11.")
    return date(int(text[:4]), int(text[5:]), 1)


def _json_of(plans: list[Plan], destroyed: bool) -> str:
    months = [{"month": f"{each.month:%Y-%m}", "entries": each.leaves.count} for each in plans]
    return json.dumps({"destroyed": destroyed, "months": months})


def _text_of(plans: list[Plan], destroyed: bool) -> str:
    if not plans:
        return "There is nothing to destroy."
    lines = [f"{each.month:%B %Y}: {each.leaves.count} entries" for each in plans]
    if destroyed:
        return "\n".join([*lines, "Destroyed. What remains verifies as before."])
    return "\n".join([*lines, "Nothing was destroyed. To do it: --destroy --authority TEXT"])
