"""Notices on their way: claimed, sent, settled; tried again; never a word about a member."""

import base64
import hmac
import ipaddress
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from chaperone.accounts.models import User
from chaperone.conversations.models import Page
from chaperone.jobs import actions as jobs
from chaperone.notices.actions import deliver as delivering
from chaperone.notices.actions.deliver import ATTEMPTS, deliver, deliver_everywhere
from chaperone.notices.actions.webhooks import end_webhook, set_webhook
from chaperone.notices.errors import AddressRefused, InTransaction, KeyMissing
from chaperone.notices.events import NOTICES_ASKED, NOTICES_FAILED, NOTICES_SENT
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, daniel, grace, inside, ursula
from tests.conversations.paging.scene import call, details_of, in_danger, put_on_call
from tests.conversations.scene import Scene
from tests.fakes.webhook_receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("committed")


class Crash(BaseException):
    """The process ends here, as by kill -9."""


@pytest.fixture
def scene(committed: str, as_login: Callable[[str], AbstractContextManager[None]]) -> Scene:
    return Scene(as_login)


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Receiver]:
    """A service to which the operator lets webhooks go, with a certificate that is trusted."""
    settings.CHAPERONE_WEBHOOK_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    with receiving(tmp_path) as found:
        monkeypatch.setenv("SSL_CERT_FILE", str(found.certificate))
        yield found


def called(scene: Scene) -> Page:
    put_on_call(daniel)
    found = in_danger(scene)
    call(scene)
    return found


def work(scene: Scene) -> None:
    with scene.as_login("worker"):
        deliver(organization_id=LAKESIDE)


def notice(way: str = "email") -> Notice:
    with inside(LAKESIDE):
        found: Notice = Notice.objects.get(way=way)
        return found


def waits_are_over(scene: Scene) -> None:
    with scene.as_login("worker"), inside(LAKESIDE):
        long_ago = timezone.now() - timedelta(minutes=10)
        Notice.objects.update(due_at=long_ago, claimed_at=long_ago)


def test_an_email_says_that_somebody_is_needed_and_nothing_else(scene: Scene) -> None:
    found = called(scene)

    work(scene)

    (message,) = mail.outbox
    assert message.to == [daniel.email]
    whole = message.message().as_string()
    assert "A conversation needs you" in whole
    said = ["Ursula", ursula.phone, ursula.name.split()[-1], "chest", "breathe", "emergency"]
    for phi in [*said, str(found.member_id), found.member_id.hex, found.code]:
        assert phi.lower() not in whole.lower(), phi
    assert notice().state == "sent"
    assert len(details_of(NOTICES_ASKED)) == len(details_of(NOTICES_SENT)) == 1


