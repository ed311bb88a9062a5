"""The home of who runs security: what needs them, how the organization stands, how it goes."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from chaperone.detection.alerts.queries.noise import WEEKS, monday_of
from chaperone.detection.alerts.queries.weekly import raised_and_closed
from chaperone.detection.models import Review
from chaperone.detection.reviews.queries import totals
from chaperone.duties.dues import seen_by
from chaperone.evidence.freezing import actions as freezing
from chaperone.evidence.models import Day, Frozen, Reading
from chaperone.evidence.posture import FAMILIES, posture
from chaperone.standards.catalogue import all_standards
from chaperone.web.today import pictures
from tests.cast import HARBOR, LAKESIDE, ZONES, daniel, grace, ines, inside, maria, samuel, tom
from tests.detection.scene import Scene
from tests.duties.scene import due, only
from tests.incidents.scene import filed, opened
from tests.web.administration.asking import queries

STANDS = "How do we stand?"
ZONES_OF = {each: ZoneInfo(zone) for each, zone in ZONES.items()}
OWN, WITH_SOURCES = 26, 82


@pytest.fixture(scope="module")
def home(committing, as_login):
    """A database in which Lakeside's standards were computed and frozen, and Harbor's were not."""
    with committing():
        with as_login("worker"):
            freezing.freeze_day(organization_id=LAKESIDE)
        yield


@pytest.fixture
def nothing_due(monkeypatch):
    """What each source of duties yields is its own tests' matter."""
    only(monkeypatch)


@pytest.fixture
def scene(home, as_login) -> Scene:
    return Scene(as_login)


