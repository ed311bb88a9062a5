"""The register's pages, for the officer who keeps it and the auditor who reads it."""

import pytest
from django.urls import reverse

from chaperone.vendors.models import Agreement, Assurance, Vendor
from chaperone.vendors.questionnaire import questions
from tests.cast import HARBOR, LAKESIDE, amara, ines, inside, maria, samuel, tom
from tests.vendors.scene import agreement, vendor
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
VENDOR = {
    "name": "Model Works",
    "service": "Runs a model.",
    "contact": "night desk, +1 617 555 0199",
    "criticality": "medium",
    "elements": ["messages", "name"],
    "why": "To word replies.",
}
GOOD = {
    "kind": "baa",
    "signed_on": "2026-01-05",
    "starts_on": "2026-01-10",
    "ends_on": "",
    "covers": ["messages"],
    "host": "Models.Lakeside.example",
    "reference": "C-17",
}


def page(person, name, **arguments):
    return person.client().get(reverse(f"vendors:{name}", kwargs=arguments), secure=True)


def send(person, name, data, **arguments):
    address = reverse(f"vendors:{name}", kwargs=arguments)
    return person.client().post(address, data, secure=True)


def test_from_an_empty_register_to_an_ended_agreement():
    assert "No vendors yet" in page(tom, "register").content.decode()
    added = send(samuel, "vendor_add", VENDOR)
    assert added.status_code == 302
    with inside(LAKESIDE):
        vendor_id = Vendor.objects.get(name="Model Works").id
    signing = send(samuel, "agreement_add", GOOD, vendor_id=vendor_id)
    assert signing.status_code == 302
    shown = page(ines, "vendor", vendor_id=vendor_id).content.decode()
    for said in ("Model Works", "In force", "models.lakeside.example", "Samuel Brandt", "C-17"):
        assert said in shown
    with inside(LAKESIDE):
        signed = Agreement.objects.get(vendor_id=vendor_id)
    assert (
        "End this agreement"
        in page(samuel, "agreement_end", agreement_id=signed.id).content.decode()
    )
    ending = send(samuel, "agreement_end", {"reason": "Replaced."}, agreement_id=signed.id)
    assert ending.status_code == 302
    shown = page(samuel, "vendor", vendor_id=vendor_id).content.decode()
    assert "Replaced." in shown
    again = send(samuel, "agreement_end", {"reason": "Again."}, agreement_id=signed.id)
    assert again.status_code == 400
    assert "ended already" in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nda"},
        {"signed_on": ""},
        {"signed_on": "2026-02-30"},
        {"signed_on": "2026-01-11"},
        {"ends_on": "2026-01-09"},
        {"covers": ["everything"]},
        {"covers": ["uploads"]},
        {"purposes": ["anything"]},
        {"host": "https://models.lakeside.example/v1"},
        {"host": "a b"},
        {"host": "x" * 254},
        {"reference": "a\0b"},
        {"host": ["a.example", "b.example"]},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(wrong):
    signed = agreement()
    answer = send(samuel, "agreement_add", GOOD | wrong, vendor_id=signed.vendor_id)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert Agreement.objects.filter(vendor_id=signed.vendor_id).count() == 1
    if "reference" not in wrong:
        assert 'value="C-17"' in answer.content.decode()


def test_an_auditor_reads_and_changes_nothing_and_a_coach_sees_nothing():
    signed = agreement()
    shown = page(ines, "register").content.decode()
    assert "Add a vendor" not in shown
    assert send(ines, "vendor_add", VENDOR).status_code == 404
    ending = send(ines, "agreement_end", {"reason": "x"}, agreement_id=signed.id)
    assert ending.status_code == 404
    assert page(maria, "register").status_code == 404


def test_the_register_costs_the_same_for_one_vendor_and_for_many():
    agreement()
    client = samuel.client()
    address = reverse("vendors:register")
    one = queries(client, address)
    for number in range(4):
        vendor(name=f"Vendor {number}")
        agreement()
    assert queries(client, address) == one
    assert one <= 20


