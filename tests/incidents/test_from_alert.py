"""An alert becomes an incident: once, with what it counted on the timeline, and not for its person."""

from uuid import uuid4

from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.detection.models import Alert, AlertEntry
from chaperone.incidents.cases.queries.timeline import timeline_of
from chaperone.incidents.models import Incident, Note
from chaperone.ledger.queries import Row, search
from tests.cast import LAKESIDE, grace, inside, maria, samuel
from tests.incidents.asking import get, post, text


def an_alert(rows: list[Row], **changes) -> Alert:
    """As a rule raises it. In the context of a worker of the organization."""
    now = timezone.now()
    values = {
        "organization_id": LAKESIDE,
        "rule": "same_surname",
        "severity": "high",
        "score": 0.9,
        "actor_kind": "staff",
        "actor_id": maria.user.id,
        "window_start": now,
        "first_entry_id": rows[-1].id,
        "last_entry_id": rows[0].id,
        "entries": len(rows),
        "started_at": now,
        "ended_at": now,
    } | changes
    alert = Alert(**values)
    alert.save(force_insert=True)
    for row in rows:
        AlertEntry.objects.create(organization_id=LAKESIDE, alert=alert, entry_id=row.id)
    return alert


def test_an_alert_becomes_an_incident(committed, as_login):
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE)).rows[:2]
    suspect, officer = maria.user.id, samuel.user.id
    with as_login("worker"), inside(LAKESIDE):
        alert = an_alert(rows, actor_id=suspect)
        own = an_alert(rows, actor_id=officer)
    page = get(samuel, "open_from_alert", alert_id=alert.id)
    assert page.context["form"].initial["about_id"] == str(suspect)
    sent = {"title": "Looked at a neighbour", "kind": "snooping", "about_id": str(suspect)}
    made = post(samuel, "open_from_alert", sent, alert_id=alert.id)
    assert made.status_code == 302
    assert get(samuel, "open_from_alert", alert_id=alert.id)["Location"] == made["Location"]
    with inside(LAKESIDE):
        found = Incident.objects.get()
    assert (found.about_id, found.confidential, found.alert_id) == (suspect, True, alert.id)
    # Nobody makes an incident of what they are suspected of themselves, nor one without an alert.
    assert get(samuel, "open_from_alert", alert_id=own.id).status_code == 404
    assert get(samuel, "open_from_alert", alert_id=uuid4()).status_code == 404
    assert get(grace, "open_from_alert", alert_id=alert.id).status_code == 404

    note = "She called <b>us</b>"
    assert post(samuel, "note", {"text": note}, incident_id=found.id).status_code == 302
    with samuel.acting() as actor:
        moments = timeline_of(actor, found)
    theirs = [each.entry_id for each in moments if each.source == "alert"]
    assert set(theirs) == {row.id for row in rows}
    assert [each.at for each in moments] == sorted(each.at for each in moments)
    shown = text(get(samuel, "timeline", incident_id=found.id))
    assert "She called &lt;b&gt;us&lt;/b&gt;" in shown
    assert "A security incident was opened." in shown
    with inside(LAKESIDE):
        (entry,) = search(operator(LAKESIDE), event="incidents.note.written").rows
        assert "called" not in str(entry.details)
        assert Note.objects.get().text.reveal() == note
