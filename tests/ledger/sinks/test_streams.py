"""Syslog over TLS to a real receiver on this machine."""

import ssl

import pytest

from chaperone.ledger.sinks.configuration import Stream, context_of
from chaperone.ledger.sinks.errors import ReceiverAway
from chaperone.ledger.sinks.receivers.streams import TlsStream
from tests.fakes.syslog_receiver import listening

MESSAGES = [b"<110>1 - - - - - - %d " % number + b"x" * 500 for number in range(400)]
SHORT = 0.5


@pytest.fixture
def stream(tls):
    """``stream(receiver)``: a connection to be, as it is configured; closed at the end."""
    opened = []

    def to(receiver, *, host="localhost", ca=tls / "ca.crt", seconds=5.0, **ours):
        opened.append(TlsStream(Stream(host, receiver.port, ca, **ours), seconds))
        return opened[-1]

    yield to
    for one in opened:
        one.close()


def hand_over(sending):
    sending.take(MESSAGES)
    sending.settle()


def test_what_was_taken_and_settled_has_been_received_in_order(stream, receiver):
    sending = stream(receiver)
    sending.take(MESSAGES[:100])
    sending.take(MESSAGES[100:])
    sending.settle()
    assert receiver.messages == MESSAGES
    assert receiver.connections == 1
    sending.settle()
    sending.take([b"one more\nof two lines"])
    sending.settle()
    assert receiver.messages[400:] == [b"one more\nof two lines"]
    assert receiver.connections == 2


def test_a_receiver_that_closes_without_an_answer_has_received_it(stream, receiver):
    receiver.manner = "curt"
    sending = stream(receiver)
    sending.take(MESSAGES)
    sending.settle()
    assert receiver.messages == MESSAGES


@pytest.mark.parametrize("resets", [True, False])
@pytest.mark.parametrize("octets", [1, 600, 100_000])
def test_a_connection_that_breaks_in_the_middle_is_noticed(stream, receiver, octets, resets):
    receiver.dies_after, receiver.resets = octets, resets
    sending = stream(receiver)
    with pytest.raises(ReceiverAway):
        hand_over(sending)
    assert len(receiver.messages) < len(MESSAGES)
    before = len(receiver.messages)
    sending.take(MESSAGES)
    sending.settle()
    assert receiver.messages[before:] == MESSAGES


def test_a_receiver_that_reads_nothing_has_not_received_it(stream, receiver):
    """The machine takes what fits into its memory; that is not the receiver's word."""
    receiver.manner = "deaf"
    sending = stream(receiver, seconds=SHORT)
    sending.take(MESSAGES[:5])
    with pytest.raises(ReceiverAway, match="timed out"):
        sending.settle()
    with pytest.raises(ReceiverAway, match="timed out"):
        sending.take([b"x" * 1_000_000] * 30)


def test_a_receiver_that_died_with_something_unread_has_not_received_it(stream, receiver):
    receiver.manner = "deaf"
    sending = stream(receiver)
    sending.take(MESSAGES[:5])
    receiver.close()
    with pytest.raises(ReceiverAway):
        sending.settle()
    assert receiver.messages == []


def test_nobody_there(stream, receiver):
    receiver.close()
    with pytest.raises(ReceiverAway, match="refused"):
        stream(receiver).take(MESSAGES)


def test_another_authority_is_refused_before_a_byte_is_sent(stream, receiver):
    with pytest.raises(ReceiverAway, match="its certificate is refused"):
        stream(receiver, ca=None).take(MESSAGES)
    assert receiver.messages == []


def test_a_certificate_of_another_name_is_refused(stream, tls):
    with listening(tls / "elsewhere") as receiver:
        with pytest.raises(ReceiverAway, match="its certificate is refused"):
            stream(receiver).take(MESSAGES)
        assert receiver.messages == []


def test_a_receiver_that_wants_our_certificate_gets_it(stream, tls):
    ours = {"certificate": tls / "client.crt", "key": tls / "client.key"}
    with listening(tls, clients=tls / "ca.crt") as receiver:
        sending = stream(receiver, **ours)
        sending.take(MESSAGES)
        sending.settle()
        assert receiver.messages == MESSAGES
        with pytest.raises(ReceiverAway):
            hand_over(stream(receiver))
        assert receiver.messages == MESSAGES


def test_tls_is_at_least_1_2_and_checks_who_is_there(tls):
    context = context_of(Stream("localhost", 6514, tls / "ca.crt"))
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
