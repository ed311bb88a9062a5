"""A register and records as another room would declare them: care teams stand in for all."""

from uuid import UUID

import pytest

from chaperone.members.actions import create_care_team
from chaperone.members.errors import MembersError
from chaperone.members.models import CareTeam
from chaperone.registers import declared, registry
from chaperone.registers.declared import Register, declare
from chaperone.registers.registry import guards_records
from chaperone.registers.sheets import Column
from chaperone.registers.sheets.cells import text

KIND = "tests.team"
PDF = b"%PDF-1.7\nThe agreement, signed."


def rows(actor) -> list[dict[str, str]]:
    teams = CareTeam.objects.filter(organization_id=actor.organization_id).order_by("name")
    return [{"name": team.name, "note": None} for team in teams]


def add(*, actor, name, note):
    return create_care_team(actor=actor, name=name)


EXAMPLE = Register(
    name="examples",
    label="Examples",
    question="Who works for us?",
    read="vendors.read",
    manage="vendors.manage",
    columns=(
        Column("name", "Name", text(120), help="As it is called."),
        Column("note", "Note", text(200), required=False),
    ),
    rows=rows,
    add=add,
    errors=(MembersError,),
    page="vendors:register",
)


def page(actor, record: UUID) -> str | None:
    here = CareTeam.objects.filter(organization_id=actor.organization_id, id=record)
    return "/vendors/" if here.exists() else None


def declare_while(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Declares the register and guards the records while a test runs."""
    monkeypatch.setattr(declared, "_declared", dict(declared._declared))
    monkeypatch.setattr(registry, "_guards", dict(registry._guards))
    declare(EXAMPLE)
    guards_records(KIND, read="vendors.read", manage="vendors.manage", page=page)
    return EXAMPLE
