"""The pages of alerts: what they show, whom they refuse, and what they answer to bad input."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chaperone.accounts.middleware import POLL_HEADER
from chaperone.detection.alerts.queries.noise import monday_of, noise_of
from chaperone.detection.models import Alert
from tests.cast import LAKESIDE, grace, ines, inside, maria, priya, samuel, tom
from tests.detection.scene import Scene, get, post, text, url

QUESTIONS = 8
"""Who it is, what they may, the log of requests, and one for the alerts."""
VERBS = ("acknowledge", "assign", "close", "note", "reopen")


def test_the_list_shows_what_nothing_explains_and_each_page_takes_a_fixed_number_of_questions(
    scene: Scene,
):
    def questions() -> int:
        client = samuel.client()
        client.get(url("alerts"), secure=True)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("alerts"), secure=True).status_code == 200
        return len(captured)

    alert = scene.alert(maria)
    known = scene.alert(maria, explained_by="assigned")
    before = questions()
    for _ in range(5):
        scene.alert(grace)
    assert questions() == before
    page = text(get(samuel, "alerts"))
    assert str(alert.id) in page
    assert str(known.id) not in page
    assert "Maria Alvarez" in page
    assert "member …abcdef" in page
    assert str(known.id) in text(get(samuel, "explained"))


def test_the_navigation_asks_how_many_are_open_in_one_question_of_its_own(scene: Scene):
    def asked(person) -> tuple[int, int]:  # type: ignore[no-untyped-def]
        client = person.client()
        client.get(url("open"), secure=True)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url("open"), headers={POLL_HEADER: "1"}, secure=True)
        own = [each for each in captured if "detection_alert" in each["sql"]]
        assert len(own) == 1
        return answer.json()["count"], len(captured)

    before, auditors = asked(samuel)[0], asked(ines)[0]
    scene.alert(maria)
    scene.alert(maria, explained_by="assigned")
    scene.alert(samuel)
    taken_up = scene.alert(maria)
    assert post(samuel, "acknowledge", alert_id=taken_up.id).status_code == 302
    found, questions = asked(samuel)
    assert (found, questions) == (before + 2, QUESTIONS)
    assert asked(ines)[0] == auditors + 3
    assert f'data-count-url="{url("open")}"' in text(get(samuel, "alerts"))
    assert get(maria, "open").status_code == 404
    assert url("open") not in text(maria.client().get("/", follow=True, secure=True))


def test_filters_narrow_the_list_and_nonsense_is_refused(scene: Scene):
    alert = scene.alert(maria, rule="self", severity="low")
    page = url("alert", alert_id=alert.id)
    assert page in text(get(samuel, "alerts", {"rule": "self", "severity": "low", "state": "new"}))
    assert page not in text(get(samuel, "alerts", {"rule": "vip"}))
    assert page not in text(get(samuel, "alerts", {"state": "closed"}))
    for asked in ({"rule": "no"}, {"state": "x"}, {"severity": "\0"}, {"rule": ["self", "vip"]}):
        assert get(samuel, "alerts", asked).status_code == 400


def test_one_alert_says_what_happened_and_whose_it_is(scene: Scene):
    alert = scene.alert(maria)
    client = samuel.client()
    client.get(url("alerts"), secure=True)
    with CaptureQueriesContext(connection) as captured:
        page = text(client.get(url("alert", alert_id=alert.id), secure=True))
    assert len(captured) <= 17
    for said in ("Maria Alvarez", "Opened name.", "member …abcdef", "198.51.100.7", "I look into"):
        assert said in page, said
    assert "does not see this page" in page


def test_only_who_may_reads_and_only_who_handles_acts(scene: Scene):
    alert = scene.alert(maria)
    for person in (maria, grace, priya, tom):
        assert get(person, "alert", alert_id=alert.id).status_code in (403, 404), person
    assert get(ines, "alert", alert_id=alert.id).status_code == 200
    assert "Judge and close it" not in text(get(ines, "alert", alert_id=alert.id))
    for verb in VERBS:
        for person in (ines, maria, tom):
            assert post(person, verb, alert_id=alert.id).status_code in (403, 404), (verb, person)


def test_the_person_an_alert_is_about_is_told_of_no_such_alert(scene: Scene):
    alert = scene.alert(samuel)
    refused = get(samuel, "alert", alert_id=alert.id)
    unknown = get(samuel, "alert", alert_id=uuid4())
    assert refused.status_code == unknown.status_code == 404
    for verb in VERBS:
        sent = {"verdict": "false_alarm", "reason": "No.", "text": "No."}
        assert post(samuel, verb, sent, alert_id=alert.id).status_code == 404
    assert str(alert.id) not in text(get(samuel, "alerts", {"state": "all"}))
    assert str(alert.id) in text(get(ines, "alerts"))


def test_taking_up_and_closing_by_the_page(scene: Scene):
    alert = scene.alert(maria)
    assert post(samuel, "acknowledge", alert_id=alert.id).status_code == 302
    sent = {"verdict": "policy_breach", "reason": "He looked for a friend."}
    assert post(samuel, "close", sent, alert_id=alert.id).status_code == 302
    page = text(get(samuel, "alert", alert_id=alert.id))
    assert "Was against the rules" in page
    assert "He looked for a friend." in page
    assert post(samuel, "reopen", {"reason": "New facts."}, alert_id=alert.id).status_code == 302


@pytest.mark.parametrize(
    ("verb", "sent"),
    [
        ("close", {}),
        ("close", {"verdict": "guilty", "reason": "So."}),
        ("close", {"verdict": "confirmed", "reason": "\0"}),
        ("close", {"verdict": ["confirmed", "legitimate"], "reason": "So."}),
        ("close", {"verdict": "confirmed", "reason": "x" * 2001}),
        ("assign", {"user_id": "nobody"}),
        ("assign", {}),
        ("note", {"text": " "}),
        ("reopen", {"reason": "It is open."}),
    ],
)
def test_bad_input_is_said_on_the_page_and_changes_nothing(scene: Scene, verb: str, sent: dict):
    alert = scene.alert(maria)
    answer = post(samuel, verb, sent, alert_id=alert.id)
    assert answer.status_code == 400
    with inside(LAKESIDE):
        assert Alert.objects.get(id=alert.id).state == "new"


def test_noise_counts_weeks_rules_and_verdicts(scene: Scene):
    with samuel.acting() as officer:
        before = noise_of(officer)
    alert = scene.alert(maria, rule="household")
    scene.alert(maria, rule="household", explained_by="assigned")
    post(samuel, "close", {"verdict": "legitimate", "reason": "So."}, alert_id=alert.id)
    with samuel.acting() as officer, CaptureQueriesContext(connection) as captured:
        found = noise_of(officer)
    assert len(captured) == 4
    assert len(found.weeks) == 12
    assert found.weeks[-1].first_day == monday_of(found.weeks[-1].first_day)
    assert found.weeks[-1].suspicious == before.weeks[-1].suspicious + 1
    (rule,) = [each for each in found.rules if each.rule == "household"]
    assert (rule.suspicious, rule.explained, rule.harmless_share) == (1, 1, 100)
    assert found.staff_days > 0
    assert found.rate == round(1000 * found.suspicious / found.staff_days, 2)
    page = text(get(samuel, "noise"))
    assert "<svg" in page
    assert "100 % of what was judged" in page


def test_an_alert_that_history_raised_is_noise_of_the_week_in_which_it_happened(scene: Scene):
    with samuel.acting() as officer:
        before = noise_of(officer)
    then = timezone.now() - timedelta(weeks=3)
    scene.alert(maria, rule="neighbour", started_at=then, ended_at=then)
    long_ago = timezone.now() - timedelta(weeks=30)
    scene.alert(maria, rule="coworker", started_at=long_ago, ended_at=long_ago)

    with samuel.acting() as officer:
        found = noise_of(officer)
    weeks = zip(found.weeks, before.weeks, strict=True)
    more = [after.suspicious - earlier.suspicious for after, earlier in weeks]
    assert more == [0] * 8 + [1, 0, 0, 0]
    assert found.suspicious == before.suspicious + 1


def test_an_alert_of_an_id_that_is_none_is_not_found():
    assert samuel.client().get("/detection/0/", secure=True).status_code == 404
    assert get(samuel, "alert", alert_id=UUID(int=0)).status_code == 404
