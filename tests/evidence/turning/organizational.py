"""Contracts with who gets members' data (45 CFR 164.314(a))."""

from datetime import timedelta
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.evidence.collecting import Status
from chaperone.organizations.days import today_of
from chaperone.vendors.actions import add_agreement, add_vendor, end_agreement
from chaperone.vendors.actions.diligence import add_assurance
from chaperone.vendors.models import Vendor
from tests.cast import samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns


@turns("164.314(a)(1)", "164.314(a)(2)(i)")
def an_agreement_lapses(_: Scene) -> Mend:
    with samuel.acting() as officer:
        _end(officer, "Amazon Web Services")

    def mend() -> None:
        with samuel.acting() as officer:
            _sign(officer, "Amazon Web Services", ["messages", "phone"], purposes=["texts.aws"])

    return mend


@turns("164.314(a)(2)(ii)", stood=Status.NOT_EVALUATED)
def another_arrangement_stands_in(_: Scene) -> Mend:
    with samuel.acting() as officer:
        _end(officer, "Amazon Web Services")
        today = today_of(officer)
        vendor = _vendor("Amazon Web Services")
        add_agreement(
            actor=officer,
            vendor_id=vendor.id,
            factor="totp",
            kind="dsa",
            signed_on=today,
            starts_on=today,
        )

    def mend() -> None:
        with samuel.acting() as officer:
            _sign(officer, "Amazon Web Services", ["messages", "phone"], purposes=["texts.aws"])

    return mend


@turns("164.314(a)(2)(iii)")
def a_subcontractor_shows_nothing(_: Scene) -> Mend:
    with samuel.acting() as officer:
        added = add_vendor(
            actor=officer,
            name="Quayside Storage",
            service="Keeps what the network logs.",
            criticality=Vendor.Criticality.LOW,
            elements=["messages"],
            why="Logs hold texts for a day.",
            under_id=_vendor("Amazon Web Services").id,
        )

    def mend() -> None:
        with samuel.acting() as officer:
            _assure(officer, added.id)

    return mend


def _vendor(name: str) -> Vendor:
    return Vendor.objects.get(name=name)


def _end(officer: Staff, name: str) -> None:
    for agreement in _vendor(name).agreements.filter(ended_at=None, kind="baa"):
        end_agreement(actor=officer, agreement_id=agreement.id, reason="Not renewed.")


def _sign(
    officer: Staff,
    name: str,
    covers: list[str],
    *,
    host: str = "",
    purposes: tuple[str, ...] | list[str] = (),
) -> None:
    today = today_of(officer)
    add_agreement(
        actor=officer,
        vendor_id=_vendor(name).id,
        factor="totp",
        kind="baa",
        signed_on=today,
        starts_on=today,
        covers=covers,
        host=host,
        purposes=purposes,
    )


def _assure(officer: Staff, vendor_id: UUID) -> None:
    today = today_of(officer)
    add_assurance(
        actor=officer,
        vendor_id=vendor_id,
        kind="soc2",
        title="SOC 2 Type 2 report",
        issued_on=today,
        review_on=today + timedelta(days=300),
    )
