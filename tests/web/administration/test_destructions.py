"""Pages about destroying a member's data, and what stays to be seen of who was destroyed."""

import hashlib
import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from chaperone.accounts import steps
from chaperone.retention.actions import carry_out
from chaperone.retention.models import Destruction
from tests.cast import LAKESIDE, daniel, grace, ines, inside, maria, samuel, ursula
from tests.conversations.scene import Scene
from tests.retention.scene import asked, certificate_of, destroyed, ended
from tests.web.administration.asking import entries, get, post, queries, text, url

pytestmark = pytest.mark.usefixtures("committed")
ASK = {"basis": "member", "file_number": "2026/117", "confirmation": "DESTROY"}
APPROVE = {"decision": "approve", "confirmation": "DESTROY"}


def id_of(texter):
    with inside(texter.organization_id):
        return texter.member.id


def test_from_asking_to_the_certificate(as_login):
    Scene(as_login).text(ursula, "What is A1C?")
    member_id = ended(ursula)
    page = text(get(grace, "member_destroy", member_id=member_id))
    assert "cannot be undone" in page
    assert "conversations_message" in page
    asking = post(grace, "member_destroy", ASK, member_id=member_id)
    with inside(LAKESIDE):
        destruction_id = Destruction.objects.get().id
    assert asking["Location"] == url("destruction", destruction_id=destruction_id)
    deciding = post(samuel, "destruction_decide", APPROVE, destruction_id=destruction_id)
    assert deciding["Location"] == asking["Location"]
    with as_login("worker"):
        carry_out(organization_id=LAKESIDE)
    page = text(get(samuel, "destruction", destruction_id=destruction_id))
    assert "Purge by cryptographic erase" in page
    assert "no backup holds it" in page
    assert "Grace Lin" in page
    assert str(member_id) in text(get(ines, "destructions"))


