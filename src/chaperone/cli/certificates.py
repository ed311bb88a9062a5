"""A local certificate authority, and the certificate of the web server.

For a machine without a certificate of its own. Leaves live at most 397 days, the longest that
browsers accept, and are renewed when less than 30 are left.
"""

import socket
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from chaperone.files.private import write_private

_AUTHORITY_DAYS = 3650
_LEAF_DAYS = 397
_RENEW_DAYS = 30
_USAGES = ("digital_signature", "key_cert_sign", "crl_sign")
_ALL_USAGES = (
    *_USAGES,
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)


def ensure(folder: Path) -> None:
    """Make or renew `ca.crt`, `ca.key`, `server.crt` and `server.key` (PKCS#8) in `folder`."""
    if not _is_fresh(folder / "ca.crt", folder / "ca.key"):
        _make_authority(folder)
        (folder / "server.crt").unlink(missing_ok=True)
    if not _is_fresh(folder / "server.crt", folder / "server.key"):
        _make_leaf(folder)


def days_left(folder: Path) -> int:
    """Whole days that the server's certificate is still good for; negative when it is over."""
    certificate = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    return (certificate.not_valid_after_utc - datetime.now(UTC)).days


def names() -> list[str]:
    """What the server is called: by people on this machine and on its network."""
    return list(dict.fromkeys(["localhost", socket.gethostname(), "127.0.0.1", "::1"]))


def _is_fresh(certificate: Path, key: Path) -> bool:
    if not certificate.exists() or not key.exists():
        return False
    until = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return until - datetime.now(UTC) > timedelta(days=_RENEW_DAYS)


def _make_authority(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Chaperone local authority {socket.gethostname()}")
    certificate = (
        begun(name, name, key.public_key(), _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(*_USAGES), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder, "ca", key, certificate)


def _make_leaf(folder: Path) -> None:
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    authority_key = serialization.load_pem_private_key(
        (folder / "ca.key").read_bytes(), password=None
    )
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        begun(_name("localhost"), authority.subject, key.public_key(), _LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(list(map(general, names()))), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    _write(folder, "server", key, certificate)


def begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    """A certificate of a key, to be completed and signed, in force for ``days`` in all.

    From an hour ago on, for clocks that differ.
    """
    begin = datetime.now(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _write(
    folder: Path, stem: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate
) -> None:
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(folder / f"{stem}.key", private.decode())
    write_private(folder / f"{stem}.crt", certificate.public_bytes(pem).decode())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in wanted for usage in _ALL_USAGES})


def general(name: str) -> x509.GeneralName:
    """A host as certificates name it: by its address, or else by its name."""
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