def test_the_page_of_a_vendor_costs_the_same_for_one_agreement_and_for_many():
    address = reverse("vendors:vendor", kwargs={"vendor_id": agreement().vendor_id})
    client = samuel.client()
    one = queries(client, address)
    for _ in range(4):
        agreement()
    assert queries(client, address) <= one + 1  # its history opens more entries at once
    assert one <= 24


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\0b"},
        {"why": ""},
        {"elements": ["everything"]},
        {"elements": ["ssn"]},
        {"criticality": "huge"},
        {"owner_id": "nobody"},
        {"under_id": "01890000-0000-7000-8000-000000000000"},
        {"review_on": "2026-02-30"},
        {"service": ["a", "b"]},
    ],
)
def test_a_vendor_that_cannot_be_is_refused_with_a_sentence(wrong):
    answer = send(samuel, "vendor_add", VENDOR | wrong)
    assert answer.status_code == 400
    assert "night desk" in answer.content.decode()
    with inside(LAKESIDE):
        assert not Vendor.objects.filter(service="Runs a model.").exists()


def test_a_vendor_is_judged_and_what_it_has_shown_is_kept():
    vendor_id = vendor().id
    answers = {question.id: "0" for question in questions()}
    judged = send(
        samuel,
        "assess",
        answers | {"review_on": "2999-01-01", "note": "By phone."},
        vendor_id=vendor_id,
    )
    assert judged.status_code == 302
    missing = send(samuel, "assess", {"review_on": "2999-01-01"}, vendor_id=vendor_id)
    assert missing.status_code == 400
    wrong = {"kind": "soc2", "title": "SOC 2", "issued_on": "2026-03-01", "review_on": "2026-03-01"}
    assert send(samuel, "assurance_add", wrong, vendor_id=vendor_id).status_code == 400
    right = wrong | {"review_on": "2999-03-01"}
    assert send(samuel, "assurance_add", right, vendor_id=vendor_id).status_code == 302
    shown = page(ines, "vendor", vendor_id=vendor_id).content.decode()
    for said in ("By phone.", "SOC 2", "Counts", "2999-01-01"):
        assert said in shown
    with inside(LAKESIDE):
        kept = Assurance.objects.get(vendor_id=vendor_id)
    assert send(samuel, "assurance_retire", {}, assurance_id=kept.id).status_code == 302
    assert send(ines, "assurance_retire", {}, assurance_id=kept.id).status_code == 404


def test_a_vendor_changes_and_retires_with_its_history():
    signed = agreement()
    vendor_id = signed.vendor_id
    changed = send(samuel, "vendor_change", VENDOR | {"name": "Word Works"}, vendor_id=vendor_id)
    assert changed.status_code == 302
    early = send(samuel, "vendor_retire", {"reason": "Gone."}, vendor_id=vendor_id)
    assert early.status_code == 400
    assert "End its agreements" in early.content.decode()
    send(samuel, "agreement_end", {"reason": "Gone."}, agreement_id=signed.id)
    assert (
        send(samuel, "vendor_retire", {"reason": "Gone."}, vendor_id=vendor_id).status_code == 302
    )
    shown = page(ines, "vendor", vendor_id=vendor_id).content.decode()
    for said in ("Word Works", "Retired", "What the register says of a vendor was changed."):
        assert said in shown
    assert "Word Works" not in page(ines, "register").content.decode()
    listed = ines.client().get(reverse("vendors:register") + "?listed=retired", secure=True)
    assert "Word Works" in listed.content.decode()


def test_a_gap_in_the_chain_is_shown():
    above = vendor()
    given = VENDOR | {"name": "Racks", "under_id": str(above.id)}
    assert send(samuel, "vendor_add", given).status_code == 302
    assert "without an agreement or an assurance" in page(ines, "chain").content.decode()
    with inside(LAKESIDE):
        below = Vendor.objects.get(name="Racks")
    looped = send(
        samuel,
        "vendor_change",
        VENDOR | {"under_id": str(below.id)},
        vendor_id=above.id,
    )
    assert looped.status_code == 400
    assert "its own subcontractor" in looped.content.decode()


def test_only_the_platform_enters_what_a_customer_signed():
    given = {"signed_on": "2026-01-05", "starts_on": "2026-01-06", "signed_there": "Ada Lake"}
    for person in (samuel, tom):
        refused = send(person, "customer_agreement_add", given, customer_id=HARBOR)
        assert refused.status_code == 404
    entered = send(amara, "customer_agreement_add", given, customer_id=LAKESIDE)
    assert entered.status_code == 302
    assert "Ada Lake" in page(amara, "customers").content.decode()
    mine = page(samuel, "customers").content.decode()
    assert "Ada Lake" in mine
    assert "Ada Lake" not in page(tom, "customers").content.decode()
