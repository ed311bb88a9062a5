"""What workers do: letters, texts, telling of deadlines; in a database in which all commits."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from chaperone.access.errors import CopyNotApproved
from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.witness import witnessed
from chaperone.documents.blocks import Paragraph
from chaperone.incidents.assessing.actions.escalate import escalate
from chaperone.incidents.assessing.events import CLOCK_LATE
from chaperone.incidents.models import Delivery, Incident, Mailing, Notice
from chaperone.incidents.notifying.actions.emailing import send_emails
from chaperone.incidents.notifying.actions.printing import make_letters, take_letters
from chaperone.incidents.notifying.actions.sending import (
    ask_letters,
    ask_letters_instead,
    ask_texts,
    note_letters,
)
from chaperone.incidents.notifying.actions.telling import ask_customer_files
from chaperone.incidents.notifying.actions.texting import send_texts
from chaperone.incidents.notifying.errors import AskedAlready
from chaperone.incidents.notifying.wording import Addressed, letters, text_message
from chaperone.members.actions import enrol_member, start_texts, stop_texts
from chaperone.members.contacting import record_contact
from chaperone.members.models import Member
from chaperone.members.particulars import Particulars
from chaperone.notices.models import Notice as Told
from tests.access.scene import entries, team_of
from tests.cast import LAKESIDE, grace, inside, maria, samuel, ursula
from tests.facilities.scene import approved as copy_approved
from tests.incidents.exposure.things import member_id
from tests.incidents.notifying.things import WORDS, breach

LETTERHEAD = {"organization": "Lakeside", "made_at": datetime(2026, 11, 26, tzinfo=UTC)}


def said(document: Any) -> str:
    return " ".join(each.text for each in document.blocks if isinstance(each, Paragraph))


@pytest.fixture(scope="module")
def committed(committing: Any) -> Iterator[str]:
    """One database for this file."""
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def officer(committed: str) -> Any:
    """Ines, who audits, is an officer as well for a while."""
    from chaperone.access.actions.requests import Wish
    from tests.access.scene import granted
    from tests.cast import ines

    granted(ines, Wish(role="security_officer", scope="organization"))
    return ines


@pytest.fixture(scope="module")
def ada(committed: str) -> Any:
    """A member whose address is on record, of whom Maria opened the name as well."""
    with grace.acting() as administrator:
        found = enrol_member(
            actor=administrator,
            care_team_id=team_of(ursula),
            name="Ada Brook",
            phone="+12025550143",
            address="12 Pier Road\n02110",
        )
    with maria.acting() as coach, witnessed(coach, purpose="treatment", place="test"):
        Member.objects.get(id=found.id).name.open()
    return found.id


def act(verb, case, person=samuel, **more):
    with person.acting() as actor:
        return verb(actor=actor, incident_id=case.id, **more)


def states(case, way):
    with samuel.acting():
        rows = Delivery.objects.filter(notice__incident=case, way=way).order_by("member_id")
        return dict(rows.values_list("member_id", "state"))


def says(member: Any, particulars: Particulars) -> None:
    """An administrator records how the member is written to."""
    with grace.acting() as actor:
        found = Member.objects.get(id=member)
        record_contact(actor=actor, member=found, particulars=particulars)


@pytest.fixture
def agreed(ada: Any) -> Iterator[None]:
    """Ada agreed to notice by e-mail, in Spanish, for one test."""
    says(ada, Particulars("MA", "es", "ada@mail.example", True))
    yield
    says(ada, Particulars())


@pytest.fixture
def by_worker(as_login):
    def run(verb):
        with as_login("worker"):
            return verb(organization_id=LAKESIDE)

    return run


def test_a_letter_for_each_who_was_seen_and_nobody_else(officer, ada, by_worker):
    case = breach(officer)
    assert act(ask_letters, case) == 2
    with pytest.raises(AskedAlready):
        act(ask_letters, case)
    before = len(entries(ACCESS_RECORDED))
    assert by_worker(make_letters) == 1
    assert by_worker(make_letters) == 0
    assert states(case, "letter") == {member_id(): "unaddressed", ada: "printed"}
    # Name and address were opened before a witness, by the worker, for this purpose.
    opened = entries(ACCESS_RECORDED)[: len(entries(ACCESS_RECORDED)) - before]
    assert [(row.actor_kind, row.purpose, row.members, row.elements) for row in opened] == [
        ("worker", "notification", (ada,), ["members_member.address", "members_member.name"])
    ]


def test_a_letter_is_in_the_language_of_who_gets_it(officer, ada, by_worker):
    case = breach(officer)
    says(ada, Particulars(language="es"))
    act(ask_letters, case)
    by_worker(make_letters)
    says(ada, Particulars())
    with samuel.acting():
        rows = Delivery.objects.filter(notice__incident=case, way="letter")
        assert dict(rows.values_list("member_id", "language")) == {member_id(): "", ada: "es"}
        notice = Notice.objects.get(incident=case)
    for language, yes, no in (("es", "es", "en"), ("en", "en", "es")):
        text = said(letters(notice, [Addressed(["A"], language)], **LETTERHEAD))
        assert WORDS[f"happened_{yes}"] in text
        assert WORDS[f"happened_{no}"] not in text
    both = said(letters(notice, [Addressed(["A"])], **LETTERHEAD))
    assert WORDS["happened_en"] in both
    assert WORDS["happened_es"] in both
    with samuel.acting():
        assert "Llame" not in text_message(notice, "Lakeside", "en")


def test_who_agreed_gets_an_e_mail_and_a_letter_if_nobody_confirms(
    officer, ada, agreed, by_worker, mailoutbox
):
    """164.404(d)(1)(i). The e-mail says nothing of what it is about, and no name."""
    case = breach(officer)
    before = len(entries(ACCESS_RECORDED))
    assert act(ask_letters, case) == 2
    assert states(case, "email") == {ada: "waiting"}
    assert states(case, "letter") == {member_id(): "waiting"}
    assert by_worker(send_emails) == 1
    assert by_worker(send_emails) == 0
    assert states(case, "email") == {ada: "sent"}
    (mail,) = mailoutbox
    assert mail.to == ["ada@mail.example"]
    whole = f"{mail.subject} {mail.body}"
    assert not any(word in whole for word in (*WORDS.values(), "Ada", "Brook", str(ada)))
    assert "1-800-555-0100" in whole
    assert "aviso" in whole
    assert "notice for you" not in whole
    opened = entries(ACCESS_RECORDED)[: len(entries(ACCESS_RECORDED)) - before]
    assert [(row.purpose, row.members, row.elements) for row in opened] == [
        ("notification", (ada,), ["members_contact.email", "members_contact.language"])
    ]
    link = urlsplit(re.search(r"https://\S+", mail.body).group()).path
    page = Client().get(link, secure=True)
    text = page.content.decode()
    assert WORDS["happened_es"] in text
    assert WORDS["happened_en"] not in text
    assert str(ada) not in text
    # Mail programs open links by themselves: that is no confirmation.
    assert states(case, "email") == {ada: "sent"}
    assert act(ask_letters_instead, case) == 1
    assert states(case, "letter") == {member_id(): "waiting", ada: "waiting"}
    assert Client().post(link, secure=True).status_code == 200
    assert states(case, "email") == {ada: "delivered"}
    assert "Gracias" in Client().get(link, secure=True).content.decode()
    for wrong in (link.replace("lakeside", "harbor"), link[:-2] + "x/", link[:-6] + "/"):
        assert Client().get(wrong, secure=True).status_code == 404
    with pytest.raises(AskedAlready):
        act(ask_letters_instead, case)


@pytest.mark.parametrize("change", ["taken back", "no agreement with the server"])
def test_an_e_mail_that_is_not_to_go_out_does_not(
    officer, ada, agreed, by_worker, mailoutbox, settings, change
):
    case = breach(officer)
    act(ask_letters, case)
    if change == "taken back":
        says(ada, Particulars())
    else:
        settings.EMAIL_HOST = "smtp.mail.example"
    assert by_worker(send_emails) == 0
    assert states(case, "email") == {ada: "failed"}
    assert act(ask_letters_instead, case) == 1
    assert mailoutbox == []


def test_letters_leave_under_an_approval_only(officer, ada, by_worker):
    case = breach(officer)
    act(ask_letters, case)
    by_worker(make_letters)
    with grace.acting() as actor:
        mailing = Mailing.objects.get(notice__incident=case)
        with pytest.raises(CopyNotApproved):
            take_letters(actor=actor, mailing_id=mailing.id, approval=None)
    approval = copy_approved(grace, elements=["letters"])
    with (
        grace.acting() as actor,
        witnessed(actor, purpose="operations", place="incidents:letters_take"),
    ):
        pdf = take_letters(actor=actor, mailing_id=mailing.id, approval=approval)
    assert pdf.startswith(b"%PDF")
    assert b"/MarkInfo" in pdf or b"/StructTreeRoot" in pdf
    assert act(note_letters, case, state="sent") == 1
    assert act(note_letters, case, state="returned", members=[ada]) == 1
    assert states(case, "letter") == {member_id(): "unaddressed", ada: "returned"}


def test_a_covered_entity_gets_each_individual_by_name_under_an_approval(officer, ada, by_worker):
    """164.410(c)(1): who Ada is, as far as known, and what of hers was seen."""
    case = breach(officer, acting_as="associate")
    by_worker(make_letters)  # whatever other tests asked for
    assert act(ask_customer_files, case) == 2
    before = len(entries(ACCESS_RECORDED))
    assert by_worker(make_letters) == 2
    opened = entries(ACCESS_RECORDED)[: len(entries(ACCESS_RECORDED)) - before]
    assert {(row.actor_kind, row.purpose) for row in opened} == {("worker", "notification")}
    with grace.acting():
        files = {each.kind: each.id for each in Mailing.objects.filter(incident=case)}
    # An approval is for one copy.
    approvals = {kind: copy_approved(grace, elements=["letters"]) for kind in files}
    with (
        grace.acting() as actor,
        witnessed(actor, purpose="operations", place="incidents:letters_take"),
    ):
        took = {
            kind: take_letters(actor=actor, mailing_id=found, approval=approvals[kind])
            for kind, found in files.items()
        }
    assert took["customer_pdf"].startswith(b"%PDF")
    said = json.loads(took["customer_json"])
    known = {each["member"]: each for each in said["individuals"]}
    assert known[str(ada)]["name"] == "Ada Brook"
    assert known[str(ada)]["phone"] == "+12025550143"
    assert "Pier Road" in known[str(ada)]["address"]
    assert known[str(ada)]["elements"] == ["Name"]
    assert len(known) == said["count"] == 2


def test_a_text_says_nothing_of_what_it_is_about(officer, ada, by_worker):
    case = breach(officer)
    with samuel.acting():
        words = text_message(Notice.objects.get(incident=case), "Lakeside")
    assert "1-800-555-0100" in words
    assert not any(said in words for said in WORDS.values())
    act(ask_texts, case)
    assert by_worker(send_texts) >= 1
    assert by_worker(send_texts) == 0
    assert states(case, "text")[member_id()] == "sent"


def test_stop_is_respected(officer, ada, by_worker):
    case = breach(officer)
    with maria.acting() as coach:
        stop_texts(actor=coach, member=ursula.member)
    act(ask_texts, case)
    by_worker(send_texts)
    assert states(case, "text")[member_id()] == "stopped"
    with maria.acting() as coach:
        start_texts(actor=coach, member=ursula.member)


def test_what_is_late_is_told_once_and_recorded(officer, ada, by_worker):
    case = breach(officer)
    by_worker(escalate)
    with samuel.acting():
        then = timezone.now() - timedelta(days=2)
        Incident.objects.filter(id=case.id).update(discovered_at=then)
    # The promise of a day has passed; the law's sixty have not.
    assert by_worker(escalate) == 1
    assert by_worker(escalate) == 0
    with inside(LAKESIDE):
        told = Told.objects.filter(kind="incidents.clock_late", subject_id=case.id)
        assert {samuel.user.id, officer.user.id} <= set(told.values_list("recipient_id", flat=True))
    assert entries(CLOCK_LATE)[0].details["deadline"] == "individuals_promise"
