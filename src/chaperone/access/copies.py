"""No copy of ePHI leaves without an approval (45 CFR 164.310(c), 164.312(a)(1), 164.502(b)).

Reading a page is access, which the witness records. Taking members' data away as a file is a copy:
somebody else has approved it before, with a reason. Every export calls ``require_approval`` in the
transaction that records it; ``docs/security/copies.md`` lists them all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection
from django.http import HttpResponse

from chaperone.access.errors import CopyNotApproved
from chaperone.access.registry import Copy, copies
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import NotInTransaction
from chaperone.vault.witness import Witness

RECORD = "record"
"""Stands beside the element groups of ``roles.toml`` for entries of the ledger, opened."""

_taken: ContextVar[list[UUID] | None] = ContextVar("copies_taken", default=None)


def require_approval(*, actor: Actor, copy: Copy, approval: UUID | None) -> UUID:
    """Uses up an approval of exactly this copy; gives its id, for the entry about the export.

    Call it where the bytes are made, in the transaction whose commit lets them out: an export that
    fails uses nothing up. Raises ``CopyNotApproved`` with what is wrong, also where no room answers
    for approvals, and ``NotInTransaction``.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    if approval is None:
        raise CopyNotApproved
    used = copies()(actor=actor, copy=copy, approval=approval)
    taken = _taken.get()
    if taken is not None:
        taken.append(used)
    return used


@contextmanager
def copies_watched(witness: Witness) -> Iterator["Watch"]:
    """Notes which approvals are used in the block, for ``Watch.refuse_unapproved``."""
    taken: list[UUID] = []
    token = _taken.set(taken)
    try:
        yield Watch(witness, taken)
    finally:
        _taken.reset(token)


class Watch:
    """Stands at the door behind an export that somebody forgot to guard."""

    def __init__(self, witness: Witness, taken: list[UUID]) -> None:
        self._witness = witness
        self._taken = taken

    def refuse_unapproved(self, response: HttpResponse) -> None:
        """Raises ``CopyNotApproved`` where anything but a page to read holds what was opened."""
        if _is_page(response) or self._taken or not self._witness.opened:
            return
        raise CopyNotApproved


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and "Content-Disposition" not in response.headers
