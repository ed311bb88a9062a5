"""What a risk analysis says: gathered from the register, frozen as canonical JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.ledger.actors import Actor
from chaperone.risks.ephi.mapping import drawn_up
from chaperone.risks.ephi.metadata import sealed_columns
from chaperone.risks.knowledge import scales
from chaperone.risks.models import Analysis, Asset, Risk
from chaperone.risks.queries.assets import inventory_of
from chaperone.risks.queries.risks import register_of
from chaperone.risks.registry import flows_known

FORMAT = 1
METHOD = (
    "After NIST SP 800-30 Rev. 1. For each risk the likelihood that a threat occurs and does harm,"
    " and the impact of that harm, are judged on scales of five steps: without safeguards"
    " (inherent) and with those that are there (residual). The level of risk is read from"
    " Table I-2 of the guide. What is done about a risk is to avoid, reduce or transfer it, or to"
    " accept it until a day, with the signature of somebody who neither owns nor judged it."
)


def gathered(actor: Actor, *, title: str, scope: str, today: date) -> str:
    """The content of an analysis as canonical JSON: sorted keys, no spaces."""
    assets = list(inventory_of(actor).filter(retired_at=None))
    risks = list(register_of(actor, today).filter(closed_at=None))
    names = names_of(_people(assets, risks))
    called = {asset.id: asset.name for asset in assets}
    elements = drawn_up(sealed_columns(), flows_known(actor.organization_id))
    said = {
        "format": FORMAT,
        "title": title,
        "date": today.isoformat(),
        "scope": scope,
        "method": METHOD,
        "scales": {name: _steps(getattr(scales(), name)) for name in scales()._fields},
        "assets": [_asset(asset, names) for asset in assets],
        "ephi": [
            {
                "element": each.label,
                "stored": [f"{column.table}.{column.column}" for column in each.columns],
                "goes_to": sorted({flow.to for flow in each.flows}),
            }
            for each in elements
        ],
        "findings": [_finding(risk, names, called) for risk in risks],
        "plan": [_plan(risk, names) for risk in risks if risk.treatment],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def said_by(analysis: Analysis) -> dict[str, Any]:
    """What an analysis says, for pages and print."""
    said: dict[str, Any] = json.loads(analysis.content)
    return said


def _people(assets: Sequence[Asset], risks: Sequence[Risk]) -> set[UUID]:
    people = {asset.owner_id for asset in assets} | {risk.owner_id for risk in risks}
    return {each for each in people | {risk.treatment_owner_id for risk in risks} if each}


def _steps(steps: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"level": each.level, "name": each.name, "text": each.text} for each in steps]


def _asset(asset: Asset, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "name": asset.name,
        "kind": asset.get_kind_display(),
        "place": asset.place,
        "holds": asset.get_holds_display(),
        "criticality": asset.criticality,
        "owner": _named(asset.owner_id, names),
        "state": asset.state,
    }


def _finding(risk: Any, names: Mapping[UUID, str], called: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "risk": risk.name,
        "title": risk.title,
        "statement": risk.statement,
        "threat": risk.threat,
        "vulnerability": risk.vulnerability,
        "assets": [called[each] for each in risk.asset_ids if each in called],
        "citations": risk.citations,
        "safeguards": risk.controls,
        "inherent": [risk.inherent_likelihood, risk.inherent_impact, risk.inherent_level],
        "residual": [risk.residual_likelihood, risk.residual_impact, risk.residual_level],
        "standing": risk.standing,
        "owner": _named(risk.owner_id, names),
        "review_on": risk.review_on.isoformat(),
    }


def _plan(risk: Risk, names: Mapping[UUID, str]) -> dict[str, Any]:
    accepted = risk.accepted_until
    return {
        "risk": risk.name,
        "title": risk.title,
        "treatment": risk.treatment,
        "plan": risk.plan,
        "owner": _named(risk.treatment_owner_id, names),
        "due": risk.treatment_due.isoformat() if risk.treatment_due else None,
        "done_on": risk.treatment_done_on.isoformat() if risk.treatment_done_on else None,
        "accepted_until": accepted.isoformat() if accepted else None,
    }


def _named(user_id: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(user_id, "") if user_id else ""
