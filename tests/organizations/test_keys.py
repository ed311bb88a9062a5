"""Keys are looked after: replaced when they are old, old ones destroyed when nothing needs them."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.crypto.errors import ProviderUnreachable
from chaperone.database.identifiers import PLATFORM
from chaperone.organizations import keys, tasks
from chaperone.organizations.actions import change_setting
from chaperone.vault import resealing, rotation
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, State
from chaperone.vault.registry import OPERATOR
from tests.cast import HARBOR, LAKESIDE, inside


@pytest.fixture(autouse=True)
def _as_worker(committed, as_login):
    keyring.forget()
    with as_login("worker"):
        yield
    keyring.forget()


def rows(organization_id: UUID, **which: object) -> list[Key]:
    with inside(organization_id):
        return list(Key.objects.filter(organization_id=organization_id, **which))


def pass_days(monkeypatch, days: int) -> None:
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(keys.timezone, "now", lambda: later)


def test_keys_that_are_young_stay(monkeypatch):
    pass_days(monkeypatch, 364)
    tasks.keys(0)
    assert rows(LAKESIDE, state=State.RETIRED) == []


def test_keys_that_are_old_are_replaced_everywhere(monkeypatch):
    pass_days(monkeypatch, 366)
    keys.rotate_when_due(LAKESIDE)
    retired = {key.purpose for key in rows(LAKESIDE, state=State.RETIRED)}
    assert retired == {"organization", "shared", "secret", "ledger"}
    assert rows(HARBOR, state=State.RETIRED) == []
    assert keys.rotate_when_due(PLATFORM)


@pytest.mark.parametrize(("days", "replaced"), [(30, True), (0, False)])
def test_an_organization_says_how_old(monkeypatch, as_login, days, replaced):
    with as_login("web"), acting_for(operator(LAKESIDE)):
        change_setting(
            actor=operator(LAKESIDE), setting=keys.ROTATE_DAYS, value=days, reason="Tests."
        )
    pass_days(monkeypatch, 31 if days else 4000)
    assert keys.rotate_when_due(LAKESIDE) is replaced


def test_sweeps_end_what_was_begun(monkeypatch):
    for module in (rotation, resealing):
        monkeypatch.setattr(module, "RESTS", timedelta(0))
    monkeypatch.setattr(keys, "BATCHES_A_SWEEP", 3)
    monkeypatch.setattr(keys, "ROWS_AT_ONCE", 5)
    for organization_id in (PLATFORM, LAKESIDE):
        rotation.rotate_organization(organization_id=organization_id, by=OPERATOR)
        for purpose in ("member", "shared", "secret"):
            rotation.rotate_values(organization_id=organization_id, purpose=purpose, by=OPERATOR)
    sweeps = 0
    while any(rows(each, state=State.RETIRED) for each in (PLATFORM, LAKESIDE)):
        tasks.keys(0)
        sweeps += 1
        assert sweeps < 50
    assert sweeps > 1
    assert resealing.left(organization_id=LAKESIDE) == {}


def test_an_organization_whose_provider_is_away_does_not_stop_the_others(monkeypatch, caplog):
    tended = []

    def tend(organization_id: UUID) -> None:
        if organization_id == PLATFORM:
            raise ProviderUnreachable
        tended.append(organization_id)

    monkeypatch.setattr(keys, "tend", tend)
    tasks.keys(0)
    assert {LAKESIDE, HARBOR} <= set(tended)
    assert "does not answer in time" in caplog.text
