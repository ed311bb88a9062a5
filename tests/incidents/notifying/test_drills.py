"""A drill is called one wherever it is named, on each of its pages, and in what is taken of it."""

from datetime import date

import pytest
from django.urls import reverse

from chaperone.incidents.assessing.text import as_text
from chaperone.incidents.cases.actions.team import put_on_team
from chaperone.incidents.cases.dues import dues
from chaperone.incidents.models import Duty
from chaperone.notices.models import Notice as Told
from tests.cast import LAKESIDE, inside, maria, samuel
from tests.incidents.asking import get, text
from tests.incidents.notifying.things import breach
from tests.incidents.scene import tasks

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
BANNER = "This is a drill."
PAGES = (
    *("case", "tasks", "timeline", "contain", "exposure", "assessment", "notices", "files"),
    *("change", "expose", "assess", "delay", "notice_write", "letters_ask", "texts_ask"),
    *("letters_note", "notice_post", "media"),
)


def test_every_page_of_a_drill_says_so_and_none_of_an_incident(second):
    drill, real = breach(second, drill=True), breach(second)
    for name in PAGES:
        assert BANNER in text(get(samuel, name, incident_id=drill.id)), name
    for name in ("case", "assess", "notices"):
        assert BANNER not in text(get(samuel, name, incident_id=real.id)), name
    for name, more in (
        ("task", {"task_id": tasks(drill.id)[0].id}),
        ("stop", {"how": "carrier"}),
        ("clock_give", {"name": "individuals"}),
    ):
        assert BANNER in text(get(samuel, name, incident_id=drill.id, **more)), name


def test_what_is_taken_of_a_drill_says_so_first(second):
    drill, real = breach(second, drill=True), breach(second)
    for name in ("secretary_csv", "secretary_json", "authority_json"):
        for case, is_drill in ((drill, True), (real, False)):
            page = samuel.client().get(
                reverse(f"incidents:{name}", kwargs={"incident_id": case.id}), secure=True
            )
            assert ("do not submit" in page.content.decode()) is is_drill
            assert ('filename="drill-' in page["Content-Disposition"]) is is_drill
    with samuel.acting():
        signed = drill.assessments.get()
        assert as_text(signed).startswith(f"Drill {drill.number}, assessment 1")


def test_who_is_told_of_a_drill_is_told_that_it_is_one(second):
    drill = breach(second, drill=True)
    with samuel.acting() as officer:
        put_on_team(
            actor=officer, incident_id=drill.id, user_id=maria.user.id, part=Duty.Part.TECHNICAL
        )
    with inside(LAKESIDE):
        told = Told.objects.filter(subject_id=drill.id)
        assert set(told.values_list("kind", flat=True)) == {"incidents.on_drill_team"}
        named = [each.what for each in dues(LAKESIDE, date(2100, 1, 1)) if "task" in each.what]
    assert named
    assert all(f"of drill {drill.number}" in each for each in named)
