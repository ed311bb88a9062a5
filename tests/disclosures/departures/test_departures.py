"""A customer leaves: what is returned is whole and opens with its key alone; then nothing is left."""

import json

import pyrage
import pytest
import zstandard
from django.db import DatabaseError, connection
from django.urls import reverse

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.roles import elements_of
from chaperone.disclosures.departures.actions import pack as packing_action
from chaperone.disclosures.departures.actions.deciding import (
    agree,
    approve,
    arrived,
    ask,
    decline,
)
from chaperone.disclosures.departures.actions.destroy import destroy
from chaperone.disclosures.departures.actions.pack import PLACE, pack
from chaperone.disclosures.departures.certificates import digest_of
from chaperone.disclosures.departures.packing import sealed_fields, tables
from chaperone.disclosures.departures.queries import progress_of
from chaperone.disclosures.errors import (
    AlreadyLeaving,
    BadRecipient,
    NoSuchDeparture,
    NotLeaving,
    NotNow,
    OwnStep,
)
from chaperone.disclosures.models import Departure, Part
from chaperone.members.contacting import record_contact
from chaperone.members.models import Member
from chaperone.members.particulars import Particulars
from chaperone.notices.models import Notice
from chaperone.retention.models import Certificate
from chaperone.vendors.actions.customers import end_customer_agreement
from chaperone.vendors.models import CustomerAgreement
from tests.cast import HARBOR, LAKESIDE, OPERATIONS, amara, grace, inside, samuel, tom, ursula
from tests.conversations.scene import Scene
from tests.disclosures.departures.fhir import checked
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def key() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def over() -> None:
    """The agreement of Lakeside with the platform has ended."""
    with samuel.acting() as actor:
        for each in CustomerAgreement.objects.filter(organization_id=LAKESIDE, ended_at=None):
            end_customer_agreement(actor=actor, agreement_id=each.id, reason="We leave.")


def asked(key):
    with grace.acting() as actor:
        return ask(actor=actor, public_key=str(key.to_public())).id


def packing(key):
    departure_id = asked(key)
    with samuel.acting() as actor:
        approve(actor=actor, departure_id=departure_id)
    return departure_id


def pack_all():
    while pack(organization_id=LAKESIDE):
        pass


def packed(key, as_login):
    departure_id = packing(key)
    with as_login("worker"):
        pack_all()
    return departure_id


def returned(key, form=Part.Form.ROWS):
    with inside(LAKESIDE):
        rows = Part.objects.filter(form=form).order_by("number")
        parts = [bytes(each.content) for each in rows]
    lines = [
        line
        for part in parts
        for line in zstandard.decompress(pyrage.decrypt(part, [key])).splitlines()
    ]
    return [json.loads(line) for line in lines]


def told(kind, departure_id):
    """By which ways the platform's officer was told."""
    with inside(OPERATIONS):
        rows = Notice.objects.filter(kind=kind, subject_id=departure_id, recipient_id=amara.user.id)
        return set(rows.values_list("way", flat=True))


def test_not_while_the_agreement_is_in_force_and_once_only(key):
    with grace.acting() as actor:
        with pytest.raises(NotLeaving):
            ask(actor=actor, public_key=str(key.to_public()))
        with pytest.raises(BadRecipient):
            ask(actor=actor, public_key="age1nonsense")
    assert not entries("disclosures.departure.asked")


def test_two_people_decide_and_another_organization_sees_nothing(over, key):
    departure_id = asked(key)
    assert told("disclosures.departure_asked", departure_id) == {"portal", "email"}
    with grace.acting() as actor:
        with pytest.raises(AlreadyLeaving):
            ask(actor=actor, public_key=str(key.to_public()))
        with pytest.raises(OwnStep):
            approve(actor=actor, departure_id=departure_id)
        with pytest.raises(NotNow):
            arrived(actor=actor, departure_id=departure_id)
    with tom.acting() as actor, pytest.raises(NoSuchDeparture):
        approve(actor=actor, departure_id=departure_id)
    with inside(HARBOR):
        assert not Departure.objects.exists()
    with samuel.acting() as actor:
        decline(actor=actor, departure_id=departure_id)
        with pytest.raises(NotNow):
            approve(actor=actor, departure_id=departure_id)


def test_every_row_of_every_member_is_returned_to_the_key_and_recorded(
    over, key, as_login, monkeypatch
):
    scene = Scene(as_login)
    text = scene.text(ursula, "My feet tingle since Zanzibar")
    monkeypatch.setattr(packing_action, "MEMBERS_AT_ONCE", 7)
    packed(key, as_login)
    lines = returned(key)
    with inside(LAKESIDE):
        expected = {
            (model._meta.db_table, str(pk))
            for model in tables()
            for pk in model.objects.values_list("pk", flat=True)
        }
        member_id = ursula.member.id
    assert {(line["table"], line["row"]["id"]) for line in lines} == expected
    by_row = {(line["table"], line["row"]["id"]): line["row"] for line in lines}
    assert by_row["conversations_message", str(text)]["body"] == "My feet tingle since Zanzibar"
    member = by_row["members_member", str(member_id)]
    assert member["phone"] == ursula.phone
    assert "phone_index" not in member
    with inside(LAKESIDE):
        parts = Part.objects.count()
    records = entries(ACCESS_RECORDED.name)
    # Opened once for both forms.
    assert 2 * len([each for each in records if each.details["place"] == PLACE]) == parts > 2
    with pytest.raises(pyrage.DecryptError):
        returned(pyrage.x25519.Identity.generate())


