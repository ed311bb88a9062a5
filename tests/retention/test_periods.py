"""Longer at once, shorter by two people, and never outside of what the class allows."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection

from chaperone.retention.classes import LONGEST, Class, Rows, register, registered
from chaperone.retention.errors import (
    AlreadyAsked,
    NoSuchClass,
    NoSuchPeriod,
    NotToBeChosen,
    NotWaiting,
    OutOfBounds,
    OwnQuestion,
)
from chaperone.retention.periods.actions import agree, choose_period, decline, take_back
from chaperone.retention.periods.queries import kept, kept_in
from tests.cast import HARBOR, LAKESIDE, grace, inside, samuel, tom
from tests.web.administration.asking import entries

pytestmark = pytest.mark.usefixtures("committed")
NAME = "notices.notices"


def chosen(days, person=grace, name=NAME):
    with person.acting() as actor:
        return choose_period(actor=actor, class_name=name, days=days, reason="Counsel said so.").id


def days(organization_id=LAKESIDE):
    with inside(organization_id):
        return kept(organization_id, registered()[NAME]).days


def test_longer_holds_at_once_and_elsewhere_nothing_changes():
    chosen(1000)
    assert (days(), days(HARBOR)) == (1000, 730)
    (entry,) = entries("retention.period.set")
    assert (entry.details["from_days"], entry.details["to_days"]) == (730, 1000)


def test_shorter_waits_for_a_second_person():
    period_id = chosen(365)
    assert days() == 730
    with pytest.raises(AlreadyAsked):
        chosen(400)
    with grace.acting() as actor, pytest.raises(OwnQuestion):
        agree(actor=actor, period_id=period_id)
    with tom.acting() as actor, pytest.raises(NoSuchPeriod):
        agree(actor=actor, period_id=period_id)
    with samuel.acting() as actor:
        agree(actor=actor, period_id=period_id)
        with pytest.raises(NotWaiting):
            decline(actor=actor, period_id=period_id)
    assert days() == 365


def test_declined_or_taken_back_nothing_changes():
    period_id = chosen(365)
    with samuel.acting() as actor:
        with pytest.raises(NoSuchPeriod):
            take_back(actor=actor, period_id=period_id)
        decline(actor=actor, period_id=period_id)
    period_id = chosen(366)
    with grace.acting() as actor:
        take_back(actor=actor, period_id=period_id)
    assert days() == 730


def test_bounds():
    for wrong in (89, LONGEST + 1):
        with pytest.raises(OutOfBounds):
            chosen(wrong)
    with pytest.raises(NotToBeChosen):
        chosen(5000, name="ledger.entries")
    with pytest.raises(NoSuchClass):
        chosen(5000, name="nothing.here")


def test_the_database_lets_nobody_shorten_alone(as_login):
    period_id = chosen(365)
    with (
        as_login("web"),
        pytest.raises(DatabaseError, match="shortened_by_two"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update retention_period set state = 'in_force', decided_by = asked_by,"
            " decided_at = now() where id = %s",
            [period_id],
        )


def test_documentation_is_kept_six_years_at_least():
    for each in registered().values():
        if "164.316" in each.legal_source:
            assert each.minimum_days >= 2192, each.name


def test_a_class_says_who_purges_it_and_no_other_takes_its_name():
    before = registered()
    # The same once more is no other: rooms may be made ready twice.
    register(before[NAME])
    with pytest.raises(ValueError, match="taken"):
        register(replace(before[NAME], label="Something else"))
    assert registered() == before
    with pytest.raises(ValueError, match="who does"):
        Class("x.y", "X", "", 1, 0, "", "", "")
    with pytest.raises(ValueError, match="lies outside"):
        Class("x.y", "X", "", 1, 2, "", "", "", found=Rows("t", "t.at"))


def test_one_query_for_all_classes(django_assert_num_queries):
    with inside(LAKESIDE), django_assert_num_queries(1):
        assert len(kept_in(LAKESIDE)) == len(registered())
