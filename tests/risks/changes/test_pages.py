"""A release is assessed by one, approved by another, and doctor knows."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.risks.changes.actions import decide_release, record_release
from chaperone.risks.changes.errors import AlreadyDecided, AlreadyRecorded, OwnRelease
from chaperone.risks.changes.queries import state_of_version
from chaperone.risks.changes.running import running_version
from chaperone.risks.models import Release
from tests.cast import inside
from tests.risks.asking import get, post, text, url
from tests.risks.cast import HERE, THERE, administrator, auditor, coach, officer, stranger
from tests.web.administration.asking import queries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
SENT = {
    "version": "9.9.0",
    "changes": "New pages.",
    "ephi": "None.",
    "risk": "low",
    "risks": "None known.",
    "tests": "All ran.",
    "way_back": "Install 9.8.0.",
}
YES = {"decision": "approve", "note": "Read it."}


def recorded(person=officer, **changes):
    with person.acting() as actor:
        return record_release(actor=actor, **SENT | changes)


def test_a_release_is_recorded_changed_and_approved_by_somebody_else():
    assert "No release is on record" in text(get(officer, "changes:register"))
    assert post(officer, "changes:add", SENT).status_code == 302
    with inside(HERE):
        one = Release.objects.get()
    place = {"release_id": one.id}
    assert post(officer, "changes:change", SENT | {"tests": "Twice."}, **place).status_code == 302
    own = post(officer, "changes:decide", YES, **place)
    assert own.status_code == 400
    assert "somebody else must" in text(own)
    assert post(administrator, "changes:decide", YES, **place).status_code == 302
    shown = text(get(auditor, "changes:release", **place))
    for said in ("May ship", "Hana Sato", "Read it.", "Twice."):
        assert said in shown
    late = post(officer, "changes:change", SENT | {"tests": "Thrice."}, **place)
    assert late.status_code == 400


def test_who_changes_an_assessment_has_assessed_it_and_cannot_approve():
    one = recorded(stranger)
    with inside(THERE):
        # As if a second officer had recorded it.
        Release.objects.filter(id=one.id).update(recorded_by=officer.user.id)
    sent = SENT | {"tests": "Mine now."}
    assert post(stranger, "changes:change", sent, release_id=one.id).status_code == 302
    with stranger.acting() as actor, pytest.raises(OwnRelease):
        decide_release(actor=actor, release_id=one.id, approve=True, note="Mine.")


def test_a_version_has_one_record_unless_it_was_refused():
    one = recorded()
    with pytest.raises(AlreadyRecorded):
        recorded()
    assert "has a record already" in text(post(officer, "changes:add", SENT))
    with administrator.acting() as actor:
        decide_release(actor=actor, release_id=one.id, approve=False, note="Tests fail.")
        with pytest.raises(AlreadyDecided):
            decide_release(actor=actor, release_id=one.id, approve=True, note="After all.")
    assert recorded().version == "9.9.0"


def test_the_database_lets_nobody_approve_their_own_or_change_what_was_decided():
    one = recorded()
    alone = "UPDATE risks_release SET state = 'approved', decided_by = recorded_by WHERE id = %s"
    refused = pytest.raises(DatabaseError, match="by_somebody_else")
    with inside(HERE), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(alone, [one.id])
    with administrator.acting() as actor:
        decide_release(actor=actor, release_id=one.id, approve=True, note="Yes.")
        with pytest.raises(DatabaseError, match="What was decided"), transaction.atomic():
            Release.objects.filter(id=one.id).update(tests="Other.")


def test_whether_the_running_version_was_approved_is_known_without_an_organization():
    assert state_of_version("9.9.0") == "none"
    one = recorded()
    assert state_of_version("9.9.0") == "waiting"
    with administrator.acting() as actor:
        decide_release(actor=actor, release_id=one.id, approve=True, note="Yes.")
    assert state_of_version("9.9.0") == "approved"
    assert state_of_version("9.9.1") == "none"
    assert running_version()[0].isdigit()


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": ""},
        {"version": "nine point nine"},
        {"version": "9" * 41},
        {"risk": "none"},
        {"way_back": ""},
        {"changes": "x" * 4001},
        {"ephi": ["a", "b"]},
        {"tests": "a\0b"},
    ],
)
def test_a_wrong_assessment_is_refused_and_stays_typed(wrong):
    answer = post(officer, "changes:add", SENT | wrong)
    assert answer.status_code == 400
    assert "None known." in text(answer)


def test_who_may_what():
    one = recorded(stranger)
    for name in ("release", "change", "decide"):
        assert get(officer, f"changes:{name}", release_id=one.id).status_code == 404
    own = recorded()
    assert post(auditor, "changes:decide", YES, release_id=own.id).status_code == 404
    assert get(administrator, "changes:add").status_code == 404
    assert get(coach, "changes:register").status_code == 404


def test_the_register_costs_the_same_for_few_and_many():
    recorded()
    client = officer.client()
    few = queries(client, url("changes:register"))
    for number in range(6):
        recorded(version=f"1.{number}")
    assert queries(client, url("changes:register")) == few
    assert few <= 18