def test_the_same_members_are_returned_as_fhir_resources(over, key, as_login):
    scene = Scene(as_login)
    text = scene.text(ursula, "My feet tingle since Zanzibar")
    with grace.acting() as actor:
        member = ursula.member
        said = Particulars(language="es", email="ursula@home.example", electronic=True)
        record_contact(actor=actor, member=member, particulars=said)
    departure_id = packed(key, as_login)

    resources = returned(key, Part.Form.FHIR)
    for each in resources:
        checked(each)
    by_id = {each["id"]: each for each in resources}
    lines = returned(key)
    kinds = {
        "Patient": "members_member",
        "Communication": "conversations_message",
        "Consent": "members_contact",
    }
    for kind, table in kinds.items():
        wanted = {line["row"]["id"] for line in lines if line["table"] == table}
        assert {each["id"] for each in resources if each["resourceType"] == kind} == wanted
    patient = by_id[str(member.id)]
    assert patient["telecom"][0]["value"] == ursula.phone
    assert patient["communication"][0]["language"]["coding"][0]["code"] == "es"
    said = by_id[str(text)]
    assert said["payload"] == [{"contentString": "My feet tingle since Zanzibar"}]
    assert said["sender"] == said["subject"] == {"reference": f"Patient/{member.id}"}
    with inside(LAKESIDE):
        progress = progress_of(Departure.objects.get(id=departure_id))
    assert progress.packed == progress.members
    number = next(each.number for each in progress.parts if each.form == Part.Form.FHIR)
    url = reverse("disclosures:departure_part", args=[departure_id, number])
    sent = grace.client().get(url, secure=True).headers["Content-Disposition"]
    assert sent == f'attachment; filename="members-{number:04}.fhir.ndjson.zst.age"'


def test_a_new_sealed_column_cannot_be_forgotten():
    allowed = elements_of("worker", (), "return")
    columns = {
        (model._meta.db_table, field.attname)
        for model in tables()
        for field in sealed_fields(model)
    }
    assert columns <= allowed


def test_killed_between_parts_it_goes_on(over, key, as_login, monkeypatch):
    monkeypatch.setattr(packing_action, "MEMBERS_AT_ONCE", 7)
    departure_id = packing(key)
    with as_login("worker"):
        assert pack(organization_id=LAKESIDE)

    def broken(*_args, **_more):
        raise RuntimeError

    with as_login("worker"), monkeypatch.context() as fault:
        fault.setattr(packing_action, "append", broken)
        with pytest.raises(RuntimeError):
            pack_all()
    with inside(LAKESIDE):
        assert Departure.objects.get(id=departure_id).state == "packing"
    with as_login("worker"):
        assert not pack(organization_id=LAKESIDE)
    members = [line for line in returned(key) if line["table"] == "members_member"]
    with inside(LAKESIDE):
        assert len(members) == Member.objects.count()


def test_then_everything_is_destroyed_and_certified(over, key, as_login):
    departure_id = packed(key, as_login)
    with grace.acting() as actor:
        arrived(actor=actor, departure_id=departure_id)
        with pytest.raises(OwnStep):
            agree(actor=actor, departure_id=departure_id)
    with samuel.acting() as actor:
        agree(actor=actor, departure_id=departure_id)
    with as_login("worker"):
        while destroy(organization_id=LAKESIDE):
            pass
    with inside(LAKESIDE):
        departure = Departure.objects.get(id=departure_id)
        members = Member.objects.count()
        assert not Member.objects.filter(destroyed_at=None).exists()
        assert not Part.objects.filter(content__isnull=False).exists()
        certificates = Certificate.objects.count()
    assert departure.state == "done"
    assert len(json.loads(departure.content)["members"]) == members == certificates
    (entry,) = entries("disclosures.departure.done")
    assert entry.details["sha256"] == digest_of(departure.content)
    assert told("disclosures.departure_done", departure_id) == {"portal", "email"}
    with as_login("owner"), inside(LAKESIDE), pytest.raises(DatabaseError, match="never changed"):
        Departure.objects.update(content="{}")


def test_what_is_packed_cannot_be_changed(over, key, as_login):
    packed(key, as_login)
    with as_login("worker"), acting_for(worker(LAKESIDE)):
        with pytest.raises(DatabaseError, match="never changed"):
            Part.objects.update(content=b"other")
        connection.set_rollback(True)
