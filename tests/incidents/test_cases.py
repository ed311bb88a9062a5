"""One incident from its opening to its end, on its pages, and who may do what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.accounts.models import Session
from chaperone.duties.dues import dues_of
from chaperone.incidents.cases import closing
from chaperone.incidents.cases.actions.stages import close_case
from chaperone.incidents.cases.queries.standing import lasted
from chaperone.incidents.models import Containment, Duty, Incident, Task
from chaperone.ledger.queries import search
from tests.cast import LAKESIDE, daniel, grace, ines, inside, maria, samuel, today_there, tom
from tests.incidents.asking import get, post, text, url
from tests.incidents.scene import do_required, end_stages, filed, opened, tasks
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PAGES = ("case", "tasks", "timeline", "contain", "files")


def now_is(found: Incident) -> Incident:
    with inside(LAKESIDE):
        return Incident.objects.get(id=found.id)


def test_from_the_first_click_to_the_last():
    answer = post(samuel, "open", {"title": "A laptop is gone", "kind": "lost_device"})
    case = answer["Location"]
    page = text(samuel.client().get(case, secure=True))
    assert "End the sessions of whoever had it." in page
    with inside(LAKESIDE):
        found = Incident.objects.get()
    early = post(samuel, "stage", {"stage": "contain"}, incident_id=found.id)
    assert early.status_code == 409
    assert "Required tasks are still open: 1, 2." in text(early)
    for task in tasks(found.id, required=True):
        sent = {"outcome": "Done at noon."}
        assert post(samuel, "task", sent, incident_id=found.id, task_id=task.id).status_code == 302
    assert post(samuel, "close", incident_id=found.id).status_code == 409
    for stage in ("contain", "eradicate", "recover"):
        assert post(samuel, "stage", {"stage": stage}, incident_id=found.id).status_code == 302
    twice = post(samuel, "stage", {"stage": "recover"}, incident_id=found.id)
    assert twice.status_code == 409
    assert post(samuel, "close", incident_id=found.id).status_code == 302
    ended = now_is(found)
    assert (ended.state, ended.closed_by) == ("closed", samuel.user.id)
    assert ended.contained_at <= ended.eradicated_at <= ended.recovered_at <= ended.closed_at
    late = post(samuel, "note", {"text": "One more thing"}, incident_id=found.id)
    assert late.status_code == 400
    assert "This incident is closed." in text(late)


def test_it_takes_over_the_playbook_that_the_organization_published():
    found = opened(kind="snooping")
    assert found.playbook_id is not None
    assert [task.required for task in tasks(found.id)].count(True) >= 4
    assert "Playbook: looking without a reason" in text(get(samuel, "tasks", incident_id=found.id))


@pytest.mark.parametrize("page", PAGES)
def test_who_sees_it(page):
    found, hidden = opened(), opened(about_id=maria.user.id)
    assert get(samuel, page, incident_id=found.id).status_code == 200
    assert get(ines, page, incident_id=found.id).status_code == 200
    assert get(ines, page, incident_id=hidden.id).status_code == 404
    for person in (maria, daniel, grace, tom):
        assert get(person, page, incident_id=found.id).status_code == 404
    assert get(samuel, page, incident_id=uuid4()).status_code == 404


@pytest.mark.parametrize(
    "verb", ["acknowledge", "stage", "close", "team_add", "note", "tasks", "change"]
)
def test_an_auditor_changes_nothing(verb):
    found = opened()
    before = now_is(found)
    assert (
        post(ines, verb, {"text": "x", "stage": "contain"}, incident_id=found.id).status_code == 404
    )
    assert now_is(found).state == before.state


def test_the_team_has_one_who_leads_and_never_whom_it_is_about():
    found = opened(about_id=maria.user.id)
    add = {"user_id": str(grace.user.id), "part": "legal"}
    assert post(samuel, "team_add", add, incident_id=found.id).status_code == 302
    assert post(samuel, "team_add", add, incident_id=found.id).status_code == 400
    about = {"user_id": str(maria.user.id), "part": "technical"}
    assert post(samuel, "team_add", about, incident_id=found.id).status_code == 400
    stranger = {"user_id": str(tom.user.id), "part": "technical"}
    assert post(samuel, "team_add", stranger, incident_id=found.id).status_code == 400
    lead = {"user_id": str(grace.user.id), "part": "lead"}
    assert post(samuel, "team_add", lead, incident_id=found.id).status_code == 302
    assert now_is(found).lead_id == grace.user.id
    with inside(LAKESIDE):
        (leads,) = Duty.objects.filter(part="lead", ended_at=None)
        (legal,) = Duty.objects.filter(part="legal", ended_at=None)
    gone = post(samuel, "team_leave", incident_id=found.id, duty_id=leads.id)
    assert gone.status_code == 409
    assert post(samuel, "team_leave", incident_id=found.id, duty_id=legal.id).status_code == 302


def test_tasks_have_an_owner_and_a_day_and_stand_in_the_calendar():
    found = opened()
    (first, *_) = tasks(found.id)
    day = today_there() + timedelta(days=1)
    sent = {"owner_id": str(samuel.user.id), "due_on": day.isoformat()}
    ids = {"incident_id": found.id, "task_id": first.id}
    assert post(samuel, "task_assign", sent, **ids).status_code == 302
    coach = sent | {"owner_id": str(maria.user.id)}
    assert post(samuel, "task_assign", coach, **ids).status_code == 400
    with inside(LAKESIDE):
        mine = [d for d in dues_of(LAKESIDE, day) if d.owner == samuel.user.id and "task" in d.what]
    assert [each.what for each in mine] == ["Do 1 task of incident 1"]
    assert "laptop" not in str(mine)
    done = post(samuel, "task", {"outcome": "No laptop of ours", "not_needed": "on"}, **ids)
    assert done.status_code == 302
    assert "Not needed" in text(get(samuel, "tasks", incident_id=found.id))
    assert post(samuel, "task", {"outcome": "again"}, **ids).status_code == 400
    other = opened()
    crossed = {"incident_id": other.id, "task_id": first.id}
    assert post(samuel, "task", {"outcome": "x"}, **crossed).status_code == 404


def test_closing_waits_for_what_other_parts_ask(monkeypatch):
    monkeypatch.setattr(closing, "_conditions", [lambda _actor, _found: "Judge it first."])
    found = opened()
    do_required(found.id)
    end_stages(found.id)
    answer = post(samuel, "close", incident_id=found.id)
    assert answer.status_code == 409
    assert "Judge it first." in text(answer)
    monkeypatch.setattr(closing, "_conditions", [])
    with samuel.acting() as officer:
        assert close_case(actor=officer, incident_id=found.id).is_closed


def test_evidence_has_its_hash_and_whose_hands_it_went_through():
    found = opened()
    address = reverse(
        "registers:attachment_add", kwargs={"kind": "incidents.case", "record_id": found.id}
    )
    file = SimpleUploadedFile("log.txt", b"12:00 a line")
    assert samuel.client().post(address, {"file": file}, secure=True).status_code == 302
    page = get(samuel, "files", incident_id=found.id)
    sha = page.context["attachments"][0].sha256
    opening = reverse(
        "registers:attachment", kwargs={"attachment_id": page.context["attachments"][0].id}
    )
    assert ines.client().get(opening, secure=True).status_code == 200
    hands = get(samuel, "files", incident_id=found.id).context["custody"]
    assert [(each.who, each.did) for each in hands] == [
        (ines.user.name, "opened it"),
        (samuel.user.name, "added it"),
    ]
    assert {each.sha256 for each in hands} == {sha}
    hidden = opened(about_id=maria.user.id)
    other = reverse(
        "registers:attachment_add", kwargs={"kind": "incidents.case", "record_id": hidden.id}
    )
    file = SimpleUploadedFile("log.txt", b"secret line")
    assert samuel.client().post(other, {"file": file}, secure=True).status_code == 302
    secret = get(samuel, "files", incident_id=hidden.id).context["attachments"][0].id
    opening = reverse("registers:attachment", kwargs={"attachment_id": secret})
    for person in (ines, maria, grace, tom):
        assert person.client().get(opening, secure=True).status_code == 404


def test_what_is_stopped_is_stopped_and_says_who_may_not():
    found = opened()
    with inside(LAKESIDE):
        daniel.client()
        assert Session.objects.filter(user=daniel.user, ended_at=None).exists()
    page = text(get(samuel, "stop", incident_id=found.id, how="sessions"))
    assert "signed out everywhere at once" in page
    sent = {"target_id": str(daniel.user.id)}
    assert post(samuel, "stop", sent, incident_id=found.id, how="sessions").status_code == 302
    with inside(LAKESIDE):
        assert not Session.objects.filter(user=daniel.user, ended_at=None).exists()
    assert post(samuel, "stop", sent, incident_id=found.id, how="grants").status_code == 302
    assert daniel.client().get(reverse("web:home"), secure=True).status_code in (302, 403, 404)
    again = post(samuel, "stop", sent, incident_id=found.id, how="grants")
    assert again.status_code == 400
    own = post(
        samuel, "stop", {"target_id": str(samuel.user.id)}, incident_id=found.id, how="grants"
    )
    assert own.status_code == 400
    assert "Nobody ends their own access" in text(own)
    with inside(LAKESIDE):
        steps = list(Containment.objects.order_by("id"))
    for step in steps:
        answer = post(samuel, "undo", incident_id=found.id, containment_id=step.id)
        assert answer.status_code == 409
    shown = text(get(samuel, "timeline", incident_id=found.id))
    assert "Something was stopped because of an incident." in shown


def test_who_lacks_the_permission_of_a_step_is_told_whom_to_ask(monkeypatch):
    from chaperone.access.actors import Staff

    found = opened()
    may = Staff.may
    monkeypatch.setattr(
        Staff, "may", lambda self, name: name != "settings.security" and may(self, name)
    )
    page = text(get(samuel, "contain", incident_id=found.id))
    assert "ask somebody who may change how people sign in" in page
    answer = post(samuel, "stop", incident_id=found.id, how="carrier")
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert not Containment.objects.exists()


def test_a_drill_changes_nothing_and_is_measured():
    post(samuel, "begin_drill", {"title": "A coach calls", "kind": "credential_theft"})
    with inside(LAKESIDE):
        found = Incident.objects.get()
        daniel.client()
    for page in PAGES:
        assert "This is a drill." in text(get(samuel, page, incident_id=found.id))
    assert post(samuel, "acknowledge", incident_id=found.id).status_code == 302
    assert post(samuel, "acknowledge", incident_id=found.id).status_code == 409
    person = {"target_id": str(daniel.user.id)}
    for how in ("sessions", "grants", "keys", "carrier", "assistant"):
        sent = person if how in ("sessions", "grants") else {}
        assert post(samuel, "stop", sent, incident_id=found.id, how=how).status_code == 302
    with inside(LAKESIDE):
        assert Session.objects.filter(user=daniel.user, ended_at=None).exists()
        assert Containment.objects.filter(exercised=True).count() == 5
        changes = search(operator(LAKESIDE), event="organizations.setting.changed").rows
        assert not [row for row in changes if "Incident" in str(row.details["reason"])]
        assert not search(operator(LAKESIDE), event="incidents.containment.done").rows
    assert daniel.client().get(reverse("web:home"), secure=True, follow=True).status_code == 200
    do_required(found.id)
    end_stages(found.id)
    with inside(LAKESIDE):
        year = today_there() + timedelta(days=370)
        before = [d.due_on for d in dues_of(LAKESIDE, year) if "drill of the response" in d.what]
    post(samuel, "close", incident_id=found.id)
    with inside(LAKESIDE):
        after = [d.due_on for d in dues_of(LAKESIDE, year) if "drill of the response" in d.what]
    assert before < after
    (line,) = get(samuel, "drills").context["lines"]
    assert all(time.took for time in line["times"])
    assert "A coach calls" not in text(get(samuel, "incidents"))


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("open", {}),
        ("open", {"title": "x" * 201, "kind": "other"}),
        ("open", {"title": "a\0b", "kind": "other"}),
        ("open", {"title": "x", "kind": "nothing"}),
        ("open", {"title": ["x", "y"], "kind": "other"}),
        ("open", {"title": "x", "kind": "other", "about_id": str(uuid4())}),
        ("open", {"title": "x", "kind": "other", "severity": "worst"}),
        ("begin_drill", {"title": "", "kind": "other"}),
    ],
)
def test_what_cannot_be_an_incident(name, sent):
    assert post(samuel, name, sent).status_code == 400
    with inside(LAKESIDE):
        assert not Incident.objects.exists()


@pytest.mark.parametrize("report", ["x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_what_names_no_report(report):
    assert get(samuel, "open", {"report": report}).status_code in (400, 404)


def test_bad_input_of_a_case():
    found = opened()
    ids = {"incident_id": found.id}
    (first, *_) = tasks(found.id)
    future = (timezone.now() + timedelta(days=2)).isoformat()
    for name, sent, more in [
        ("note", {}, {}),
        ("note", {"text": "\0"}, {}),
        ("note", {"text": "x" * 4001}, {}),
        ("note", {"text": "x", "happened_at": "soon"}, {}),
        ("note", {"text": "x", "happened_at": future}, {}),
        ("team_add", {"user_id": "x", "part": "lead"}, {}),
        ("team_add", {"user_id": str(grace.user.id), "part": "boss"}, {}),
        ("tasks", {"what": "x"}, {}),
        ("tasks", {"what": "\0", "stage": "contain", "due_on": "2026-12-01"}, {}),
        ("tasks", {"what": "x", "stage": "later", "due_on": "2026-12-01"}, {}),
        ("task", {"outcome": ""}, {"task_id": first.id}),
        ("task_assign", {"due_on": "never"}, {"task_id": first.id}),
        ("stop", {"target_id": "x"}, {"how": "sessions"}),
        ("stop", {"target_id": str(tom.user.id)}, {"how": "sessions"}),
        ("stop", {}, {"how": "grants"}),
        ("change", {"title": ""}, {}),
        ("change", {"title": "x", "kind": "other", "severity": "low", "discovered_at": future}, {}),
    ]:
        assert post(samuel, name, sent, **ids, **more).status_code == 400, (name, sent)
    for stage in ("", "lessons", "x", "eradicate"):
        assert post(samuel, "stage", {"stage": stage}, **ids).status_code == 409
    assert get(samuel, "stop", how="everything", **ids).status_code == 404
    assert post(samuel, "undo", containment_id=uuid4(), **ids).status_code == 409


def test_what_is_known_is_changed_and_the_ledger_says_from_what():
    found = opened()
    seen = timezone.now() - timedelta(hours=5)
    sent = {
        "title": "Two laptops are gone",
        "kind": "lost_device",
        "severity": "critical",
        "discovered_at": seen.isoformat(),
        "about_id": str(grace.user.id),
    }
    assert post(samuel, "change", sent, incident_id=found.id).status_code == 302
    changed = now_is(found)
    assert (changed.severity, changed.confidential) == ("critical", True)
    with inside(LAKESIDE):
        (entry,) = search(operator(LAKESIDE), event="incidents.case.changed").rows
    assert entry.details["severity"] == {"from": "high", "to": "critical"}
    assert "laptops" not in str(entry.details)
    assert str(grace.user.id) not in str(entry.details)


def test_the_lists_take_as_many_queries_for_one_as_for_many():
    client = samuel.client()
    found = opened()
    pages = [url("incidents"), url("drills")]
    pages += [url(name, incident_id=found.id) for name in ("case", "tasks", "timeline")]
    few = [queries(client, page) for page in pages]
    for _ in range(3):
        opened()
        filed()
    post(samuel, "note", {"text": "x"}, incident_id=found.id)
    with inside(LAKESIDE):
        assert Task.objects.count() > 10
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 24, few


def test_how_long_it_took_in_words():
    assert lasted(timedelta(seconds=1)) == "1 second"
    assert lasted(timedelta(minutes=61)) == "1 hour 1 minute"
    assert lasted(timedelta(days=2, hours=3, minutes=9)) == "2 days 3 hours"
    assert lasted(timedelta(seconds=-5)) == "0 seconds"
