"""Training is assigned, taken, passed and renewed; and what the database lets in meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chaperone.access.actions import end_access, give_grant
from chaperone.access.actors import operator, worker
from chaperone.access.clearances import end_hold, hold
from chaperone.access.context import acting_for
from chaperone.access.models import Hold
from chaperone.access.settings import GRACE
from chaperone.accounts.actions import create_user
from chaperone.notices.models import Notice
from chaperone.organizations.actions import change_setting
from chaperone.organizations.days import months_after
from chaperone.training.actions.assigning import assign_renewals
from chaperone.training.actions.courses import add_version, make_course, retire_course
from chaperone.training.actions.notes import read_note
from chaperone.training.actions.reminding import remind, send_note
from chaperone.training.actions.taking import answer, begin, note_page_read
from chaperone.training.errors import AlreadyAnswered, NoSuchAssignment, OutOfTurn
from chaperone.training.models import Assignment, Attempt, Certificate, Course, Note
from chaperone.training.queries.assignments import (
    certificates_of,
    mine,
    open_assignments,
    unread_notes,
)
from tests.access.scene import page_of
from tests.cast import (
    LAKESIDE,
    daniel,
    grace,
    ines,
    inside,
    maria,
    priya,
    samuel,
    today_there,
    tom,
    ursula,
)

rolled_back = pytest.mark.django_db(databases=["default", "apart"])
committed = pytest.mark.usefixtures("committed")

PAGES = [{"title": "One", "text": "First."}, {"title": "Two", "text": "Second."}]
QUESTIONS = [
    {"text": f"Question {number}?", "choices": ["no", "yes"], "answer": 1, "why": "So."}
    for number in range(5)
]


def untrain(person=maria):
    """Lets a person lack training, and everything that the demo gave them to take."""
    with samuel.acting() as officer:
        end_hold(actor=officer, user_id=person.user.id, clearance="training", reason="Begins anew.")
        for course in Course.objects.filter(organization_id=LAKESIDE, retired_at=None):
            retire_course(actor=officer, course_id=course.id)


def made(slug="first-aid", by=samuel, **values):
    with by.acting() as officer:
        course = {
            "slug": slug,
            "title": "First aid",
            "minutes": 5,
            "pass_percent": 80,
            "renew_months": 12,
            "for_roles": ["*"],
        }
        return make_course(actor=officer, course=course | values, pages=PAGES, questions=QUESTIONS)


def assignment_of(person, course):
    with person.acting() as actor:
        return open_assignments(actor).get(user_id=person.user.id, course=course)


def taken(person, course, right=5):
    assignment = assignment_of(person, course)
    with person.acting() as actor:
        attempt = begin(actor=actor, assignment_id=assignment.id)
        for number in (1, 2):
            note_page_read(actor=actor, attempt_id=attempt.id, number=number)
        for number in range(1, 6):
            attempt = answer(
                actor=actor, attempt_id=attempt.id, number=number, choice=int(number <= right)
            )
    return attempt


def clearance(person=maria):
    with person.acting() as actor:
        return actor.clearances.get("training")


# ---- Taking and passing.


@rolled_back
def test_passing_all_that_is_asked_clears_until_the_first_ends():
    untrain()
    first, second = made(), made("fire", renew_months=6)
    client = maria.client()
    assert client.get(page_of(ursula), secure=True).url == reverse("access:clearances")
    assert taken(maria, first).passed
    assert clearance() is None
    assert taken(maria, second).passed
    assert clearance() == months_after(today_there(), 6)
    assert client.get(page_of(ursula), secure=True).status_code == 200
    with maria.acting() as actor:
        assert mine(actor, actor.user_id) == []
        assert len(certificates_of(actor, actor.user_id)) >= 2


@rolled_back
@pytest.mark.parametrize(("right", "passed"), [(5, True), (4, True), (3, False), (0, False)])
def test_the_pass_mark_is_by_whole_questions(right, passed):
    untrain()
    attempt = taken(maria, made(), right)
    assert (attempt.passed, attempt.percent) == (passed, right * 20)
    assert (clearance() is not None) == passed


@rolled_back
def test_each_try_is_recorded_and_one_may_try_again():
    untrain()
    course = made()
    taken(maria, course, 1)
    with maria.acting() as actor:
        (line,) = mine(actor, actor.user_id)
        assert (line.state, line.tries) == ("open", 1)
    assert taken(maria, course).passed
    with inside(LAKESIDE):
        tries = Attempt.objects.filter(assignment__course=course, user_id=maria.user.id)
        assert sorted(tries.values_list("percent", flat=True)) == [20, 100]


@rolled_back
def test_nothing_is_skipped_and_no_answer_is_changed():
    untrain()
    assignment = assignment_of(maria, made())
    with maria.acting() as actor:
        attempt = begin(actor=actor, assignment_id=assignment.id)
        for number in (0, 2, 3, 99):
            with pytest.raises(OutOfTurn):
                note_page_read(actor=actor, attempt_id=attempt.id, number=number)
        with pytest.raises(OutOfTurn):
            answer(actor=actor, attempt_id=attempt.id, number=1, choice=1)
        for number in (1, 1, 2):
            note_page_read(actor=actor, attempt_id=attempt.id, number=number)
        answer(actor=actor, attempt_id=attempt.id, number=1, choice=0)
        with pytest.raises(AlreadyAnswered):
            answer(actor=actor, attempt_id=attempt.id, number=1, choice=1)
        for number, choice in ((3, 1), (2, 7), (2, -1)):
            with pytest.raises(OutOfTurn):
                answer(actor=actor, attempt_id=attempt.id, number=number, choice=choice)
        again = begin(actor=actor, assignment_id=assignment.id)
    assert (again.id, again.read_pages, again.answers) == (attempt.id, 2, [0])


@rolled_back
def test_by_the_pages_with_what_was_left_gone_on_with():
    untrain()
    assignment = assignment_of(maria, made())
    client = maria.client()

    def sent(response):
        assert response.status_code == 302, response.status_code
        return response.url

    take = reverse("training:take", kwargs={"assignment_id": assignment.id})
    address = sent(client.post(take, secure=True))
    assert b"First." in client.get(address, secure=True).content
    address = sent(client.post(address, secure=True))
    assert sent(client.post(take, secure=True)) == address
    address = sent(client.post(address, secure=True))
    for number in range(1, 6):
        assert f"question {number} of 5" in client.get(address, secure=True).content.decode()
        assert client.post(address, {"choice": "9"}, secure=True).status_code == 422
        assert client.post(address, {"choice": ["0", "1"]}, secure=True).status_code == 422
        assert sent(client.post(address, {"choice": "1"}, secure=True)) == address
        page = client.get(address, secure=True)
        assert "That is right." in page.content.decode()
        address = address.replace(f"/{number}/", f"/{number + 1}/")
    address = sent(client.get(address, secure=True))
    page = client.get(address, secure=True)
    assert "Yes, with 100 % right." in page.content.decode()
    certificate = reverse(
        "training:certificate", kwargs={"certificate_id": page.context["certificate"].id}
    )
    pdf = client.get(certificate, secure=True)
    assert pdf.content[:5] == b"%PDF-"
    assert samuel.client().get(certificate, secure=True).status_code == 200
    for other in (daniel, priya, tom):
        assert other.client().get(certificate, secure=True).status_code == 404


@rolled_back
def test_nobody_takes_it_for_another():
    untrain()
    assignment = assignment_of(maria, made())
    for person in (daniel, samuel, priya):
        with person.acting() as actor, pytest.raises(NoSuchAssignment):
            begin(actor=actor, assignment_id=assignment.id)


# ---- What the web server's login can write.


@rolled_back
def test_no_certificate_without_passing_and_no_hold_without_a_certificate():
    untrain()
    course = made()
    attempt = taken(maria, course, 0)
    day = today_there() + timedelta(days=30)
    with pytest.raises(DatabaseError), maria.acting() as actor:
        Certificate.objects.create(
            organization_id=LAKESIDE,
            user_id=actor.id,
            course=course,
            attempt=attempt,
            percent=100,
            until=day,
        )
    with pytest.raises(DatabaseError), daniel.acting() as actor:
        hold(actor=actor, user_id=actor.user_id, clearance="training", until=day, why="said so")
    with maria.acting():
        assert Attempt.objects.filter(id=attempt.id).update(passed=True) == 0


# ---- Asking people.


@rolled_back
def test_a_new_course_leaves_who_was_cleared_the_time_to_take_it():
    before = clearance(daniel)
    course = made()
    due = assignment_of(daniel, course).due_on
    assert due == today_there() + timedelta(days=14)
    assert clearance(daniel) == due < before


@rolled_back
def test_a_course_is_for_some_roles():
    course = made(for_roles=["administrator"])
    with samuel.acting() as actor:
        asked = set(open_assignments(actor).filter(course=course).values_list("user", flat=True))
    assert asked == {grace.user.id}


@rolled_back
def test_a_new_version_is_taken_by_who_begins_after_it():
    untrain()
    course = made()
    going_on = assignment_of(maria, course)
    with maria.acting() as actor:
        old = begin(actor=actor, assignment_id=going_on.id)
    with samuel.acting() as officer:
        add_version(actor=officer, course_id=course.id, pages=PAGES[:1], questions=QUESTIONS)
    with maria.acting() as actor:
        assert begin(actor=actor, assignment_id=going_on.id).version_id == old.version_id
    other = assignment_of(grace, course)
    with grace.acting() as actor:
        assert begin(actor=actor, assignment_id=other.id).version.number == 2


@rolled_back
def test_whoever_leaves_has_nothing_left_to_take():
    with samuel.acting() as actor:
        end_access(actor=actor, user_id=daniel.user.id, reason="Left.")
        assert not open_assignments(actor).filter(user_id=daniel.user.id).exists()


@committed
def test_a_newcomer_is_asked_and_has_the_grace_that_was_set(as_login):
    with samuel.acting() as officer:
        change_setting(
            actor=officer, setting=GRACE["training"], value=7, reason="Courses are on Mondays."
        )
    with as_login("owner"), inside(LAKESIDE):
        actor = operator(LAKESIDE)
        user = create_user(actor=actor, email="new@lakeside.example", name="Nora New")
        for _ in range(2):
            give_grant(actor=actor, user_id=user.id, role="coach", reason="Begins.")
        asked = Assignment.objects.filter(user_id=user.id)
        assert asked.count() == 2
        (grace_hold,) = Hold.objects.filter(user_id=user.id, name="training")
        assert grace_hold.why == "grace"


# ---- Every fortnight, and every year.


@committed
def test_workers_remind_renew_and_send_notes(as_login):
    untrain()
    course = made(renew_months=1)
    taken(maria, course)
    # As time would have it: asked for some days ago.
    with as_login("owner"), inside(LAKESIDE):
        Assignment.objects.update(assigned_at=timezone.now() - timedelta(days=3))
    actor = worker(LAKESIDE)
    with as_login("worker"), acting_for(actor):
        assert assign_renewals(actor=actor) == 1
        assert assign_renewals(actor=actor) == 0
        people = remind(actor=actor)
        assert people == 4
        assert remind(actor=actor) == 0
        note = send_note(actor=actor)
        assert note is not None
        assert send_note(actor=actor) is None
        kinds = set(Notice.objects.values_list("kind", "way"))
    assert kinds >= {("training.due", "email"), ("training.note", "portal")}
    with maria.acting() as staff:
        (renewal,) = mine(staff, staff.user_id)
        assert renewal.assignment.due_on == months_after(today_there(), 1)
        assert [each.id for each in unread_notes(staff, staff.user_id)] == [note.id]
        read_note(actor=staff, note_id=note.id)
        read_note(actor=staff, note_id=note.id)
        assert unread_notes(staff, staff.user_id) == []
    assert mail.outbox == []


@rolled_back
def test_an_organization_without_courses_is_left_alone():
    with acting_for(operator(LAKESIDE)):
        untrain()
    actor = worker(LAKESIDE)
    with acting_for(actor):
        assert send_note(actor=actor) is None
        assert remind(actor=actor) == 0
    with inside(LAKESIDE):
        assert not Note.objects.exists()


# ---- The list of who is late.


@rolled_back
def test_the_overdue_page_asks_the_same_number_of_queries_for_many():
    client, counts = samuel.client(), []
    for slug in ("one", "two"):
        made(slug)
        client.get(reverse("training:overdue"), secure=True)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("training:overdue") + "?state=overdue", secure=True)
        assert "Daniel Osei" in page.content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@rolled_back
def test_who_may_see_it():
    address = reverse("training:overdue")
    for person, status in ((maria, 404), (grace, 200), (samuel, 200), (ines, 200), (priya, 404)):
        assert person.client().get(address, secure=True).status_code == status
    assert b"Daniel" not in tom.client().get(address, secure=True).content
