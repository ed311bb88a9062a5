"""The order of recovery as a file: what was taken away comes back the same."""

import pytest

from chaperone.continuity.models import System
from chaperone.continuity.recovery.actions.systems import enter_starters
from chaperone.continuity.recovery.errors import NoSuchSystem
from chaperone.continuity.recovery.queries.systems import order_of, text_of
from chaperone.continuity.recovery.sheets import CONTACTS, SYSTEMS
from chaperone.registers.sheets import read_csv, to_csv
from tests.cast import samuel
from tests.risks.cast import officer

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_a_table_that_was_taken_away_comes_back_the_same():
    with samuel.acting() as actor:
        before = text_of(order_of(actor))
        file = to_csv(list(SYSTEMS.rows(actor)), SYSTEMS.columns)
    sheet = read_csv(file, SYSTEMS.columns)
    assert sheet.findings == []
    with officer.acting() as actor:
        for line in sheet.good:
            SYSTEMS.add(actor=actor, **values(SYSTEMS, line))
        assert text_of(order_of(actor)) == before


def test_a_need_that_is_nowhere_is_refused():
    file = "Application or data,May be away,May be lost,Needs\nPhone,1 hour,none,Moon\n"
    (line,) = read_csv(file, SYSTEMS.columns).good
    with officer.acting() as actor, pytest.raises(NoSuchSystem, match="Moon"):
        SYSTEMS.add(actor=actor, **values(SYSTEMS, line))


def test_a_length_that_nobody_understands_is_a_finding():
    file = "Application or data,May be away,May be lost\nPhone,soon,none\n"
    (found,) = read_csv(file, SYSTEMS.columns).findings
    assert "such as 15 minutes" in found.mend


def test_contacts_come_back_too():
    with samuel.acting() as actor:
        file = to_csv(list(CONTACTS.rows(actor)), CONTACTS.columns)
    sheet = read_csv(file, CONTACTS.columns)
    with officer.acting() as actor:
        for line in sheet.good:
            CONTACTS.add(actor=actor, **values(CONTACTS, line))
        assert to_csv(list(CONTACTS.rows(actor)), CONTACTS.columns) == file


def test_starters_are_entered_once_whatever_was_retired():
    with officer.acting() as actor:
        count = enter_starters(actor=actor)
        assert enter_starters(actor=actor) == 0
        assert System.objects.filter(organization_id=actor.organization_id).count() == count


def values(register, line):
    return {column.name: line.values.get(column.name) for column in register.columns}
