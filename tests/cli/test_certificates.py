import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from chaperone.cli import certificates


def leaf(folder):
    return x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())


def authority(folder):
    return x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())


@pytest.fixture
def tls(tmp_path):
    certificates.ensure(tmp_path)
    return tmp_path


def test_the_leaf_is_signed_for_this_machine_for_at_most_397_days(tls):
    found = leaf(tls)
    found.verify_directly_issued_by(authority(tls))
    assert found.not_valid_after_utc - found.not_valid_before_utc <= timedelta(days=397)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    assert 395 <= certificates.days_left(tls) <= 397


def test_only_the_authority_may_sign(tls):
    def is_authority(certificate):
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca

    assert is_authority(authority(tls))
    assert not is_authority(leaf(tls))


def test_keys_are_private_pkcs8(tls):
    for name in ("ca.key", "server.key"):
        path = tls / name
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_text().startswith("-----BEGIN PRIVATE KEY-----")
        load_pem_private_key(path.read_bytes(), password=None)


def shake_hands(tls, client: ssl.SSLContext) -> str | None:
    """The version of TLS that a client and a server with our leaf agree on, without a network."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tls / "server.crt", tls / "server.key")
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (ours, theirs) * 3:
        with suppress(ssl.SSLWantReadError):
            side.do_handshake()
    return ours.version()


def test_a_strict_client_trusts_the_leaf_through_the_authority(tls):
    client = ssl.create_default_context(cafile=tls / "ca.crt")
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    assert shake_hands(tls, client) == "TLSv1.3"


def test_who_does_not_know_the_authority_does_not_trust_the_leaf(tls):
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(tls, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def test_what_is_fresh_is_kept(tls):
    before = {path.name: path.read_bytes() for path in tls.iterdir()}
    certificates.ensure(tls)
    assert {path.name: path.read_bytes() for path in tls.iterdir()} == before


@pytest.mark.parametrize(("days", "renewed"), [(29, True), (32, False)])
def test_a_leaf_is_renewed_in_its_last_month(tmp_path, monkeypatch, days, renewed):
    monkeypatch.setattr(certificates, "_LEAF_DAYS", days)
    certificates.ensure(tmp_path)
    monkeypatch.undo()
    before, root = leaf(tmp_path), authority(tmp_path)
    certificates.ensure(tmp_path)
    assert (leaf(tmp_path) != before) is renewed
    assert authority(tmp_path) == root
    if renewed:
        assert leaf(tmp_path).not_valid_after_utc - datetime.now(UTC) > timedelta(days=390)


@pytest.mark.parametrize("lost", ["ca.key", "ca.crt"])
def test_a_lost_authority_is_replaced_with_its_leaf(tls, lost):
    before = leaf(tls)
    (tls / lost).unlink()
    certificates.ensure(tls)
    assert leaf(tls) != before
    leaf(tls).verify_directly_issued_by(authority(tls))


def test_a_lost_key_of_the_server_is_replaced(tls):
    (tls / "server.key").unlink()
    certificates.ensure(tls)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "server.crt", tls / "server.key")
