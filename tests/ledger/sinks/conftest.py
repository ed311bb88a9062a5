"""Certificates, receivers, and ledgers whose entries leave."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from chaperone.cli import certificates
from tests.fakes.syslog_receiver import SyslogReceiver, listening


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, a certificate of localhost, and one of a sender: ``client.crt``."""
    folder = tmp_path_factory.mktemp("tls")
    certificates.ensure(folder)
    _make(folder, "client", ExtendedKeyUsageOID.CLIENT_AUTH, "chaperone")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ca.key").write_bytes((folder / "ca.key").read_bytes())
    (elsewhere / "ca.crt").write_bytes((folder / "ca.crt").read_bytes())
    _make(elsewhere, "server", ExtendedKeyUsageOID.SERVER_AUTH, "elsewhere.example")
    return folder


@pytest.fixture
def receiver(tls: Path) -> Iterator[SyslogReceiver]:
    with listening(tls) as receiver:
        yield receiver


def _make(folder: Path, stem: str, usage: Any, name: str) -> None:
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    signing = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(signing, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{stem}.key").write_bytes(private)
    (folder / f"{stem}.key").chmod(0o600)
    (folder / f"{stem}.crt").write_bytes(certificate.public_bytes(pem))
