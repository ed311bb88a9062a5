"""An exposure leaves nobody out: against a slow reference, and against who would hide in it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.access.events import ACCESS_RECORDED
from chaperone.access.models import Grant
from chaperone.access.roles import PURPOSES, elements_of
from chaperone.database.identifiers import new_id
from chaperone.incidents.exposure.elements import of_members
from chaperone.incidents.exposure.errors import NoSuchTrace, NotOneTrace
from chaperone.incidents.exposure.lines import as_text, difference, digest, from_text
from chaperone.incidents.exposure.queries import expose, proof_of
from chaperone.incidents.exposure.queries.reach import reached_by
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import opened_rows
from chaperone.members.actions import move_member
from chaperone.members.models import CareTeam, Member
from chaperone.members.queries import states_of
from chaperone.vault.models import Key
from tests.cast import (
    HARBOR,
    LAKESIDE,
    daniel,
    dewey,
    grace,
    inside,
    kristopher,
    lee,
    maria,
    priya,
    samuel,
    tom,
    ursula,
)
from tests.incidents.exposure.things import a_case, frozen, looked, member_id

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
HOUR = timedelta(hours=1)
PEOPLE = [uuid4() for _ in range(3)]
SESSIONS = [uuid4() for _ in range(2)]
ADDRESSES = ["192.0.2.7", "198.51.100.9"]
ELEMENTS = ["members_member.name", "conversations_message.body", "members_member.phone"]
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(SESSIONS),
        st.sampled_from(ADDRESSES),
        st.sets(st.integers(0, 5), min_size=1),
        st.sets(st.sampled_from(ELEMENTS), min_size=1),
    ),
    max_size=10,
)


def now():
    return datetime.now(UTC)


def around():
    return {"since": now() - HOUR, "until": now() + HOUR}


@settings(max_examples=12)
@given(
    entries=ENTRIES,
    asked=st.sampled_from(["account", "session", "address", "span"]),
    which=st.integers(0, 1),
)
def test_all_that_was_seen_is_there_and_nothing_else(entries, asked, which):
    traces = {"account": PEOPLE, "session": SESSIONS, "address": ADDRESSES, "span": [None, None]}
    wanted = traces[asked][which]
    expected, ids = {}, {}
    with transaction.atomic(), inside(LAKESIDE):
        began = now()
        members = list(Member.objects.order_by("id").values_list("id", flat=True)[:6])
        for person, session, address, places, elements in entries:
            about = [members[place] for place in places]
            entry_id = opened(person, session, address, about, elements)
            if wanted in (None, person, session, address):
                for member in about:
                    expected.setdefault(member, set()).update(elements)
                    ids.setdefault(member, set()).add(entry_id)
        actor = Actor("worker", None, LAKESIDE)
        trace = {} if asked == "span" else {asked: wanted}
        found = expose(actor, since=began, until=now() + HOUR, **trace)
        assert {member: set(line.elements) for member, line in found.seen.items()} == expected
        for member, entries_of_it in ids.items():
            assert set(proof_of(actor, found.asked, member)) == entries_of_it
            assert found.seen[member].entries == len(entries_of_it)
        assert found.entries == len(set().union(*ids.values()))
        # What was seen could have been, whatever grants say today.
        assert all(set(found.could[member]) >= elements for member, elements in expected.items())
        assert found.members == len(found.could) == sum(found.by_state.values())
        lives = states_of(actor, found.could)
        assert found.by_state == Counter(lives.get(each, "not known") for each in found.could)
        assert found.seen_by_state == Counter(lives.get(each, "not known") for each in expected)
        assert found.unsealed
        transaction.set_rollback(True)


def opened(person, session, address, members, elements):
    actor = Actor("staff", person, LAKESIDE, address, session)
    each = [
        Opened(*name.split("."), member, 1, (new_id(),)) for name in elements for member in members
    ]
    return append(
        event=ACCESS_RECORDED, actor=actor, members=members, opened=each, purpose="treatment"
    )


def test_a_coach_could_have_seen_their_care_teams_members():
    with inside(LAKESIDE):
        grants = Grant.objects.filter(user_id=maria.user.id, role="coach")
        teams = set(grants.values_list("care_team_id", flat=True))
        there = set(Member.objects.filter(care_team_id__in=teams).values_list("id", flat=True))
        actor = Actor("worker", None, LAKESIDE)
        found = expose(actor, account=maria.user.id, **around())
        opens = set().union(*(elements_of("staff", ["coach"], purpose) for purpose in PURPOSES))
        named = {f"{table}.{column}" for table, column in opens} & of_members()
        assert there <= set(found.could)
        assert all(set(found.could[member]) == named for member in there - set(found.seen))


def test_who_was_moved_away_meanwhile_could_have_been_seen():
    began = now()
    with grace.acting() as administrator:
        member = lee.member
        north = CareTeam.objects.exclude(id=member.care_team_id).filter(
            id=ursula.member.care_team_id
        )
        south = member.care_team_id
        move_member(actor=administrator, member=member, care_team_id=north.get().id, reason="x")
        moved = now()
    with inside(LAKESIDE):
        actor = Actor("worker", None, LAKESIDE)
        for person in (maria, daniel):
            assert member.id in reached_by(actor, [person.user.id], began, now() + HOUR)
        # After the move the team that they left reaches them no more; before it the other did not.
        assert member.id not in reached_by(actor, [daniel.user.id], moved + HOUR, moved + 2 * HOUR)
        assert member.id not in reached_by(actor, [maria.user.id], began - HOUR, began)
        assert member.id in reached_by(actor, [daniel.user.id], began - HOUR, began)
        assert south


def test_an_ended_grant_counts_for_its_time_alone():
    with inside(LAKESIDE):
        grant = Grant.objects.filter(user_id=maria.user.id, role="coach").first()
        actor = Actor("worker", None, LAKESIDE)
        assert not reached_by(
            actor, [maria.user.id], grant.starts_at - 2 * HOUR, grant.starts_at - HOUR
        )
        assert not reached_by(actor, [samuel.user.id], now() - HOUR, now())


def test_another_organization_is_not_in_it():
    looked(priya, dewey)
    with samuel.acting() as officer:
        found = expose(officer, **around())
        with inside(HARBOR):
            theirs = set(Member.objects.values_list("id", flat=True))
        assert theirs
        assert not theirs & set(found.could)
        assert not expose(officer, account=priya.user.id, **around()).could
    with tom.acting() as stranger:
        assert not expose(stranger, account=maria.user.id, **around()).could
        key, span = new_id(), around()
        with pytest.raises(NoSuchTrace):
            expose(stranger, key=key, **span)


def test_the_officer_reaches_no_member_by_it():
    """The officer counts members whom row security does not show them, and opens none."""
    looked()
    with samuel.acting() as officer:
        found = expose(officer, account=maria.user.id, **around())
        assert member_id() in found.could
    with samuel.acting():
        assert not Member.objects.exists()


def test_a_members_key_exposes_them_and_all_of_theirs():
    member = member_id()
    with samuel.acting() as officer:
        key = Key.objects.get(member_id=member, state="active")
        found = expose(officer, key=key.id, **around())
        assert dict(found.could) == {member: of_members()}
        assert not found.seen
        assert found.unsealed
        ledger = Key.objects.get(organization_id=LAKESIDE, purpose="ledger", state="active")
        everybody = expose(officer, key=ledger.id, **around())
        with inside(LAKESIDE):
            assert set(everybody.could) == set(Member.objects.values_list("id", flat=True))
        secret = Key.objects.get(organization_id=LAKESIDE, purpose="secret", state="active")
        assert not expose(officer, key=secret.id, **around()).could


def test_two_traces_at_once_or_no_time_are_refused():
    with samuel.acting() as officer:
        with pytest.raises(NotOneTrace):
            expose(officer, account=maria.user.id, address="192.0.2.1", **around())
        with pytest.raises(NotOneTrace):
            expose(officer, since=now(), until=now() - HOUR)


def test_what_is_kept_is_the_answer_and_proved_by_its_hash():
    looked()
    kept = frozen(a_case())
    member = member_id()
    with samuel.acting() as officer:
        text = kept.lines.reveal()
        assert kept.digest == digest(text)
        line = from_text(text)[member]
        assert "members_member.name" in line.seen
        assert line.seen <= line.could
        again = expose(officer, account=maria.user.id, since=kept.since, until=kept.until)
        assert as_text(again) == text
        ids = proof_of(officer, again.asked, member)
        assert {row.event for row in opened_rows(officer, ids)} == {ACCESS_RECORDED.name}
    looked(maria, kristopher)
    with samuel.acting() as officer:
        later = expose(officer, account=maria.user.id, since=kept.since, until=kept.until)
        changed = difference(from_text(text), from_text(as_text(later)))
        assert (changed.added, changed.gone) == (0, 0)
        assert changed.changed == 1


@pytest.mark.parametrize(
    "statement", ["update incidents_exposure set members = 0", "delete from incidents_exposure"]
)
def test_nobody_changes_or_deletes_what_was_kept(statement):
    frozen(a_case())
    refused = pytest.raises(DatabaseError, match="permission denied")
    with inside(LAKESIDE), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)
