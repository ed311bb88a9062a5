"""A connection that breaks exactly at COMMIT, before or after the server has done it: nobody knows
which, so everything that is repeated must be safe to repeat (invariant 5).
"""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from chaperone.carriers.inbound import Accepted, InboundText, accept
from chaperone.carriers.models import HandsetText
from chaperone.connections.errors import OutcomeUnknown
from chaperone.connections.watching import watching
from chaperone.conversations.actions import send as sending
from chaperone.conversations.actions import settle
from chaperone.conversations.actions.send import recover
from chaperone.conversations.models import Turn
from tests.cast import LAKESIDE, LAKESIDE_NUMBER, inside, ursula
from tests.conversations.scene import Scene, carrier_could_double
from tests.fakes.cutting_proxy import COMMIT, CuttingProxy, Moment

MOMENTS: tuple[Moment, ...] = ("before", "after")
at_every_moment = pytest.mark.parametrize("moment", MOMENTS)


@at_every_moment
def test_a_commit_without_an_answer_is_told_apart(proxy: CuttingProxy, moment: Moment) -> None:
    proxy.cut(COMMIT, moment)
    with watching() as watch, pytest.raises(OutcomeUnknown):
        run("select 1")
    assert (watch.broke, watch.maybe_kept) == (True, True)


def test_a_statement_without_an_answer_has_kept_nothing(proxy: CuttingProxy) -> None:
    proxy.cut(b"select 2", "after")
    with watching() as watch, pytest.raises(OperationalError) as caught:
        run("select 2")
    assert not isinstance(caught.value, OutcomeUnknown)
    assert (watch.broke, watch.maybe_kept) == (True, False)


def test_a_broken_connection_is_not_used_again_in_a_thread_that_nobody_resets(
    proxy: CuttingProxy,
) -> None:
    """A worker's: there no request begins, at which Django would look after it."""
    with connection.cursor() as cursor:
        proxy.cut(b"select 2", "after")
        with pytest.raises(OperationalError):
            cursor.execute("select 2")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 3")
        assert cursor.fetchone() == (3,)


def test_a_wait_for_a_second_node_that_somebody_ended_is_no_success(proxy: CuttingProxy) -> None:
    """PostgreSQL only warns of it. Here no node waits; the warning is the server's own."""

    class Warned:
        source_function = "SyncRepWaitForLSN"

    connection.ensure_connection()
    real = connection.connection.commit

    def commit() -> None:
        real()
        connection._hear(Warned())

    connection.connection.commit = commit
    with watching() as watch, pytest.raises(OutcomeUnknown):
        run("select 1")
    assert watch.maybe_kept
    connection.close()


@at_every_moment
def test_a_text_that_the_carrier_sends_again_is_there_once(
    proxy: CuttingProxy, scene: Scene, moment: Moment
) -> None:
    carriers_id = str(uuid4())
    proxy.cut(COMMIT, moment)
    with pytest.raises(OutcomeUnknown):
        deliver(carriers_id)
    accepted = deliver(carriers_id)
    assert accepted.duplicate is (moment == "after")
    with inside(LAKESIDE):
        assert Turn.objects.filter(member=ursula.member).count() == 1
    scene.work()
    assert len(scene.outbound(ursula)) == 1


@at_every_moment
def test_a_text_is_answered_once(proxy: CuttingProxy, scene: Scene, moment: Moment) -> None:
    message_id = scene.text(ursula, "What is A1C?")
    proxy.cut(COMMIT, moment)
    with pytest.raises(OutcomeUnknown):
        scene.answer()
    scene.work()
    assert scene.turn(message_id).state == Turn.State.ANSWERED
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]


# The commits of one reply: it is claimed, the network takes it, what came of it is kept.
@pytest.mark.parametrize("passing", [0, 1, 2], ids=["claim", "network", "outcome"])
@at_every_moment
def test_a_reply_is_sent_once(
    proxy: CuttingProxy,
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    moment: Moment,
    passing: int,
) -> None:
    monkeypatch.setattr(sending, "CLAIM_LASTS", timedelta(0))
    monkeypatch.setattr(settle, "_FIRST_WAIT", timedelta(0))
    scene.text(ursula, "What is A1C?")
    scene.answer()
    cut_while_sending(proxy, scene, moment, passing)
    with scene.as_login("worker"):
        recover(organization_id=LAKESIDE)
    scene.send()
    assert [said.state for said in scene.outbound(ursula)] == ["delivered"]
    assert on_the_phone() == 1


@at_every_moment
def test_a_reply_that_may_have_been_sent_is_not_sent_again_where_that_could_double_it(
    proxy: CuttingProxy, scene: Scene, monkeypatch: pytest.MonkeyPatch, moment: Moment
) -> None:
    monkeypatch.setattr(sending, "CLAIM_LASTS", timedelta(0))
    carrier_could_double(monkeypatch)
    scene.text(ursula, "What is A1C?")
    scene.answer()
    cut_while_sending(proxy, scene, moment, 1)
    with scene.as_login("worker"):
        recover(organization_id=LAKESIDE)
    scene.send()
    assert on_the_phone() <= 1
    (said,) = scene.outbound(ursula)
    assert said.state in ("unconfirmed", "delivered")
    if said.state == "unconfirmed":
        assert scene.conversation(ursula).waiting_since is not None


def run(statement: str) -> None:
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(statement)


def cut_while_sending(proxy: CuttingProxy, scene: Scene, moment: Moment, passing: int) -> None:
    """What the network is cut at, it turns into an outcome of its own."""
    cuts = proxy.cuts
    proxy.cut(COMMIT, moment, passing=passing)
    with suppress(OutcomeUnknown):
        scene.send()
    assert proxy.cuts == cuts + 1


def on_the_phone() -> int:
    with inside(LAKESIDE):
        return HandsetText.objects.filter(direction=HandsetText.Direction.GOT).count()


def deliver(carriers_id: str) -> Accepted:
    return accept(
        InboundText(
            "handset", carriers_id, ursula.phone, LAKESIDE_NUMBER, "What is A1C?", timezone.now()
        )
    )
