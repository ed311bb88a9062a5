"""Pages about vendors, as the gallery shows them."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.forms import PostedForm
from chaperone.registers.forms import ListForm
from chaperone.registers.models import Signature
from chaperone.vendors.forms import (
    AgreementForm,
    AssessmentForm,
    AssuranceForm,
    EndForm,
    SignedForm,
    VendorForm,
)
from chaperone.vendors.models import (
    Agreement,
    Assessment,
    Assurance,
    Closure,
    CustomerAgreement,
    Vendor,
)
from chaperone.vendors.queries import Standing
from chaperone.vendors.queries.customers import Customer
from chaperone.vendors.questionnaire import documents
from chaperone.vendors.signing import MEANING, terms_of
from tests.web.contexts import NOW, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
TODAY = NOW.date()
SAMUEL = UUID(int=901)
CLOUD = Vendor(
    id=UUID(int=950),
    name="Brightwater Models",
    service="Runs the model that words replies",
    contact="duty officer by telephone",
    owner_id=SAMUEL,
    criticality="medium",
    elements=["messages"],
    why="The question, without what identifies the member.",
    review_on=TODAY - timedelta(days=3),
)
RACKS = Vendor(
    id=UUID(int=951),
    name="Northlight Compute",
    service="Runs the machines of Brightwater",
    elements=["messages"],
    under_id=CLOUD.id,
)
LAWYERS = Vendor(
    id=UUID(int=952),
    name="Alder & Finch",
    service="Advises on contracts",
    criticality="low",
    review_on=TODAY + timedelta(days=90),
)


def _signed(state: str, **changes: Any) -> Agreement:
    starts, ends = {
        "in_force": (TODAY - timedelta(days=300), TODAY + timedelta(days=25)),
        "coming": (TODAY + timedelta(days=26), None),
        "over": (TODAY - timedelta(days=700), TODAY - timedelta(days=301)),
        "ended": (TODAY - timedelta(days=400), None),
    }[state]
    ended = state == "ended"
    values: dict[str, Any] = {
        "id": UUID(int=960),
        "vendor": CLOUD,
        "kind": "baa",
        "signed_on": date(2026, 1, 5),
        "starts_on": starts,
        "ends_on": ends,
        "signed_here": "Samuel Brandt",
        "signed_there": "June Okafor",
        "covers": ["messages"],
        "host": "api.brightwater.example",
        "reference": "C-2026-17",
        "recorded_by": SAMUEL,
        "recorded_at": ago(3000),
        "ended_at": ago(60) if ended else None,
        "end_reason": "Replaced by a new one." if ended else "",
    }
    return Agreement(**values | changes)


def _cloud() -> Standing:
    return Standing(
        CLOUD,
        [_signed("in_force")],
        [
            Assurance(
                id=UUID(int=970),
                title="SOC 2 Type 2 report",
                issued_on=TODAY - timedelta(days=90),
                review_on=TODAY + timedelta(days=200),
            ),
            Assurance(
                id=UUID(int=971),
                title="Penetration test 2024",
                issued_on=TODAY - timedelta(days=800),
                review_on=TODAY - timedelta(days=400),
            ),
        ],
        Assessment(score=82, made_on=TODAY - timedelta(days=340), note="By telephone."),
        today=TODAY,
    )


SIGNATURE = Signature(
    name="Samuel Brandt",
    role="Security officer",
    meaning=MEANING,
    factor="webauthn",
    sha256="9f" * 32,
    signed_at=ago(3000),
)


def _agreement(state: str, **changes: Any) -> dict[str, Any]:
    signed = _signed(state)
    return {
        "question": "What was signed with Brightwater Models?",
        "agreement": signed,
        "state": state,
        "terms": terms_of(signed),
        "signatures": [SIGNATURE],
        "sign": "",
        "end": "vendors:agreement_end",
        "attachments": [],
        "kind": "vendors.agreement",
        "record": signed.id,
        "may_attach": True,
        "changes": [],
        "back": "/vendors/",
    } | changes


def _listing(rows: list[Any], *, searched: bool = False) -> Thing:
    return Thing(
        form=ListForm({}, filters={"criticality": ("Critical", [("high", "High")])}),
        rows=rows,
        first=1,
        last=len(rows),
        next="?page=2" if rows else "",
        previous="",
        searched=searched,
        address="/vendors/",
        exported="vendors",
        imported="vendors",
    )


def _register(rows: list[tuple[Standing, list[str]]], **more: Any) -> dict[str, Any]:
    return {
        "listing": _listing(rows, **more),
        "lines": rows,
        "names": {SAMUEL: "Samuel Brandt"},
        "add": "/vendors/add/",
        "on_platform": False,
    }


def _vendor(standing: Standing, **changes: Any) -> dict[str, Any]:
    states = ["in_force", "coming", "over", "ended"]
    return {
        "standing": standing,
        "vendor": standing.vendor,
        "above": None,
        "below": [Standing(RACKS, today=TODAY)],
        "gets": ["Messages"],
        "agreements": [
            (
                _signed(state),
                state,
                ["Messages"],
                ["api.brightwater.example"],
                [SIGNATURE] if state == "in_force" else [],
            )
            for state in states
        ],
        "documents": documents(),
        "names": {SAMUEL: "Samuel Brandt"},
        "may_change": True,
        "attachments": [],
        "kind": "vendors.vendor",
        "record": standing.vendor.id,
        "may_attach": True,
        "changes": [
            Thing(
                at=ago(60),
                who="Samuel Brandt",
                sentence="What the register says of a vendor was changed.",
                details=[("Name", "Brightwater Models")],
            )
        ],
        "today": TODAY,
    } | changes


def _closure(**changes: Any) -> Closure:
    values = {
        "id": UUID(int=980),
        "purpose": "texts.aws",
        "why": "vendor",
        "since": ago(90),
        "told_at": ago(89),
        "overrides": 2,
        "overridden_at": ago(12),
    }
    return Closure(**values | changes)


def _customer(*states: str) -> Customer:
    signed = {
        state: CustomerAgreement(
            id=UUID(int=990),
            signed_on=date(2026, 1, 5),
            starts_on=date(2026, 1, 5),
            signed_there="Ada Lake",
            reference="C-1",
            ended_at=ago(60) if state == "ended" else None,
            end_reason="We part." if state == "ended" else "",
        )
        for state in states
    }
    return Customer(UUID(int=991), "Lakeside Health", [(signed[each], each) for each in states])


def _form(form: Any, **changes: Any) -> dict[str, Any]:
    return {
        "form": form,
        "title": "Add",
        "question": "What is to be entered?",
        "lead": "It is recorded who entered it.",
        "button": "Add it",
        "back": "/vendors/",
    } | changes


def _vendor_form(values: dict[str, Any] | None) -> VendorForm:
    return VendorForm(values, people={SAMUEL: "Samuel Brandt"}, above=[CLOUD])


PAGES: dict[str, Page] = {
    "vendors": (
        "vendors/register.html",
        OFFICER,
        lambda: _register(
            [
                (_cloud(), ["Messages"]),
                (Standing(RACKS, today=TODAY), ["Messages"]),
                (Standing(LAWYERS, today=TODAY), []),
            ]
        ),
    ),
    "vendors-empty": ("vendors/register.html", OFFICER, lambda: _register([])),
    "vendors-none-fits": (
        "vendors/register.html",
        OFFICER,
        lambda: _register([], searched=True) | {"add": "", "on_platform": True},
    ),
    "vendor": ("vendors/vendor.html", OFFICER, lambda: _vendor(_cloud())),
    "vendor-gap": (
        "vendors/vendor.html",
        OFFICER,
        lambda: _vendor(
            Standing(RACKS, today=TODAY), agreements=[], above=CLOUD, below=[], changes=[]
        ),
    ),
    "vendor-retired": (
        "vendors/vendor.html",
        OFFICER,
        lambda: _vendor(
            Standing(
                Vendor(
                    id=UUID(int=953),
                    name="Letters & More",
                    service="Printed letters",
                    retired_at=ago(900),
                    retired_by=SAMUEL,
                    retire_reason="We print ourselves.",
                ),
                assurances=[
                    Assurance(
                        id=UUID(int=972),
                        title="SOC 2",
                        issued_on=TODAY,
                        review_on=TODAY,
                        retired_at=ago(900),
                    )
                ],
                today=TODAY,
            ),
            may_change=False,
            may_attach=False,
            gets=[],
        ),
    ),
    "vendors-chain": (
        "vendors/chain.html",
        OFFICER,
        lambda: {
            "lines": [
                ("", _cloud(), ["Messages"]),
                ("Brightwater Models", Standing(RACKS, today=TODAY), ["Messages"]),
                ("", Standing(LAWYERS, today=TODAY), []),
            ],
            "gaps": [Standing(RACKS, today=TODAY)],
        },
    ),
    "vendors-chain-gaps": (
        "vendors/chain.html",
        OFFICER,
        lambda: {
            "lines": [("A → B", Standing(RACKS, today=TODAY), ["Messages"])],
            "gaps": [Standing(RACKS, today=TODAY), Standing(CLOUD, today=TODAY)],
        },
    ),
    "vendors-chain-empty": ("vendors/chain.html", OFFICER, lambda: {"lines": [], "gaps": []}),
    "vendors-gates": (
        "vendors/gates.html",
        OFFICER,
        lambda: {
            "shut": [
                (_closure(), "Carries your text messages", ["Messages", "Phone number"]),
                (_closure(overrides=0, told_at=None), "A model: api.brightwater.example", []),
            ],
            "past": [(_closure(ended_at=ago(5)), "Carries your text messages", [])],
        },
    ),
    "vendors-gates-open": ("vendors/gates.html", OFFICER, lambda: {"shut": [], "past": []}),
    "vendors-customers": (
        "vendors/customers.html",
        OFFICER,
        lambda: {
            "customers": [_customer("in_force", "ended"), Customer(UUID(int=992), "Harbor Care")],
            "signatures": {UUID(int=990): [SIGNATURE]},
            "on_platform": True,
            "may_change": True,
        },
    ),
    "vendors-customers-own": (
        "vendors/customers.html",
        OFFICER,
        lambda: {
            "customers": [_customer("in_force")],
            "signatures": {},
            "on_platform": False,
            "may_change": False,
        },
    ),
    "vendors-customers-none": (
        "vendors/customers.html",
        OFFICER,
        lambda: {"customers": [], "signatures": {}, "on_platform": True, "may_change": True},
    ),
    "vendor-add": ("vendors/form.html", OFFICER, lambda: _form(_vendor_form(None))),
    "vendor-add-wrong": (
        "vendors/form.html",
        OFFICER,
        lambda: _form(_vendor_form({"name": "", "elements": ["messages"]})),
    ),
    "vendor-retire": ("vendors/form.html", OFFICER, lambda: _form(EndForm(), danger=True)),
    "vendor-assess": (
        "vendors/form.html",
        OFFICER,
        lambda: _form(AssessmentForm({}, today=TODAY)),
    ),
    "vendor-document-add": ("vendors/form.html", OFFICER, lambda: _form(AssuranceForm())),
    "customer-agreement-add": ("vendors/form.html", OFFICER, lambda: _form(SignedForm())),
    "agreement-add": ("vendors/form.html", OFFICER, lambda: _form(AgreementForm(may_get=["name"]))),
    "agreement-add-wrong": (
        "vendors/form.html",
        OFFICER,
        lambda: _form(
            AgreementForm(
                {
                    "kind": "baa",
                    "signed_on": "2026-01-11",
                    "starts_on": "2026-01-10",
                    "covers": ["messages"],
                    "host": "https://x",
                }
            )
        ),
    ),
    "agreement-end": (
        "vendors/agreement_end.html",
        OFFICER,
        lambda: {
            "agreement": _signed("in_force"),
            "state": "in_force",
            "covers": ["Messages"],
            "purposes": ["api.brightwater.example"],
            "form": EndForm(),
        },
    ),
    "agreement-ended": (
        "vendors/agreement_end.html",
        OFFICER,
        lambda: {
            "agreement": _signed("ended"),
            "state": "ended",
            "covers": [],
            "purposes": [],
            "form": EndForm({"reason": ""}),
        },
    ),
    "agreements": (
        "vendors/agreements.html",
        OFFICER,
        lambda: {
            "listing": _listing([1]),
            "lines": [
                (_signed(state), state, ["Messages"], [SIGNATURE] if state == "in_force" else [])
                for state in ("in_force", "coming", "over", "ended")
            ],
        },
    ),
    "agreements-empty": (
        "vendors/agreements.html",
        OFFICER,
        lambda: {"listing": _listing([]), "lines": []},
    ),
    "agreements-none-fits": (
        "vendors/agreements.html",
        OFFICER,
        lambda: {"listing": _listing([], searched=True), "lines": []},
    ),
    "agreement": ("vendors/agreement.html", OFFICER, lambda: _agreement("in_force")),
    "agreement-unsigned": (
        "vendors/agreement.html",
        OFFICER,
        lambda: _agreement("ended", signatures=[], sign="vendors:agreement_sign", end=""),
    ),
    "agreement-sign": (
        "vendors/sign.html",
        OFFICER,
        lambda: {"terms": terms_of(_signed("in_force")), "form": PostedForm(), "back": "/"},
    ),
    "agreement-over-for-the-platform": ("web/agreement_over.html", None, dict),
}
