"""The demo's rota: somebody is on call, now and for months."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chaperone.cli.demo_programme import Scene, on_call
from chaperone.duties.queries import rota_of
from tests.cast import LAKESIDE, daniel, grace, maria, today_there

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_two_coaches_take_turns_without_a_gap():
    now = timezone.now()
    with grace.acting() as actor:
        assert rota_of(actor, since=now).on_call(now) is None
        on_call.seed(Scene(LAKESIDE, today_there()))
        rota = rota_of(actor, since=now)
        assert not list(rota.gaps(now, now + timedelta(weeks=12)))
        weeks = [rota.on_call(now + timedelta(weeks=number)) for number in range(12)]
    assert weeks[::2] == [weeks[0]] * 6
    assert {weeks[0], weeks[1]} == {maria.user.id, daniel.user.id}