def test_the_certificate_is_fetched_as_pdf_and_json_and_that_is_recorded(as_login):
    member_id = destroyed(ursula, as_login)
    certificate = certificate_of(member_id)
    printed = get(ines, "destruction_pdf", destruction_id=certificate.destruction_id)
    assert printed["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(printed.content))
    told = "\n".join(page.extract_text() for page in read.pages)
    for said in (
        "Certificate of destruction",
        str(member_id),
        "Samuel Brandt",
        "no backup holds it",
    ):
        assert said in told
    assert ursula.name not in told
    said = json.loads(
        get(ines, "destruction_json", destruction_id=certificate.destruction_id).content
    )
    canonical = json.dumps(
        said["certificate"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    (entry,) = entries("retention.member.destroyed")
    assert hashlib.sha256(canonical.encode()).hexdigest() == entry.details["sha256"]
    assert said["ledger"]["entry"] == str(entry.id)
    fetched = entries("retention.certificate.fetched")
    assert {each.details["form"] for each in fetched} == {"pdf", "json"}
    assert {each.actor_id for each in fetched} == {ines.user.id}


@pytest.mark.parametrize(
    "wrong",
    [
        {"confirmation": ""},
        {"confirmation": "destroy"},
        {"confirmation": "x" * 500},
        {"basis": ""},
        {"basis": "because"},
        {"basis": ["member", "order"]},
        {"file_number": "Ursula Cummerata"},
        {"file_number": "no digit"},
        {"file_number": "1" * 41},
        {"file_number": "1\x00"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_asked(wrong):
    member_id = ended(ursula)
    assert post(grace, "member_destroy", ASK | wrong, member_id=member_id).status_code == 400
    with inside(LAKESIDE):
        assert not Destruction.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"confirmation": "no"}, {"decision": ""}, {"decision": "maybe"}, {"decision": "\x00"}],
)
def test_a_wrong_decision_decides_nothing(wrong):
    destruction_id = asked(ended(ursula))
    response = post(samuel, "destruction_decide", APPROVE | wrong, destruction_id=destruction_id)
    assert response.status_code == 400
    with inside(LAKESIDE):
        assert Destruction.objects.get().state == "waiting"


def test_refused_without_a_confirmation():
    destruction_id = asked(ended(ursula))
    post(samuel, "destruction_decide", {"decision": "refuse"}, destruction_id=destruction_id)
    with inside(LAKESIDE):
        assert Destruction.objects.get().state == "refused"
    # Asked for again, it is asked anew.
    assert get(grace, "member_destroy", member_id=id_of(ursula)).status_code == 200


def test_an_active_member_s_data_is_not_asked_for():
    page = text(get(grace, "member_destroy", member_id=id_of(ursula)))
    assert "End it first" in page
    response = post(grace, "member_destroy", ASK, member_id=id_of(ursula))
    assert response.status_code == 400


def test_the_second_factor_is_asked_for_first(monkeypatch):
    member_id = ended(ursula)
    destruction_id = asked(member_id)
    monkeypatch.setattr(steps, "_proved", lambda *_: False)
    for response in (
        get(grace, "member_destroy", member_id=member_id),
        get(samuel, "destruction_decide", destruction_id=destruction_id),
        post(samuel, "destruction_decide", APPROVE, destruction_id=destruction_id),
    ):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/again/")
    with inside(LAKESIDE):
        assert Destruction.objects.get().state == "waiting"


def test_who_asked_takes_it_back_on_its_page():
    destruction_id = asked(ended(ursula))
    assert "Take it back" in text(get(grace, "destruction", destruction_id=destruction_id))
    assert "Take it back" not in text(get(samuel, "destruction", destruction_id=destruction_id))
    post(grace, "destruction_withdraw", destruction_id=destruction_id)
    with inside(LAKESIDE):
        assert Destruction.objects.get().state == "withdrawn"


def test_a_membership_about_to_be_destroyed_is_not_taken_up_again():
    member_id = ended(ursula)
    asked(member_id)
    response = post(grace, "member_end", {"reason": "Back."}, member_id=member_id)
    assert response.status_code == 400
    assert "taken back first" in text(response)


def test_pages_say_destroyed_and_never_fail(as_login):
    scene = Scene(as_login)
    scene.text(ursula, "What is A1C?")
    scene.work()
    member_id = destroyed(ursula, as_login)
    certificate = certificate_of(member_id)
    client = maria.client()
    thread = reverse("conversations:thread", kwargs={"conversation_id": member_id})
    member = reverse("members:member", kwargs={"member_id": member_id})
    assert client.get(thread, secure=True)["Location"] == member
    part = client.get(thread, secure=True, headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == member
    page = text(client.get(member, secure=True))
    assert "data was destroyed" in page
    assert str(certificate.id) in page
    assert "Casey" not in page
    assert "What was seen" in page
    inbox = client.get(reverse("conversations:inbox"), secure=True)
    assert inbox.status_code == 200
    assert str(member_id) not in inbox.content.decode()
    version = reverse("conversations:thread_version", kwargs={"conversation_id": member_id})
    assert client.get(version, secure=True).status_code == 200
    for name, data in (("reply", {"body": "Hello"}), ("take_over", {}), ("hand_back", {})):
        address = reverse(f"conversations:{name}", kwargs={"conversation_id": member_id})
        assert client.post(address, data, secure=True).status_code == 404, name
    empty = reverse("conversations:reply", kwargs={"conversation_id": member_id})
    assert client.post(empty, {"body": ""}, secure=True)["Location"] == member
    found = client.post(reverse("members:search"), {"phone": ursula.phone}, secure=True)
    assert "None of the members" in text(found)


def test_the_register_and_the_administrator_s_page_say_destroyed(as_login):
    member_id = destroyed(ursula, as_login)
    page = text(get(grace, "members"))
    assert "Destroyed member" in page
    assert ursula.name not in page
    page = text(get(grace, "member", member_id=member_id))
    assert "data was destroyed" in page
    assert "Take it up again" not in page
    response = get(grace, "member_end", member_id=member_id)
    assert response["Location"] == url("member", member_id=member_id)
    response = get(grace, "member_destroy", member_id=member_id)
    assert "/destructions/" in response["Location"]
    post(grace, "member_find", {"phone": ursula.phone})


def test_only_who_may():
    member_id = ended(ursula)
    destruction_id = asked(member_id)
    for person in (maria, daniel, samuel, ines):
        assert get(person, "member_destroy", member_id=member_id).status_code == 404
    for person in (maria, daniel, grace, ines):
        response = post(person, "destruction_decide", APPROVE, destruction_id=destruction_id)
        assert response.status_code == 404
    with inside(LAKESIDE):
        assert Destruction.objects.get().state == "waiting"


def test_queries_do_not_grow(as_login):
    destroyed(ursula, as_login)
    client = samuel.client()
    assert queries(client, url("destructions")) <= 20
