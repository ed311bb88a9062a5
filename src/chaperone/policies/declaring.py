"""The register of policies as files that are taken away and brought."""

import re
from collections.abc import Sequence
from typing import Any

from chaperone.access.actors import Staff
from chaperone.policies.actions.drafts import Content, add_policy
from chaperone.policies.errors import PolicyError
from chaperone.policies.forms import LONGEST_TEXT, citations_from
from chaperone.policies.kinds import KINDS
from chaperone.policies.queries.registering import lines_of
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column
from chaperone.registers.sheets.cells import choice, number, text, yes_no


def _add(
    *,
    actor: Staff,
    title: str,
    kind: str,
    mandatory: bool,
    public: bool,
    citations: Sequence[str] | None,
    review_months: int,
    text: str,
    name: str | None = None,
    **_exported: Any,
) -> None:
    """A line becomes a draft, whatever state it had where it came from."""
    content = Content(
        title=title,
        text=text,
        mandatory=mandatory,
        public=public,
        citations=citations or (),
        review_months=review_months,
        change="Imported from a file.",
    )
    add_policy(actor=actor, kind=kind, content=content, name=name or "")


def _citations(cell: str) -> list[str]:
    try:
        return citations_from(cell)
    except ValueError as problem:
        mend = "Write rules as 164.312(b); 164.308(a)(5)."
        raise CellRefused("This is no rule.", mend) from problem


def _name(cell: str) -> str:
    if not _SLUG.fullmatch(cell):
        raise CellRefused("This cannot stand in an address.", "Write letters, digits and hyphens.")
    return cell


_PLAIN = text(200)
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
REGISTER = Register(
    name="policies",
    label="Policies",
    question="Which policies are in force, and what is to be done about them?",
    read="policies.read",
    manage="policies.manage",
    columns=(
        Column("title", "Title", text(120)),
        Column("kind", "Kind", choice(KINDS), help=f"One of: {', '.join(KINDS.values())}."),
        Column("mandatory", "Mandatory", yes_no, help="Whether everybody must acknowledge it."),
        Column("public", "Public", yes_no, help="Whether anybody may read it without signing in."),
        Column("citations", "Rules", _citations, required=False, help="Such as 164.312(b)."),
        Column("review_months", "Months between reviews", number(1, 60)),
        Column("text", "Text", text(LONGEST_TEXT), help="CommonMark."),
        Column("name", "Name in addresses", _name, required=False),
        Column("state", "State", _PLAIN, required=False, help="Not imported: lines are drafts."),
        Column("version", "Version", _PLAIN, required=False, help="Not imported."),
        Column("effective_on", "In force from", _PLAIN, required=False, help="Not imported."),
        Column("review_due_on", "Review due", _PLAIN, required=False, help="Not imported."),
    ),
    rows=lines_of,
    add=_add,
    errors=(PolicyError,),
    page="policies:register",
)
