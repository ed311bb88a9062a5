"""Who approved what the assistant may say, and what goes out because of it."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection

from chaperone.access.actors import operator
from chaperone.assistant.actions import approve_entry, refuse_entry, withdraw_review
from chaperone.assistant.answering import answer
from chaperone.assistant.errors import AnotherVersion, NoSuchEntry, NothingToWithdraw, NotLater
from chaperone.assistant.models import Passage, Review
from chaperone.assistant.replies import fixed_reply
from chaperone.assistant.reviews import STATES, entries_of, entry_of, history_of
from chaperone.assistant.settings import UNREVIEWED
from chaperone.organizations.actions import change_setting
from chaperone.organizations.queries import forget_settings
from tests.assistant.reviewing import A1C, in_days, reviewing, version_of
from tests.cast import HARBOR, LAKESIDE, inside, priya
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")
QUESTION = "hemoglobin a1c percent explained"


@pytest.fixture(autouse=True)
def _settings_are_looked_up_anew() -> Iterator[None]:
    forget_settings(LAKESIDE)
    yield
    forget_settings(LAKESIDE)


def approve(days: int = 30, passage_id: str = A1C, version: str = "") -> Review:
    with reviewing() as actor:
        return approve_entry(
            actor=actor,
            passage_id=passage_id,
            version=version or version_of(passage_id),
            review_again_on=in_days(days),
        )


def refuse(passage_id: str = A1C) -> Review:
    with reviewing() as actor:
        return refuse_entry(actor=actor, passage_id=passage_id, version=version_of(passage_id))


def withdraw() -> Review:
    with reviewing() as actor:
        return withdraw_review(actor=actor, passage_id=A1C, version=version_of(A1C))


def only_approved() -> None:
    with inside(LAKESIDE):
        change_setting(actor=operator(LAKESIDE), setting=UNREVIEWED, value=False, reason="Safety.")


def state() -> str:
    with reviewing() as actor:
        return entry_of(actor, A1C).state


def sources(organization_id=LAKESIDE):
    with inside(organization_id):
        return answer(QUESTION, organization_id).sources


def test_an_entry_is_unreviewed_until_somebody_approves_it():
    assert state() == "unreviewed"
    approve()
    assert state() == "approved"
    withdraw()
    assert state() == "unreviewed"
    refuse()
    assert state() == "refused"


def test_each_decision_is_recorded_with_its_version_and_kept():
    approve()
    withdraw()
    (approved,) = entries("assistant.entry.approved")
    assert approved.details["entry"] == A1C
    assert approved.details["version"] == version_of(A1C)
    assert len(entries("assistant.entry.withdrawn")) == 1
    with reviewing() as actor:
        assert [made.kind for made in history_of(actor, A1C)] == ["withdrawn", "approved"]


def test_what_was_not_read_is_not_approved():
    with pytest.raises(AnotherVersion):
        approve(version="0123456789abcdef")
    with pytest.raises(NoSuchEntry):
        approve(passage_id="mplus2024:0-0", version="0123456789abcdef")
    with pytest.raises(NothingToWithdraw):
        withdraw()
    for days in (0, -1, 4 * 366):
        with pytest.raises(NotLater):
            approve(days=days)
    assert not entries("assistant.entry.approved")


def test_another_version_or_a_passed_day_is_to_be_reviewed_again(as_login):
    approve()
    with as_login("owner"), inside(LAKESIDE):
        Passage.objects.filter(id=A1C).update(version="of another text")
    assert state() == "due"


def test_unreviewed_entries_go_out_where_the_organization_has_set_it():
    assert sources()[0] == A1C
    only_approved()
    assert sources() == ()
    with inside(LAKESIDE):
        assert answer(QUESTION, LAKESIDE).reply == fixed_reply("declined", "en")
    approve()
    assert sources() == (A1C,)


def test_what_was_refused_never_goes_out():
    refuse()
    assert A1C not in sources()


def test_without_a_choice_only_approved_entries_go_out():
    assert UNREVIEWED.default is False


def test_an_organization_decides_for_itself_only():
    refuse()
    assert A1C in sources(HARBOR)
    with priya.acting() as actor:
        assert entry_of(actor, A1C).state == "unreviewed"
        assert Review.objects.count() == 0


def test_a_decision_is_never_changed_or_deleted():
    made = approve()
    for forged in (
        lambda: Review.objects.filter(id=made.id).update(version="0"),
        lambda: Review.objects.filter(id=made.id).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), reviewing():
            forged()


def test_lists_by_state_topic_and_question():
    approve()
    refuse("mplus2024:1558-1")
    with reviewing() as actor:
        by = {name: entries_of(actor, state=name)[0] for name in STATES}
        assert [each.passage.id for each in by["approved"]] == [A1C]
        assert [each.passage.id for each in by["refused"]] == ["mplus2024:1558-1"]
        assert by["due"] == []
        assert len(by["unreviewed"]) == 50
        kidneys, _ = entries_of(actor, topic="kidney")
        assert all("kidney" in each.passage.topics for each in kidneys)
        found, after = entries_of(actor, asked=QUESTION)
        assert (found[0].passage.id, after) == (A1C, "")
        assert entries_of(actor, asked=QUESTION, state="refused")[0] == []


def test_pages_follow_each_other_without_gap():
    with reviewing() as actor:
        seen: list[str] = []
        after = ""
        while True:
            page, after = entries_of(actor, topic="diabetes", after=after)
            seen += [each.passage.id for each in page]
            if not after:
                break
        assert seen == sorted(set(seen))
        assert len(seen) == Passage.objects.filter(topics__contains=["diabetes"]).count()


def test_workers_read_decisions_and_make_none(as_login):
    made = approve()
    with as_login("worker"), inside(LAKESIDE):
        assert Review.objects.filter(id=made.id).exists()
    with (
        as_login("worker"),
        pytest.raises(DatabaseError, match="permission denied"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute("insert into assistant_review (id) values (gen_random_uuid())")
