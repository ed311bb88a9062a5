"""What members text: their concerns are taken down, and hold up nothing that may save a life."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.access.events import ACCESS_RECORDED
from chaperone.conversations import concerns
from chaperone.conversations.models import Turn
from chaperone.incidents.containment.actions import contain, undo
from chaperone.incidents.containment.keys import make_keys_everywhere
from chaperone.incidents.errors import NotByText
from chaperone.incidents.models import Containment, Report, ReportText
from chaperone.incidents.reports.actions import filing
from chaperone.incidents.reports.actions.escalating import escalate_everywhere
from chaperone.incidents.reports.actions.texting import (
    follow_report_texts,
    send_report_texts,
    text_back,
)
from chaperone.incidents.reports.by_text import is_concern
from chaperone.incidents.reports.references import digest_of
from chaperone.ledger.queries import search
from chaperone.notices.models import Notice
from chaperone.vault import rotation
from tests.access.scene import entries
from tests.cast import LAKESIDE, inside, kristopher, lee, samuel, ursula
from tests.conversations.scene import Scene
from tests.incidents.scene import filed, opened

CONCERN = "I have a privacy complaint: a coach told my sister"
EMERGENCY = "I have chest pain and cannot breathe"


@pytest.mark.parametrize(
    "text",
    ["PRIVACY", "privacy.", " Privacidad ", "Report concern", CONCERN, "I report a privacy breach",
     "this is a HIPAA violation", "Quiero poner una queja sobre mi privacidad"],
)  # fmt: skip
def test_what_is_a_concern(text):
    assert is_concern(text)


@pytest.mark.parametrize(
    "text",
    ["STOP", "report", "Report: my sugar is 140", "my doctor's report says A1C 7", "I need privacy",
     "what is A1C?", "", EMERGENCY, "Le reporto mi azucar: 140"],
)  # fmt: skip
def test_what_is_none(text):
    assert not is_concern(text)


def bodies(scene: Scene, texter) -> list[str]:
    return [said.body for said in scene.said(texter) if said.author == "system"]


def test_texts_of_members(committed, as_login, monkeypatch):
    """One database for all of it: each member's thread stands for itself."""
    scene = Scene(as_login)
    for texter, text in ((ursula, CONCERN), (kristopher, f"{EMERGENCY}. {CONCERN}"), (lee, "STOP")):
        scene.text(texter, text)
    scene.work()

    (told,) = [body for body in bodies(scene, ursula) if "concern" in body]
    number = told.split("number: ")[1].split(".")[0]
    with inside(LAKESIDE):
        report = Report.objects.get(reference=digest_of(number))
        assert (report.member_id, report.text.reveal()) == (ursula.member.id, CONCERN)
        assert Notice.objects.filter(subject_id=report.id, recipient_id=samuel.user.id).exists()
        (entry,) = search(operator(LAKESIDE), event="incidents.report.filed", member=None).rows[-1:]
        assert "sister" not in str(entry.details)

    safety, also = bodies(scene, kristopher)[-2:]
    assert "911" in safety
    assert "security officer" not in safety
    assert "Your concern was passed" in also
    turn = scene.conversation(kristopher)
    assert turn.waiting_since is not None

    # An officer answers by text: it goes out, and nothing of hers is opened for it.
    before = len(entries(ACCESS_RECORDED))
    with samuel.acting() as officer:
        text_back(actor=officer, report_id=report.id, body="We have spoken with the coach.")
    with as_login("worker"):
        assert send_report_texts(organization_id=LAKESIDE) == 1
        assert send_report_texts(organization_id=LAKESIDE) == 0
    assert len(entries(ACCESS_RECORDED)) == before
    with as_login("worker"):
        assert follow_report_texts(organization_id=LAKESIDE) == 0
    scene.send()
    answer = bodies(scene, ursula)[-1]
    assert answer.startswith(f"About your concern no. {report.number}")
    assert answer.endswith("We have spoken with the coach.")
    assert scene.deliveries(ursula)[-1].state == "delivered"
    # Whoever wrote it cannot see the thread: what became of it is noted for them, once.
    with as_login("worker"):
        assert follow_report_texts(organization_id=LAKESIDE) == 1
        assert follow_report_texts(organization_id=LAKESIDE) == 0
    page = samuel.client().get(reverse("incidents:one_report", args=[report.id]), secure=True)
    assert "Delivered" in page.content.decode()
    staff = filed()
    with samuel.acting() as officer, pytest.raises(NotByText):
        text_back(actor=officer, report_id=staff.report.id, body="Thank you.")

    scene.text(lee, CONCERN)
    scene.work()
    assert not any("concern" in body for body in bodies(scene, lee))
    with inside(LAKESIDE):
        assert Report.objects.count() == 4
        stopped = Report.objects.get(member_id=lee.member.id)
    with samuel.acting() as officer:
        text_back(actor=officer, report_id=stopped.id, body="We look into it.")
    with as_login("worker"):
        assert send_report_texts(organization_id=LAKESIDE) == 0
    with inside(LAKESIDE):
        assert ReportText.objects.get(report=stopped).state == "stopped"

    # What takes it down breaks: the fixed text goes out all the same, and a person is called.
    def broken(_member, _text):
        raise RuntimeError("full")

    monkeypatch.setattr(concerns, "_hear", broken)
    before = len(bodies(scene, kristopher))
    message = scene.text(kristopher, f"{EMERGENCY}. {CONCERN}")
    scene.work()
    assert "911" in bodies(scene, kristopher)[before]
    assert scene.turn(message).state == Turn.State.HANDED_OVER


