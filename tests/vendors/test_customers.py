"""A customer's agreement with the platform gates that customer's PHI, and nothing of its own staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from chaperone.access.actions.requests import Wish
from chaperone.access.actors import operator
from chaperone.access.errors import AgreementOver
from chaperone.access.witness import witnessed
from chaperone.ledger.queries import search
from chaperone.vendors.actions import add_customer_agreement, end_customer_agreement
from chaperone.vendors.actions.gates import let_out
from chaperone.vendors.errors import AlreadyEnded, NoSuchAgreement, NoSuchCustomer
from chaperone.vendors.models import Closure, CustomerAgreement
from chaperone.vendors.outlets import MODEL, Outlet
from tests.access.scene import approved, asked, page_of, soon
from tests.cast import (
    HARBOR,
    LAKESIDE,
    OPERATIONS,
    amara,
    inside,
    maria,
    noah,
    samuel,
    today_there,
    tom,
    ursula,
)
from tests.vendors.scene import HOST, agreement

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def ended(person: Any = samuel) -> None:
    with inside(LAKESIDE):
        signed = CustomerAgreement.objects.get()
    with person.acting() as actor:
        end_customer_agreement(actor=actor, agreement_id=signed.id, reason="We part.")


def support_at_lakeside() -> None:
    """Both sides let Noah in, as they do where an agreement is in force."""
    wish = Wish(role="coach", scope="organization")
    request = asked(noah, wish, soon(hours=2), organization_id=LAKESIDE)
    for officer in (amara, samuel):
        approved(request, officer)


def name_as(person: Any) -> str:
    with (
        person.acting(LAKESIDE) as actor,
        witnessed(actor, purpose="treatment", place="tests"),
    ):
        return str(ursula.member.name.open())


def recorded(organization: Any, event: str) -> int:
    with inside(organization):
        return len(search(operator(organization), event=event).rows)


def test_the_platforms_people_open_nothing_without_it_and_the_customers_go_on() -> None:
    support_at_lakeside()
    assert name_as(noah) == ursula.name
    ended()
    with pytest.raises(AgreementOver):
        name_as(noah)
    assert name_as(maria) == ursula.name


def test_a_page_that_shows_members_is_refused_with_a_reason() -> None:
    support_at_lakeside()
    ended()
    client = noah.client()
    turned = client.post(reverse("access:organizations"), {"organization": LAKESIDE}, secure=True)
    assert turned.status_code == 302
    answer = client.get(page_of(ursula), secure=True)
    assert answer.status_code == 403
    assert "agreement with the platform is missing or over" in answer.content.decode()


def test_nothing_of_the_customer_leaves_whatever_its_vendors_signed() -> None:
    agreement()
    outlet = Outlet(MODEL, HOST, ("messages",))
    with inside(LAKESIDE):
        assert let_out(actor=operator(LAKESIDE), outlet=outlet)
    ended()
    with inside(LAKESIDE):
        assert let_out(actor=operator(LAKESIDE), outlet=outlet) is None
        assert Closure.objects.get(ended_at=None).why == "customer"


def test_an_agreement_of_another_customer_opens_nothing_and_a_new_one_does() -> None:
    support_at_lakeside()
    ended()
    today = today_there()
    with amara.acting() as actor:
        add_customer_agreement(
            actor=actor, customer_id=HARBOR, factor="totp", signed_on=today, starts_on=today
        )
    with pytest.raises(AgreementOver):
        name_as(noah)
    with amara.acting() as actor:
        add_customer_agreement(
            actor=actor,
            customer_id=LAKESIDE,
            factor="totp",
            signed_on=today,
            starts_on=today - timedelta(days=1),
        )
    assert name_as(noah) == ursula.name


def test_both_sides_find_it_in_their_ledgers() -> None:
    before = recorded(OPERATIONS, "vendors.customer_agreement.ended")
    ended(amara)
    assert recorded(LAKESIDE, "vendors.customer_agreement.ended") == 1
    assert recorded(OPERATIONS, "vendors.customer_agreement.ended") == before + 1


def test_a_customer_ends_its_own_only_and_enters_none() -> None:
    with inside(LAKESIDE):
        signed = CustomerAgreement.objects.get()
    with tom.acting() as actor:
        with pytest.raises(NoSuchAgreement):
            end_customer_agreement(actor=actor, agreement_id=signed.id, reason="Not mine.")
        with pytest.raises(NoSuchCustomer):
            add_customer_agreement(
                actor=actor,
                customer_id=HARBOR,
                factor="totp",
                signed_on=today_there(),
                starts_on=today_there(),
            )
    ended()
    with pytest.raises(AlreadyEnded):
        ended()
