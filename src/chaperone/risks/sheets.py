"""The register of risks and the inventory as files: out, and in."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.access.queries import people_who_may
from chaperone.organizations.days import today_of
from chaperone.registers.declared import Register
from chaperone.registers.sheets import CellRefused, Column, told
from chaperone.registers.sheets.cells import choice, day, number, several, text
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.assets import enter_asset
from chaperone.risks.actions.enter import enter_risk
from chaperone.risks.errors import NotAPerson, NotWholeScore, RisksError
from chaperone.risks.forms.fields import CITATION
from chaperone.risks.knowledge import threats, vulnerabilities
from chaperone.risks.models import Asset
from chaperone.risks.queries.assets import inventory_of
from chaperone.risks.queries.people import READ
from chaperone.risks.queries.risks import register_of
from chaperone.risks.scales import HIGHEST, LOWEST
from chaperone.risks.words import STANDINGS

_SCORES = ("inherent_likelihood", "inherent_impact", "residual_likelihood", "residual_impact")
_YEAR = timedelta(days=365)
_IMPORTED = "As the imported file judges it."


def _known(ids: Any) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell not in ids:
            raise CellRefused("The catalogue has no such entry.", "Take an id of the catalogue.")
        return cell

    return parse


def _citation(cell: str) -> str:
    if not CITATION.fullmatch(cell):
        raise CellRefused("This is no paragraph.", "Write it like 164.312(b).")
    return cell


def _score(name: str) -> Column:
    label = name.replace("_", " ").capitalize()
    return Column(name, label, number(LOWEST, HIGHEST), required=False, help="1 to 5.")


RISK_COLUMNS = (
    told("number", "Number"),
    Column("title", "Title", text(160)),
    Column("statement", "What may happen", text(2000)),
    Column("threat", "Threat", _known(threats()), required=False, help="An id of the catalogue."),
    Column("vulnerability", "Weakness", _known(vulnerabilities()), required=False),
    Column("citations", "Rules", several(_citation), required=False, help="164.312(b); 164.308(b)"),
    Column("controls", "Safeguards", text(2000), required=False),
    *map(_score, _SCORES),
    Column("owner", "Owner", text(254), required=False, help="Their e-mail address."),
    Column("review_on", "Review on", day, required=False, help="In a year where it is empty."),
    told("standing", "Stands"),
    told("treatment", "Treatment"),
    told("plan", "Plan"),
    told("treatment_due", "Treatment due"),
    told("accepted_until", "Accepted until"),
)
ASSET_COLUMNS = (
    Column("kind", "Kind", choice(dict(Asset.Kind.choices))),
    Column("name", "Name", text(120)),
    Column("about", "What it is for", text(500), required=False),
    Column("place", "Where it is", text(200), required=False),
    Column("holds", "ePHI", choice(dict(Asset.Holds.choices)), required=False),
    Column("criticality", "Criticality", number(LOWEST, HIGHEST), required=False, help="1 to 5."),
    Column("owner", "Owner", text(254), required=False, help="Their e-mail address."),
    told("state", "State"),
)


def risk_rows(actor: Staff) -> Iterator[dict[str, Any]]:
    """Every risk as a line; the worst first."""
    emails = _emails(actor)
    names = [column.name for column in RISK_COLUMNS if column.name not in ("owner", "standing")]
    for risk in register_of(actor, today_of(actor)).iterator():
        line = {name: getattr(risk, name) for name in names}
        line["owner"] = emails.get(risk.owner_id, "") if risk.owner_id else ""
        yield line | {"standing": STANDINGS[risk.standing]}


@transaction.atomic
def add_risk(*, actor: Staff, **cells: Any) -> None:
    """Enters the risk of a line, and judges it where the line has all four steps.

    Raises ``NotAPerson``, ``NotWholeScore``.
    """
    scores = {name: cells[name] for name in _SCORES if cells[name] is not None}
    if scores and len(scores) < len(_SCORES):
        raise NotWholeScore
    worse = scores and any(
        scores[f"residual_{part}"] > scores[f"inherent_{part}"] for part in ("likelihood", "impact")
    )
    if worse:
        raise NotWholeScore("Safeguards do not make a risk worse.")
    review_on: date = cells["review_on"] or today_of(actor) + _YEAR
    risk = enter_risk(
        actor=actor,
        title=cells["title"],
        statement=cells["statement"],
        threat=cells["threat"] or "",
        vulnerability=cells["vulnerability"] or "",
        citations=cells["citations"] or [],
        controls=cells["controls"] or "",
        owner_id=_owner(actor, cells["owner"]),
        review_on=review_on,
    )
    if scores:
        assess_risk(actor=actor, risk_id=risk.id, controls=risk.controls, why=_IMPORTED, **scores)


def asset_rows(actor: Staff) -> Iterator[dict[str, Any]]:
    """Every asset as a line, by name."""
    emails = _emails(actor)
    names = [column.name for column in ASSET_COLUMNS if column.name != "owner"]
    for asset in inventory_of(actor).iterator():
        line = {name: getattr(asset, name) for name in names}
        yield line | {"owner": emails.get(asset.owner_id, "") if asset.owner_id else ""}


def add_asset(*, actor: Staff, **cells: Any) -> None:
    """Enters the asset of a line. Raises ``NotAPerson``."""
    enter_asset(
        actor=actor,
        kind=cells["kind"],
        name=cells["name"],
        about=cells["about"] or "",
        place=cells["place"] or "",
        holds=cells["holds"] or Asset.Holds.UNKNOWN,
        criticality=cells["criticality"],
        owner_id=_owner(actor, cells["owner"]),
    )


def _emails(actor: Staff) -> dict[UUID, str]:
    return people_who_may(actor, READ)


def _owner(actor: Staff, email: str | None) -> UUID | None:
    if not email:
        return None
    found = [each for each, known in _emails(actor).items() if known.casefold() == email.casefold()]
    if not found:
        raise NotAPerson(f"{email} is nobody who may see the register.")
    return found[0]


RISKS = Register(
    name="risks",
    label="Risks",
    question="What may go wrong, and what do we do about it?",
    read=READ,
    manage="risks.manage",
    columns=RISK_COLUMNS,
    rows=risk_rows,
    add=add_risk,
    errors=(RisksError,),
    page="risks:register",
)
ASSETS = Register(
    name="assets",
    label="Assets",
    question="What do we have that holds or moves ePHI?",
    read=READ,
    manage="risks.manage",
    columns=ASSET_COLUMNS,
    rows=asset_rows,
    add=add_asset,
    errors=(RisksError,),
    page="risks:assets",
)