def test_what_is_stopped_and_goes_on(committed, as_login, monkeypatch):
    scene = Scene(as_login)
    found = opened()
    with samuel.acting() as officer:
        stopped = contain(actor=officer, incident_id=found.id, how="carrier")
    forget()
    scene.text(ursula, "What is A1C?")
    scene.text(kristopher, EMERGENCY)
    scene.work()
    assert [each.state for each in scene.deliveries(ursula)] == ["held"]
    safety = [each.state for each in scene.deliveries(kristopher) if each.kind == "safety"]
    assert safety == ["delivered"]
    with samuel.acting() as officer:
        undo(actor=officer, incident_id=found.id, containment_id=stopped.id)
    forget()
    release(as_login)
    scene.send()
    assert [each.state for each in scene.deliveries(ursula)] == ["delivered"]

    with samuel.acting() as officer:
        silenced = contain(actor=officer, incident_id=found.id, how="assistant")
    forget()
    message = scene.text(ursula, "What is A1C?")
    safe = scene.text(kristopher, EMERGENCY)
    scene.work()
    assert scene.turn(message).state == Turn.State.HANDED_OVER
    assert scene.turn(message).reply_id is None
    assert scene.turn(safe).reply_id is not None
    with samuel.acting() as officer:
        undo(actor=officer, incident_id=found.id, containment_id=silenced.id)

    # New keys: asked for on the page, made by a worker; a drill makes none.
    before = rotation.made_at(organization_id=LAKESIDE)
    played = opened(drill=True)
    with samuel.acting() as officer:
        contain(actor=officer, incident_id=played.id, how="keys")
    with as_login("worker"):
        make_keys_everywhere()
        assert rotation.made_at(organization_id=LAKESIDE) == before
    with samuel.acting() as officer:
        step = contain(actor=officer, incident_id=found.id, how="keys")
    assert step.finished_at is None
    with as_login("worker"):
        make_keys_everywhere()
        after = rotation.made_at(organization_id=LAKESIDE)
        make_keys_everywhere()
        assert rotation.made_at(organization_id=LAKESIDE) == after > before
    with inside(LAKESIDE):
        assert Containment.objects.get(id=step.id).finished_at

    # A report that nobody takes up is told of again, once.
    past = timezone.now()
    monkeypatch.setattr(filing, "due_at", lambda *_: past)
    report = filed().report
    with as_login("worker"):
        escalate_everywhere()
        escalate_everywhere()
    with inside(LAKESIDE):
        late = Notice.objects.filter(kind="incidents.report_late", way="email")
        assert [each.recipient_id for each in late] == [samuel.user.id]
        assert len(search(operator(LAKESIDE), event="incidents.report.escalated").rows) == 1
        assert Report.objects.get(id=report.id).escalated_at


def forget() -> None:
    from chaperone.organizations import queries

    queries._kept.clear()


def release(as_login) -> None:
    from chaperone.conversations.actions.hold import release as go_on

    with as_login("worker"):
        go_on(organization_id=LAKESIDE)
