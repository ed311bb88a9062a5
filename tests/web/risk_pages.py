"""Pages about risks, as the gallery shows them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from django.forms import Form
from django.utils.safestring import mark_safe

from chaperone.access.actors import Staff
from chaperone.registers.forms import ListForm
from chaperone.registers.queries.history import Change
from chaperone.risks.ephi.mapping import drawn_up
from chaperone.risks.ephi.metadata import sealed_columns
from chaperone.risks.ephi.picture import narrow, wide
from chaperone.risks.forms.risks import AcceptanceForm, AdoptionForm, AssessmentForm, RiskForm
from chaperone.risks.frame import TABS, Act
from chaperone.risks.knowledge import penalties, scales, threats, vulnerabilities
from chaperone.risks.models import Acceptance, Analysis, Asset, Risk
from chaperone.risks.registry import Flow
from chaperone.risks.scales import STEPS, WORDS, level_of
from chaperone.risks.starters import STARTERS
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
SAM, LIN = UUID(int=3), UUID(int=4)
NAMES = {SAM: "Sam Okafor", LIN: "Lin Moreau"}
TODAY = date(2026, 11, 26)


def _risk(number: int, title: str, standing: str, **changes: Any) -> Risk:
    values: dict[str, Any] = {"review_on": date(2027, 5, 1)}
    risk = Risk(
        id=UUID(int=9000 + number),
        number=number,
        title=title,
        statement="A number was typed wrongly. Somebody else reads what is written to the member.",
        threat="accidental.wrong_recipient",
        vulnerability="process.no_identity_check",
        citations=["164.312(d)", "164.530(c)(2)"],
        controls="Imports show a preview; a number belongs to one member at most.",
        owner_id=SAM,
        assessed_by=SAM,
        assessed_at=ago(5000),
        **values | changes,
    )
    if standing != "unassessed":
        risk.score("inherent", 4, 5)
        risk.score("residual", 3, 4)
    risk.standing = standing  # type: ignore[attr-defined]  # as the register's query has it
    return risk


RISKS = [
    _risk(1, "A text goes to somebody who is not the member", "unassessed"),
    _risk(
        2,
        "The carrier brings and takes no texts",
        "acceptance_ended",
        treatment="accept",
        accepted_until=date(2026, 11, 20),
        review_on=date(2026, 11, 1),
    ),
    _risk(
        3,
        "A laptop with members’ data is lost",
        "treatment_overdue",
        treatment="reduce",
        plan="List every laptop with its disk encryption.",
        treatment_owner_id=LIN,
        treatment_due=date(2026, 11, 19),
    ),
    _risk(4, "Members’ data stands where it is not sealed", "closed", closed_at=ago(60)),
]
ASSETS = [
    Asset(id=UUID(int=1), key="database", kind="database", name="PostgreSQL", holds="yes"),
    Asset(id=UUID(int=2), kind="paper", name="Consent forms on paper", place="Cabinet, floor 2"),
    Asset(id=UUID(int=3), key="m", kind="mirror", name="Mirror", holds="no", gone_at=ago(9)),
]
CHANGES = [Change(ago(40), "Sam Okafor", "A risk was looked at again.", [("Note", "Still so.")])]
SIGNATURES = [
    Thing(
        name="Lin Moreau",
        role="Administrator",
        meaning="accepts the risk",
        signed_at=ago(90),
        factor_label="Passkey",
        sha256="ab" * 32,
    )
]
FLOWS = [
    Flow(frozenset({"messages"}), "Microsoft", "lakeside.openai.azure.com", "BAA"),
    Flow(frozenset({"phone", "messages"}), "AWS End User Messaging", "", "texts", "carrier"),
]
ANALYSIS = Analysis(
    id=UUID(int=5),
    title="Risk analysis of 2026-11-26",
    risks=4,
    highest=4,
    drawn_up_by=SAM,
    drawn_up_at=datetime(2026, 11, 26, 9, tzinfo=UTC),
)
SAID = {
    "scope": "Everything that the inventory lists.",
    "method": "After NIST SP 800-30 Rev. 1.",
    "assets": [1, 2],
    "ephi": [1],
    "findings": [
        {
            "risk": "R-2",
            "title": "The carrier brings and takes no texts",
            "inherent": [4, 4, 4],
            "residual": [None, None, None],
            "standing": "treating",
        }
    ],
    "plan": [
        {
            "risk": "R-2",
            "title": "The carrier brings and takes no texts",
            "treatment": "reduce",
            "plan": "A second carrier.",
            "owner": "",
            "due": "2027-01-01",
            "accepted_until": None,
            "done_on": None,
        }
    ],
}


def _listing(rows: list[Any], *, searched: bool = False) -> Thing:
    filters = {"standing": ("Stands", [("open", "Open"), ("accepted", "Accepted")])}
    return Thing(
        rows=rows,
        form=ListForm({}, filters=filters),
        searched=searched,
        address="/risks/",
        exported="risks",
        imported="risks",
        first=1,
        last=len(rows),
        next="?page=2" if rows else "",
        previous="",
    )


def _shown(**context: Any) -> dict[str, Any]:
    return {"tabs": TABS, "names": NAMES, "owners": NAMES, "today": TODAY, **context}


def _one(risk: Risk, **context: Any) -> dict[str, Any]:
    found = scales()
    level = risk.residual_level
    return _shown(
        risk=risk,
        standing=risk.standing,  # type: ignore[attr-defined]
        threat=threats()[risk.threat],
        vulnerability=vulnerabilities()[risk.vulnerability],
        assets=ASSETS[:2],
        scores=[
            ("Without safeguards", found.likelihood[3], found.impact[4], 5),
            ("With them", found.likelihood[2], found.impact[3], 3),
        ]
        if level
        else [],
        level=found.level[level - 1] if level else None,
        penalties=penalties(),
        changes=CHANGES,
        may_manage=True,
        may_accept=True,
        **context,
    )


def _acted(form: Form, act: Act, **context: Any) -> dict[str, Any]:
    return _shown(form=form, act=act, about="R-2 The carrier brings and takes no texts", **context)


def _heat() -> dict[str, Any]:
    rows = [
        (WORDS[one], one, [(two, one * two % 4, level_of(one, two)) for two in STEPS])
        for one in reversed(STEPS)
    ]
    maps = [("residual", "With safeguards", rows), ("inherent", "Without safeguards", rows)]
    return _shown(maps=maps, impacts=WORDS.items())


def _ephi() -> dict[str, Any]:
    elements = drawn_up(sealed_columns(), FLOWS)
    return _shown(
        elements=elements,
        wide=mark_safe(wide("Where ePHI is", elements)),
        narrow=mark_safe(narrow("Where ePHI is", elements)),
    )


def _starters() -> dict[str, Any]:
    form = AdoptionForm({}, people=NAMES, starters={each.key: each.title for each in STARTERS})
    return _shown(form=form, lines=[(each, True, "Low") for each in STARTERS[:3]])


ACCEPTING = Act("Can the organization live with this risk?", "At most until …", "Accept", "/")
ENDED = Acceptance(
    until=date(2026, 11, 20),
    reason="A day is bridged by telephone.",
    accepted_by=LIN,
    accepted_at=ago(90_000),
)
PAGES: dict[str, Page] = {
    "risks": (
        "risks/register.html",
        OFFICER,
        lambda: _shown(
            listing=_listing(RISKS),
            standings={"acceptance_ended": 1, "unassessed": 1},
            may_manage=True,
            add="/risks/add/",
        ),
    ),
    "risks-empty": (
        "risks/register.html",
        OFFICER,
        lambda: _shown(listing=_listing([]), standings={}, may_manage=True, add="/risks/add/"),
    ),
    "risks-none-fits": (
        "risks/register.html",
        OFFICER,
        lambda: _shown(listing=_listing([], searched=True), standings={"open": 3}),
    ),
    "risk-new": ("risks/risk.html", OFFICER, lambda: _one(RISKS[0])),
    "risk-ended": (
        "risks/risk.html",
        OFFICER,
        lambda: _one(RISKS[1], acceptances=[ENDED], signatures=SIGNATURES, is_mine=True),
    ),
    "risk-overdue": ("risks/risk.html", OFFICER, lambda: _one(RISKS[2])),
    "risk-closed": ("risks/risk.html", OFFICER, lambda: _one(RISKS[3])),
    "risk-add": (
        "risks/act.html",
        OFFICER,
        lambda: _acted(
            RiskForm({"citations": "the law"}, people=NAMES, assets={"1": "PostgreSQL"}),
            Act("What may happen?", "", "Enter the risk", "/risks/"),
        ),
    ),
    "risk-assess": (
        "risks/act.html",
        OFFICER,
        lambda: _acted(AssessmentForm(), Act("How likely, and how bad?", "", "Record it", "/")),
    ),
    "risk-accept": (
        "risks/act.html",
        OFFICER,
        lambda: _acted(AcceptanceForm(), ACCEPTING, text="Risk R-2\nLikelihood low."),
    ),
    "risks-heat": ("risks/heat.html", OFFICER, _heat),
    "risks-starters": ("risks/starters.html", OFFICER, _starters),
    "risks-starters-all": ("risks/starters.html", OFFICER, lambda: _shown(form=Form(), lines=[])),
    "risks-ephi": ("risks/ephi.html", OFFICER, _ephi),
    "risks-catalogue": (
        "risks/catalogue.html",
        OFFICER,
        lambda: _shown(
            threats=list(threats().values())[:3],
            vulnerabilities=list(vulnerabilities().values())[:3],
            scales=[("Level of risk", scales().level)],
        ),
    ),
    "risks-penalties": (
        "risks/penalties.html",
        OFFICER,
        lambda: _shown(penalties=penalties()),
    ),
    "assets": (
        "risks/assets.html",
        OFFICER,
        lambda: _shown(listing=_listing(ASSETS), may_manage=True, add="/risks/assets/add/"),
    ),
    "assets-empty": ("risks/assets.html", OFFICER, lambda: _shown(listing=_listing([]))),
    "asset": (
        "risks/asset.html",
        OFFICER,
        lambda: _shown(
            asset=ASSETS[2], risks=RISKS, changes=CHANGES, may_manage=True, may_retire=True
        ),
    ),
    "analyses": ("risks/analyses.html", OFFICER, lambda: _shown(listing=_listing([ANALYSIS]))),
    "analyses-empty": ("risks/analyses.html", OFFICER, lambda: _shown(listing=_listing([]))),
    "analysis": (
        "risks/analysis.html",
        OFFICER,
        lambda: _shown(
            analysis=ANALYSIS,
            said=SAID,
            digest="cd" * 32,
            drawn_up_by="Sam Okafor",
            signatures=SIGNATURES,
            changes=CHANGES,
            may_sign=True,
        ),
    ),
}