def shown(person) -> str:
    answer = person.client().get(reverse("today:today"), secure=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def context(person) -> dict:
    return person.client().get(reverse("today:today"), secure=True).context


def lakeside_today() -> date:
    return timezone.localdate(timezone=ZONES_OF[LAKESIDE])


def monday(weeks_ago: int = 0) -> date:
    return monday_of(lakeside_today()) - timedelta(weeks=weeks_ago)


@pytest.mark.usefixtures("home", "nothing_due")
class TestPosture:
    def test_each_standard_is_in_one_family(self):
        places = Counter(
            each.citation
            for each in all_standards()
            for family in FAMILIES
            if each.citation.startswith(family.begins)
        )
        assert places == Counter(each.citation for each in all_standards())

    def test_the_counts_are_those_of_the_readings(self):
        with inside(LAKESIDE):
            rows = list(Reading.objects.values_list("citation", "status"))
        page = context(samuel)
        for family, (glance, _spark) in zip(FAMILIES, page["families"], strict=True):
            own = Counter(status for name, status in rows if name.startswith(family.begins))
            assert glance.counts == own, family.name
        assert sum(sum(each.counts.values()) for each in page["posture"].families) == 91

    def test_the_page_says_them_by_word_and_links_to_their_standards(self):
        text = shown(samuel)
        assert STANDS in text
        assert f"{reverse('evidence:standards')}#family-1" in text
        assert "Breach notification" in text
        standards = samuel.client().get(reverse("evidence:standards"), secure=True)
        families = standards.context["families"]
        for glance in context(samuel)["posture"].families:
            first = families[glance.first - 1].lines[0].standard.citation
            assert first.startswith(dict(FAMILIES)[glance.name])

    def test_the_trend_is_that_of_the_frozen_days(self, scene):
        before = lakeside_today() - timedelta(days=5)
        with scene.working():
            _freeze(before, {"164.310(b)": "met", "164.310(c)": "not_met"})
            _freeze(before - timedelta(days=90), {"164.310(b)": "met"})
        with samuel.acting() as actor:
            physical = posture(actor).families[1]
        assert physical.trend[0] == (before, 50)
        assert len(physical.trend) == 2
        assert f"Physical: 50% met on {before}" in shown(samuel)

    def test_nothing_is_computed_while_the_page_is_asked_for(self, monkeypatch):
        def computed(_actor):
            raise AssertionError("computed while somebody waits")

        monkeypatch.setattr("chaperone.evidence.collecting.collect_all", computed)
        monkeypatch.setattr("chaperone.evidence.collecting.collect", computed)
        monkeypatch.setattr("chaperone.evidence.freezing.actions.collect_all", computed)
        assert STANDS in shown(samuel)

    def test_before_the_first_computation_it_says_when_that_is(self):
        text = shown(tom)
        assert "Nothing was computed yet" in text
        assert "within minutes of the worker" in text
        assert reverse("evidence:standards") in text

    def test_another_organizations_standards_count_nowhere(self):
        with tom.acting() as actor:
            assert actor.organization_id == HARBOR
            assert posture(actor).families == []


@pytest.mark.usefixtures("home", "nothing_due")
class TestOthers:
    @pytest.mark.parametrize("person", [maria, grace, daniel])
    def test_their_today_is_as_it_was(self, person, scene):
        scene.alert(None, severity="critical")
        opened(title="Seen by officers alone")
        text = shown(person)
        for officers in (STANDS, "Alerts that nobody", "Incidents and reports", "What is late?"):
            assert officers not in text

    def test_an_auditor_has_none(self):
        assert ines.client().get(reverse("today:today"), secure=True).status_code == 404


@pytest.mark.usefixtures("home", "nothing_due")
class TestNeeds:
    def test_alerts_wait_until_somebody_takes_them_up(self, scene):
        new = scene.alert(maria, severity="critical", score=0.99)
        taken = scene.alert(maria, state="acknowledged", score=0.99)
        mine = scene.alert(samuel, score=0.99)
        explained = scene.alert(maria, explained_by="care_team", score=0.99)
        elsewhere = scene.alert(None, organization_id=HARBOR, score=0.99)
        text = shown(samuel)
        assert _address(new) in text
        for other in (taken, mine, explained, elsewhere):
            assert _address(other) not in text
        assert _address(elsewhere) in shown(tom)

    def test_open_incidents_stand_with_their_clocks_and_what_falls_due_next(self, monkeypatch):
        incident = opened(title="A laptop is gone, said Ada", severity="critical")
        drill = opened(title="Only an exercise", drill=True)
        next_due = {"route": "incidents:tasks", "permission": "incidents.manage"}
        only(
            monkeypatch,
            *(
                due(days, today=lakeside_today(), key=key, arguments=_of(found), **next_due)
                for days, key, found in ((9, "a", incident), (3, "b", incident), (1, "c", drill))
            ),
        )
        cases = {each.incident.id: each for each in context(samuel)["cases"].first}
        case = cases[incident.id]
        assert case.clock == "running"
        assert case.contain_by - incident.discovered_at == timedelta(hours=4)
        assert (case.due.due.key, case.due_url) == (
            "b",
            reverse("incidents:tasks", kwargs=_of(incident)),
        )
        assert drill.id not in cases
        text = shown(samuel)
        assert "A laptop is gone, said Ada" in text
        assert "Only an exercise" not in text
        assert "A laptop is gone" not in shown(tom)

    def test_reports_wait_until_the_first_deadline(self):
        filed(text="A secret concern about Ursula")
        reports = context(samuel)["reports"]
        assert reports.waiting >= 1
        assert reports.due_at > timezone.now()
        text = shown(samuel)
        assert reverse("incidents:reports") in text
        assert "Ursula" not in text

    def test_duties_that_are_over_and_those_of_the_week(self, monkeypatch):
        days = (("late", -3), ("today", 0), ("soon", 7), ("later", 8))
        only(
            monkeypatch,
            *(
                due(left, today=lakeside_today(), key=name, what=f"It is {name}")
                for name, left in days
            ),
        )
        text = shown(samuel)
        assert "It is late</a>, 3 days ago" in text
        assert "It is today</a>, until the end of today" in text
        assert "It is soon</a>, until" in text
        assert "It is later" not in text


@pytest.mark.usefixtures("home", "nothing_due")
class TestPictures:
    def test_openings_and_refusals_are_those_that_the_weekly_reviews_counted(self, scene):
        for weeks_ago, openings in ((1, 40), (2, 7), (WEEKS + 1, 999)):
            _review(scene, monday(weeks_ago), [(openings, 2), (1, 1)])
        _review(scene, monday(1), [(5555, 0)], HARBOR)
        with samuel.acting() as actor:
            found = totals(actor, weeks=2)
        assert found == [(monday(2), 8, 3), (monday(1), 41, 3)]
        assert "5555" not in shown(samuel)

    def test_alerts_are_counted_in_the_week_in_which_they_came_and_went(self, scene):
        before = _weeks()
        scene.alert(maria)
        scene.alert(maria, explained_by="care_team")
        scene.alert(None, organization_id=HARBOR)
        closed = {"closed_at": timezone.now(), "closed_by": grace.user.id}
        scene.alert(maria, state="closed", verdict="confirmed", **closed)
        after = _weeks()
        assert len(after) == WEEKS
        assert after[-1].first_day == monday()
        assert (after[-1].raised, after[-1].closed) == (
            before[-1].raised + 2,
            before[-1].closed + 1,
        )
        assert after[:-1] == before[:-1]


def test_what_is_late_is_counted_by_what_it_belongs_to():
    late = [due(-1, key="a"), due(-9, key="b"), due(-2, key="c", route="policies:register"), due(0)]
    listed = seen_by(late, user_id=UUID(int=1), may=lambda _name: True, today=due(0).due_on)
    figure = pictures.overdue_by_room(listed)
    assert figure.rows == [("Vendors", 2), ("Policies", 1)]


def test_without_figures_there_is_no_picture():
    for figure in (pictures.openings([]), pictures.alerts([]), pictures.overdue_by_room([])):
        assert (figure.rows, figure.picture) == ([], "")


@pytest.mark.usefixtures("home")
class TestQueries:
    def test_the_page_takes_a_known_number(self, monkeypatch, scene):
        scene.alert(maria)
        opened()
        only(monkeypatch)  # what each source takes is counted below
        assert queries(samuel.client(), reverse("today:today")) == OWN
        for _ in range(6):
            scene.alert(maria)
            opened()
        assert queries(samuel.client(), reverse("today:today")) == OWN

    def test_each_source_of_duties_is_asked_once(self, monkeypatch):
        source = only(monkeypatch)
        asked = []
        monkeypatch.setattr(
            type(source), "__call__", lambda _self, *asking: asked.append(asking) or []
        )
        shown(samuel)
        assert len(asked) == 1

    def test_with_all_sources_it_stays_bounded(self):
        assert queries(samuel.client(), reverse("today:today")) <= WITH_SOURCES


def _weeks():
    with samuel.acting() as actor:
        return raised_and_closed(actor, ZONES_OF[LAKESIDE])


def _review(scene, first_day: date, lines, organization_id: UUID = LAKESIDE) -> None:
    with scene.working(organization_id):
        Review.objects.create(
            organization_id=organization_id,
            first_day=first_day,
            since=timezone.now() - timedelta(days=7),
            until=timezone.now(),
            due_on=first_day + timedelta(days=14),
            seed="0" * 64,
            population=0,
            figures=[
                {"role": "x", "openings": opened, "refusals": refused} for opened, refused in lines
            ],
        )


def _freeze(on: date, statuses: dict[str, str]) -> None:
    day = Day.objects.create(organization_id=LAKESIDE, on=on, digest="0" * 64, entry_id=UUID(int=1))
    for citation, status in statuses.items():
        Frozen.objects.create(
            organization_id=LAKESIDE,
            day=day,
            on=on,
            citation=citation,
            status=status,
            sentence="As tests say.",
            collected_at=timezone.now(),
        )


def _of(incident) -> dict[str, UUID]:
    return {"incident_id": incident.id}


def _address(alert) -> str:
    return reverse("detection:alert", kwargs={"alert_id": alert.id})
