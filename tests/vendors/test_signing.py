"""Agreements are signed: by whom, as whom, with which factor, and exactly which terms and paper."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chaperone.registers.errors import NoFreshFactor
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.signatures import is_under, signatures_of
from chaperone.vendors.actions import (
    add_customer_agreement,
    end_agreement,
    sign_agreement,
    sign_customer_agreement,
)
from chaperone.vendors.errors import AlreadyEnded, AlreadySigned, NoSuchAgreement
from chaperone.vendors.models import Agreement
from chaperone.vendors.signing import Paper, signed_text
from tests.cast import LAKESIDE, amara, ines, inside, maria, samuel, today_there, tom
from tests.vendors.scene import HOST, agreement, customers_own

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def signatures(person, record):
    with person.acting() as actor:
        return signatures_of(actor, record)


def test_who_enters_an_agreement_signs_its_terms_and_its_paper():
    signed = agreement(file=Paper("baa.pdf", PDF))
    (signature,) = signatures(samuel, signed.id)
    assert (signature.name, signature.role) == (samuel.user.name, "Security officer")
    assert signature.factor == "totp"
    assert f"SHA-256 of the file: {sha256(PDF).hexdigest()}" in signed_text(signed)
    assert is_under(signature, signed_text(signed))
    signed.host = "elsewhere.example"
    assert not is_under(signature, signed_text(signed))
    with samuel.acting() as actor:
        (file,) = attachments_of(actor, signed.id)
    assert file.sha256 == signed.file_sha256


def test_without_a_factor_that_was_just_used_nothing_is_entered():
    with pytest.raises(NoFreshFactor):
        agreement(factor="")
    with inside(LAKESIDE):
        assert not Agreement.objects.filter(host=HOST).exists()


def test_what_stood_there_unsigned_stays_valid_and_can_be_signed_once():
    with inside(LAKESIDE):
        vendor = agreement().vendor
        today = today_there()
        old = Agreement(
            organization_id=LAKESIDE, vendor=vendor, kind="baa", signed_on=today, starts_on=today
        )
        old.covers = []
        old.save(force_insert=True)
    assert old.state_on(today) == "in_force"
    with samuel.acting() as actor:
        sign_agreement(actor=actor, agreement_id=old.id, factor="webauthn")
        with pytest.raises(AlreadySigned):
            sign_agreement(actor=actor, agreement_id=old.id, factor="webauthn")
        end_agreement(actor=actor, agreement_id=old.id, reason="Done.")
        with pytest.raises(AlreadyEnded):
            sign_agreement(actor=actor, agreement_id=old.id, factor="webauthn")
    with tom.acting() as actor, pytest.raises(NoSuchAgreement):
        sign_agreement(actor=actor, agreement_id=old.id, factor="totp")


def test_both_sides_sign_a_customers_agreement_and_both_see_both():
    today = today_there()
    with amara.acting() as actor:
        signed = add_customer_agreement(
            actor=actor,
            customer_id=LAKESIDE,
            factor="totp",
            signed_on=today,
            starts_on=today,
            file=Paper("customer.pdf", PDF),
        )
    with samuel.acting() as actor:
        sign_customer_agreement(actor=actor, agreement_id=signed.id, factor="webauthn")
        with pytest.raises(AlreadySigned):
            sign_customer_agreement(actor=actor, agreement_id=signed.id, factor="webauthn")
    for person in (amara, samuel):
        found = {each.name: each for each in signatures(person, signed.id)}
        assert set(found) == {amara.user.name, samuel.user.name}
        assert all(each.role and is_under(each, signed_text(signed)) for each in found.values())
        with person.acting() as actor:
            assert len(attachments_of(actor, signed.id)) == 1
    assert not signatures(tom, signed.id)


def test_the_pages_show_who_signed():
    signed = agreement(file=Paper("baa.pdf", PDF))
    for name, arguments in (
        ("agreements", {}),
        ("agreement", {"agreement_id": signed.id}),
        ("vendor", {"vendor_id": signed.vendor_id}),
    ):
        shown = ines.client().get(reverse(f"vendors:{name}", kwargs=arguments), secure=True)
        assert samuel.user.name in shown.content.decode(), name
    page = reverse("vendors:agreement", kwargs={"agreement_id": signed.id})
    text = ines.client().get(page, secure=True).content.decode()
    assert signed.file_sha256 in text
    assert "baa.pdf" in text
    for person in (tom, maria):
        assert person.client().get(page, secure=True).status_code == 404


def test_a_customer_signs_on_its_page():
    address = reverse(
        "vendors:customer_agreement_sign", kwargs={"customer_agreement_id": customers_own()}
    )
    client = samuel.client()
    assert "Are these the terms" in client.get(address, secure=True).content.decode()
    assert client.post(address, secure=True).status_code == 302
    again = client.post(address, secure=True)
    assert again.status_code == 400
    assert "already" in again.content.decode()


def test_a_paper_that_is_no_paper_enters_nothing():
    signed = agreement()
    address = reverse("vendors:agreement_add", kwargs={"vendor_id": signed.vendor_id})
    given = {
        "kind": "baa",
        "signed_on": "2026-01-05",
        "starts_on": "2026-01-10",
        "file": SimpleUploadedFile("a.exe", b"MZ\0\0"),
    }
    answer = samuel.client().post(address, given, secure=True)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert Agreement.objects.filter(vendor_id=signed.vendor_id).count() == 1
