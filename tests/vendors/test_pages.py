"""The register's pages, for the officer who keeps it and the auditor who reads it."""

import pytest
from django.urls import reverse

from chaperone.vendors.models import Agreement
from tests.cast import LAKESIDE, ines, inside, maria, samuel
from tests.vendors.scene import agreement
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
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
    assert "No vendors yet" in page(samuel, "register").content.decode()
    added = send(samuel, "vendor_add", {"name": "Model Works", "service": "Runs a model."})
    assert added.status_code == 302
    assert samuel.client().post(added["Location"], GOOD, secure=True).status_code == 302
    shown = page(ines, "register").content.decode()
    for said in ("Model Works", "In force", "models.lakeside.example", "Samuel Brandt", "C-17"):
        assert said in shown
    with inside(LAKESIDE):
        signed = Agreement.objects.get()
    assert (
        "End this agreement"
        in page(samuel, "agreement_end", agreement_id=signed.id).content.decode()
    )
    ending = send(samuel, "agreement_end", {"reason": "Replaced."}, agreement_id=signed.id)
    assert ending.status_code == 302
    shown = page(samuel, "register").content.decode()
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
        assert Agreement.objects.count() == 1
    if "reference" not in wrong:
        assert 'value="C-17"' in answer.content.decode()


def test_an_auditor_reads_and_changes_nothing_and_a_coach_sees_nothing():
    signed = agreement()
    shown = page(ines, "register").content.decode()
    assert "Add a vendor" not in shown
    assert send(ines, "vendor_add", {"name": "x", "service": "y"}).status_code == 404
    ending = send(ines, "agreement_end", {"reason": "x"}, agreement_id=signed.id)
    assert ending.status_code == 404
    assert page(maria, "register").status_code == 404


def test_the_register_costs_the_same_for_one_agreement_and_for_many():
    agreement()
    client = samuel.client()
    address = reverse("vendors:register")
    one = queries(client, address)
    for _ in range(4):
        agreement()
    assert queries(client, address) == one
    assert one <= 20