def test_a_mail_server_that_is_away_is_asked_again_with_longer_waits(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(scene)
    tries = []

    def away(_message: EmailMessage) -> int:
        tries.append(1)
        raise SMTPServerDisconnected("the secret of the server")

    waits = []
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", away)
        for _ in range(ATTEMPTS + 2):
            work(scene)
            waits.append(notice().due_at - timezone.now())
            waits_are_over(scene)

    assert len(tries) == ATTEMPTS
    assert waits[: ATTEMPTS - 1] == sorted(waits[: ATTEMPTS - 1])
    assert notice().state == "failed"
    assert notice().note == "The mail server did not take it (SMTPServerDisconnected)."
    assert len(details_of(NOTICES_FAILED)) == 1


def test_a_process_that_ends_between_claim_and_outcome_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(scene)

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_send", crash)
        with pytest.raises(Crash):
            work(scene)
    assert notice().state == "sending"
    work(scene)
    assert mail.outbox == []  # somebody may be sending it still

    waits_are_over(scene)
    with scene.as_login("worker"):
        deliver_everywhere()

    assert len(mail.outbox) == 1
    assert notice().state == "sent"


def test_a_lost_nudge_loses_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_send", lambda *_, **__: None)
    called(scene)

    with scene.as_login("worker"):
        deliver_everywhere()

    assert len(mail.outbox) == 1


def test_one_notice_that_breaks_the_program_holds_up_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(scene)
    monkeypatch.setattr(delivering, "email_of", lambda _: 1 / 0)

    work(scene)

    assert notice().state == "pending"
    assert notice().note == "It could not be sent (ZeroDivisionError)."


def test_who_has_left_is_not_written_to(scene: Scene) -> None:
    called(scene)
    User.objects.filter(email=daniel.email).update(is_active=False)

    work(scene)

    assert mail.outbox == []
    assert notice().state == "failed"


def test_nothing_is_sent_within_a_transaction(scene: Scene) -> None:
    with transaction.atomic(), pytest.raises(InTransaction):
        deliver(organization_id=LAKESIDE)


def test_a_webhook_is_signed_and_names_nobody(scene: Scene, receiver: Receiver) -> None:
    with grace.acting() as actor:
        secret = set_webhook(actor=actor, url=receiver.url)
    found = called(scene)

    work(scene)

    ((headers, body),) = receiver.got
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.urlsafe_b64decode(secret.removeprefix("whsec_") + "=")
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["type"] == "conversations.needed"
    for phi in ("Ursula", "chest", str(found.member_id), str(found.id), found.code, "by-link"):
        assert phi not in body.decode()
    assert notice("webhook").state == "sent"


def test_a_pager_is_told_in_its_own_form_with_its_key_and_names_nobody(
    scene: Scene, receiver: Receiver
) -> None:
    with grace.acting() as actor:
        assert (
            set_webhook(actor=actor, url=receiver.url, style="events", routing_key="R0ut1ng") == ""
        )
    found = called(scene)

    work(scene)

    ((headers, body),) = receiver.got
    said = json.loads(body)
    assert (said["routing_key"], said["event_action"]) == ("R0ut1ng", "trigger")
    assert said["dedup_key"] == str(notice("webhook").subject_id)
    assert set(said["payload"]) == {"summary", "source", "severity", "timestamp", "class"}
    assert "webhook-signature" not in headers
    for phi in ("Ursula", "chest", str(found.member_id), found.code, "by-link"):
        assert phi not in body.decode()
    assert notice("webhook").state == "sent"
    with grace.acting() as actor, pytest.raises(KeyMissing):
        set_webhook(actor=actor, url=receiver.url, style="events")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 500])
def test_a_webhook_that_does_not_take_it_is_asked_again_and_a_redirect_not_followed(
    scene: Scene, receiver: Receiver, status: int
) -> None:
    receiver.status, receiver.location = status, receiver.url.replace("/hooks", "/elsewhere")
    with grace.acting() as actor:
        set_webhook(actor=actor, url=receiver.url)
    called(scene)

    work(scene)

    assert len(receiver.got) == 1
    assert notice("webhook").state == "pending"
    assert notice("webhook").note == f"The service answered {status}."


def test_a_webhook_with_a_certificate_of_another_gets_nothing(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CHAPERONE_WEBHOOK_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    with receiving(tmp_path, host="other.example") as other:
        monkeypatch.setenv("SSL_CERT_FILE", str(other.certificate))
        with grace.acting() as actor:
            set_webhook(actor=actor, url=other.url)
        called(scene)

        work(scene)

        assert other.got == []
    assert "SSLCertVerificationError" in notice("webhook").note


def test_a_webhook_to_a_private_address_is_never_called(scene: Scene, tmp_path: Path) -> None:
    with receiving(tmp_path) as inner:
        with grace.acting() as actor:
            set_webhook(actor=actor, url=inner.url)
        called(scene)

        work(scene)

        assert inner.got == []
    assert notice("webhook").note == AddressRefused.__doc__


def test_an_ended_webhook_is_not_called(scene: Scene, receiver: Receiver) -> None:
    with grace.acting() as actor:
        set_webhook(actor=actor, url=receiver.url)
    called(scene)
    with grace.acting() as actor:
        assert end_webhook(actor=actor)
        assert not end_webhook(actor=actor)

    work(scene)

    assert receiver.got == []
    assert notice("webhook").state == "failed"
