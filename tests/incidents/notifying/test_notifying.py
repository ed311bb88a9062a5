"""Everybody who must be told is told, with every element, and nobody else; a drill tells nobody."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chaperone.incidents.assessing.actions import record_delay
from chaperone.incidents.models import Delivery, Notice
from chaperone.incidents.notifying.actions.sending import ask_letters, ask_texts
from chaperone.incidents.notifying.actions.writing import approve_notice, post_notice
from chaperone.incidents.notifying.authority import points
from chaperone.incidents.notifying.elements import missing
from chaperone.incidents.notifying.errors import (
    Incomplete,
    NoBreach,
    NotBySameHand,
    OnlyADrill,
    Waits,
)
from chaperone.incidents.notifying.portal import fields
from chaperone.incidents.notifying.queries.told import annual_log, told_of
from chaperone.members.models import Member
from tests.cast import LAKESIDE, ZONES, inside, maria, samuel, tom, ursula
from tests.incidents.asking import get
from tests.incidents.exposure.things import a_case, frozen, looked, member_id
from tests.incidents.notifying.things import NOTICE, WORDS, approved, breach, drafted, judged

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def act(verb, case, person=samuel, **more):
    with person.acting() as actor:
        return verb(actor=actor, incident_id=case.id, **more)


def states(way):
    with samuel.acting():
        rows = Delivery.objects.filter(way=way).order_by("member_id")
        return dict(rows.values_list("member_id", "state"))


def test_nobody_is_told_before_it_was_judged_a_breach(second):
    looked()
    case = a_case()
    frozen(case)
    with pytest.raises(NoBreach):
        drafted(case)
    judged(case, second, outcome="good_faith")
    with pytest.raises(NoBreach):
        drafted(case)


@pytest.mark.parametrize("name", [*WORDS, "telephone", "email"])
def test_a_notice_that_lacks_an_element_is_not_approved(second, name):
    """164.404(c)(1)(A)-(E), each in each language."""
    looked()
    case = a_case()
    frozen(case)
    judged(case, second)
    found = drafted(case, **{name: None if name in WORDS else ""})
    assert len(missing(found)) == 1
    with pytest.raises(Incomplete):
        act(approve_notice, case, second)


def test_who_wrote_it_does_not_approve_it(second):
    looked()
    case = a_case()
    frozen(case)
    judged(case, second)
    drafted(case)
    with pytest.raises(NotBySameHand):
        act(approve_notice, case)


def test_a_drill_sends_prints_and_posts_nothing(second):
    case = breach(second, drill=True)
    for verb in (ask_letters, ask_texts, post_notice):
        with pytest.raises(OnlyADrill):
            act(verb, case)
    assert not states("letter")
    assert not states("text")


def test_nothing_goes_out_while_law_enforcement_asks_to_wait(second):
    case = breach(second)
    today = timezone.now().date()
    act(
        record_delay,
        case,
        form="written",
        official="Agent",
        statement="It would impede.",
        stated_on=today,
        until=today + timedelta(days=5),
    )
    for verb in (ask_letters, ask_texts, post_notice):
        with pytest.raises(Waits):
            act(verb, case)


def test_all_who_could_have_been_seen_are_told_where_it_was_judged_so(second):
    case = breach(second, whom="all")
    count = act(ask_letters, case)
    with inside(LAKESIDE):
        team = Member.objects.get(id=member_id()).care_team_id
        assert count >= Member.objects.filter(care_team=team).count() > 1


def test_the_public_page_is_there_for_anybody_once_posted(second):
    case = breach(second)
    address = reverse("incidents:posted", kwargs={"organization": "lakeside"})
    assert Client().get(address, secure=True).status_code == 404
    act(post_notice, case)
    page = Client().get(address, secure=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert WORDS["protect_en"] in text
    assert WORDS["happened_es"] in text
    assert "1-800-555-0100" in text
    assert Client().get(address.replace("lakeside", "harbor"), secure=True).status_code == 404


def test_what_the_secretary_and_an_authority_are_told(second):
    case = breach(second, europe=True, consequences="Somebody may call them.")
    with samuel.acting() as officer:
        told = told_of(officer, case)
        portal = fields(told)
        assert portal["Approximate Number of Individuals Affected by the Breach"] == "1"
        assert portal["Breach Affecting"] == "Fewer Than 500 Individuals"
        assert portal["Type of Breach"] == "Unauthorized Access/Disclosure"
        assert portal["Brief Description of the Breach"] == NOTICE["happened_en"]
        assert "Name" in portal["Type of Protected Health Information Involved in Breach"]
        assert portal["Residents by State"] == "MA: 1"
        assert portal["Was Media Notice Required?"] == "No"
        assert list(portal).index("Breach Start Date") < list(portal).index("Type of Breach")
        assert ursula.name not in str(portal)
        said = points(told)
        assert said["(c) Likely consequences"] == "Somebody may call them."
        year = case.discovered_at.astimezone(ZoneInfo(ZONES[LAKESIDE])).year
        assert [line["Incident"] for line in annual_log(officer, year)] == [str(case.number)]
        assert not annual_log(officer, year - 1)


def test_files_for_authorities_and_whose_they_are(second):
    case = breach(second)
    page = get(samuel, "secretary_csv", incident_id=case.id)
    (line,) = csv.DictReader(io.StringIO(page.content.decode()))
    assert line["Approximate Number of Individuals Affected by the Breach"] == "1"
    for name in ("secretary_json", "authority_json"):
        assert get(samuel, name, incident_id=case.id).status_code == 200
        assert get(tom, name, incident_id=case.id).status_code == 404
        assert get(maria, name, incident_id=case.id).status_code == 404


def test_a_new_version_replaces_the_one_before(second):
    case = breach(second)
    approved(case, second, happened_en="More is known now.")
    with samuel.acting():
        rows = Notice.objects.order_by("number").values_list("state", flat=True)
        assert list(rows) == ["replaced", "approved"]


@pytest.mark.parametrize(
    "name",
    [
        "exposure",
        "assessment",
        "notices",
        "expose",
        "assess",
        "notice_write",
        "delay",
        "media",
        "letters_note",
    ],
)
def test_the_pages(second, name, django_assert_max_num_queries):
    case = breach(second)
    with django_assert_max_num_queries(53):
        page = get(samuel, name, incident_id=case.id)
    assert page.status_code == 200
    assert get(tom, name, incident_id=case.id).status_code == 404


def test_the_lines_of_an_exposure_and_what_proves_them(second):
    case = breach(second)
    kept = frozen(case)
    page = get(samuel, "exposure_lines", {"compare": "1"}, incident_id=case.id, exposure_id=kept.id)
    assert str(member_id()) in page.content.decode()
    assert ursula.name not in page.content.decode()
    proof = get(
        samuel, "exposure_proof", incident_id=case.id, exposure_id=kept.id, subject_id=member_id()
    )
    assert proof.status_code == 200
    assert "Name" in proof.content.decode()
    for wrong in ("0x", "-1", "99999999"):
        wrong_page = get(
            samuel, "exposure_lines", {"page": wrong}, incident_id=case.id, exposure_id=kept.id
        )
        assert wrong_page.status_code == 404
