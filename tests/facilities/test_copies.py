"""Attacks on the approval that each copy of ePHI asks for."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actions import end_access
from chaperone.access.actors import assistant, operator
from chaperone.access.copies import RECORD, require_approval
from chaperone.access.errors import CopyNotApproved
from chaperone.access.registry import Copy
from chaperone.facilities.actions import using
from chaperone.facilities.actions.copies import withdraw_copy
from chaperone.facilities.errors import AlreadyDecided, NotFound, OwnCopy, TimeOver
from chaperone.facilities.events import COPY_USED
from chaperone.facilities.models import CopyRequest, CopyUse
from chaperone.registers.queries.history import history_of
from tests.access.scene import id_of
from tests.cast import LAKESIDE, grace, ines, inside, lee, maria, priya, samuel, tom, ursula
from tests.facilities.scene import approved, copy_asked, decided
from tests.web.administration.asking import entries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
WHOLE = Copy("tests:export", frozenset({RECORD}), None)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock that approvals are compared with."""

    def set_to(moment):
        monkeypatch.setattr(using, "timezone", SimpleNamespace(now=lambda: moment))

    return set_to


def about(texter, elements=(RECORD,)):
    return Copy("tests:export", frozenset(elements), id_of(texter))


def used(person, approval, copy=WHOLE):
    with person.acting() as actor:
        return require_approval(actor=actor, copy=copy, approval=approval)


def refused(person, approval, copy=WHOLE, match="."):
    with pytest.raises(CopyNotApproved, match=match), person.acting() as actor:
        require_approval(actor=actor, copy=copy, approval=approval)
    with inside(LAKESIDE):
        return CopyUse.objects.count()


def test_with_an_approval_something_leaves_once_and_it_is_recorded():
    approval = approved()
    assert used(ines, approval) == approval
    assert refused(ines, approval, match="for one copy") == 1
    (entry,) = entries(COPY_USED.name)
    assert entry.details["copy"] == str(approval)
    assert entry.details["export"] == "tests:export"
    with ines.acting() as actor:
        newest = history_of(actor, approval)[0]
    assert newest.sentence == COPY_USED.meaning
    assert ("Export", "tests:export") in newest.details


def test_as_often_as_needed_means_more_than_once():
    approval = approved(single_use=False)
    assert used(ines, approval) == used(ines, approval)


@pytest.mark.parametrize("approval", [None, uuid4()])
def test_without_an_approval_nothing_leaves(approval):
    assert refused(ines, approval) == 0


def test_nothing_leaves_before_anybody_decided_or_where_they_refused():
    assert refused(ines, copy_asked(), match="not approved") == 0
    assert refused(ines, decided(copy_asked(), approve=False), match="not approved") == 0


def test_the_approval_of_another_person_is_none():
    assert refused(samuel, approved(ines), match="of yours") == 0
    assert refused(priya, approved(ines), match="of yours") == 0


def test_the_approval_of_another_organization_is_none():
    approval = approved(ines)
    with pytest.raises(CopyNotApproved), tom.acting() as actor:
        require_approval(actor=actor, copy=WHOLE, approval=approval)


def test_the_approval_of_another_scope_is_none():
    one = approved(member_id=id_of(ursula))
    assert refused(ines, one, about(lee), match="another copy") == 0
    assert refused(ines, one, WHOLE, match="another copy") == 0
    assert refused(ines, one, about(ursula, ["messages"]), match="another copy") == 0
    assert refused(ines, one, about(ursula, [RECORD, "messages"]), match="another copy") == 0
    assert refused(ines, one, about(ursula, []), match="another copy") == 0
    assert used(ines, one, about(ursula)) == one


def test_an_approval_about_anybody_covers_one_member():
    approval = approved()
    assert used(ines, approval, about(ursula)) == approval


def test_the_end_of_an_approval_ends_it(at):
    approval = approved()
    with inside(LAKESIDE):
        request = CopyRequest.objects.get(id=approval)
    at(request.ends_at)
    assert refused(ines, approval, match="is over") == 0
    at(request.ends_at - timedelta(microseconds=1))
    assert used(ines, approval) == approval


def test_nobody_approves_their_own_copy():
    asked = copy_asked(samuel)
    with pytest.raises(OwnCopy):
        decided(asked, by=samuel)
    assert refused(samuel, asked) == 0


def test_nor_does_the_database_let_them():
    asked = copy_asked(samuel)
    with samuel.acting() as actor, pytest.raises(IntegrityError), transaction.atomic():
        CopyRequest.objects.filter(id=asked).update(state="approved", decided_by=actor.user_id)
    with samuel.acting(), pytest.raises(IntegrityError), transaction.atomic():
        CopyRequest.objects.filter(id=asked).update(state="approved")


def test_nobody_enters_what_is_approved_already():
    with (
        samuel.acting() as actor,
        pytest.raises(DatabaseError, match="policy"),
        transaction.atomic(),
    ):
        CopyRequest(
            organization_id=actor.organization_id,
            asked_by=ines.user.id,
            elements=[RECORD],
            reason="x",
            destination="x",
            ends_at=timezone.now() + timedelta(days=1),
            state="approved",
            decided_by=actor.user_id,
        ).save(force_insert=True)


def test_what_was_taken_back_in_between_is_worth_nothing():
    approval = approved(single_use=False)
    used(ines, approval)
    with ines.acting() as actor:
        withdraw_copy(actor=actor, copy_id=approval)
    assert refused(ines, approval, match="not approved") == 1
    with ines.acting() as actor, pytest.raises(AlreadyDecided):
        withdraw_copy(actor=actor, copy_id=approval)


def test_an_officer_takes_back_what_was_approved_and_a_stranger_does_not():
    approval = approved()
    with maria.acting() as actor, pytest.raises(NotFound):
        withdraw_copy(actor=actor, copy_id=approval)
    with samuel.acting() as actor:
        withdraw_copy(actor=actor, copy_id=approval)
    assert refused(ines, approval, match="not approved") == 0


def test_who_leaves_leaves_no_approval_behind():
    approval = approved(maria, elements=["messages"], by_command=True)
    with grace.acting() as actor:
        end_access(actor=actor, user_id=maria.user.id, reason="Left.")
    copy = Copy("tests:export", frozenset({"messages"}), None)
    with inside(LAKESIDE), pytest.raises(CopyNotApproved, match="not approved"):
        require_approval(actor=operator(LAKESIDE), copy=copy, approval=approval)


def test_what_an_operator_does_is_approved_for_an_operator_only():
    command = approved(by_command=True)
    assert refused(ines, command, match="of yours") == 0
    for actor in (assistant(LAKESIDE), operator(LAKESIDE)):
        page = approved()
        with inside(LAKESIDE), pytest.raises(CopyNotApproved, match="of yours"):
            require_approval(actor=actor, copy=WHOLE, approval=page)
    with inside(LAKESIDE):
        assert require_approval(actor=operator(LAKESIDE), copy=WHOLE, approval=command) == command


def test_what_fails_afterwards_uses_nothing_up():
    approval = approved()
    with ines.acting() as actor:
        require_approval(actor=actor, copy=WHOLE, approval=approval)
        transaction.set_rollback(True)
    assert used(ines, approval) == approval


def test_what_was_decided_stays_decided_and_what_is_over_cannot_be_approved():
    with pytest.raises(AlreadyDecided):
        decided(approved(), approve=False)
    with pytest.raises(TimeOver):
        copy_asked(ends_at=timezone.now() - timedelta(seconds=1))
