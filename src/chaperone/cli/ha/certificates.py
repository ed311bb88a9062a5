"""The cluster's own authority: every program shows a certificate of it, and asks for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from chaperone.cli.certificates import begun, general
from chaperone.cli.ha.errors import AuthorityMissing
from chaperone.files.private import write_private

_AUTHORITY_DAYS = 3650
# Two years: nobody but the cluster's own programs sees them, and a renewal restarts each of them.
_LEAF_DAYS = 730
_BOTH_ENDS = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
_USAGES = {
    "digital_signature": False,
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs the certificates of nodes and applications."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls) -> "Authority":
        """A new one, for ten years."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named("Chaperone database cluster")
        signs = x509.KeyUsage(**_USAGES | {"key_cert_sign": True, "crl_sign": True})
        certificate = (
            begun(name, name, key.public_key(), _AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(signs, critical=True)
            .sign(key, hashes.SHA256())
        )
        return cls(certificate, key)

    @classmethod
    def load(cls, folder: Path) -> "Authority":
        """From ``ca.crt`` and ``ca.key``. Raises ``AuthorityMissing``."""
        try:
            raw = (folder / "ca.key").read_bytes()
            certificate = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
        except FileNotFoundError as error:
            raise AuthorityMissing(folder=folder.parent) from error
        key = serialization.load_pem_private_key(raw, password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(certificate, key)

    def keep(self, folder: Path) -> None:
        """Write ``ca.crt`` and ``ca.key``."""
        write_private(folder / "ca.key", _private(self.key))
        write_private(folder / "ca.crt", _public(self.certificate))

    def issue(self, common: str, names: Iterable[str]) -> tuple[str, str]:
        """A certificate for the names (hosts and addresses), and its key; both as PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = (
            begun(_named(common), self.certificate.subject, key.public_key(), _LEAF_DAYS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**_USAGES | {"digital_signature": True}), critical=True)
            .add_extension(x509.ExtendedKeyUsage(_BOTH_ENDS), critical=False)
            .add_extension(
                x509.SubjectAlternativeName([general(name) for name in dict.fromkeys(names)]),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )
        return _public(leaf), _private(key)

    def equip(self, tls: Path, common: str, names: Iterable[str]) -> None:
        """Write what a machine needs into its ``tls``: ca.crt, and its own certificate and key,
        apart and (for HAProxy) in one file.
        """
        certificate, key = self.issue(common, names)
        write_private(tls / "ca.crt", _public(self.certificate))
        write_private(tls / "node.crt", certificate)
        write_private(tls / "node.key", key)
        write_private(tls / "client.pem", certificate + key)


def renew_below(out: Path) -> datetime:
    """Make every certificate below the folder anew, for the names it had; until when they last.

    Raises ``AuthorityMissing``.
    """
    authority = Authority.load(out / "authority")
    for path in sorted(out.glob("**/tls/node.crt")):
        before = x509.load_pem_x509_certificate(path.read_bytes())
        (common,) = before.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        names = before.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        authority.equip(path.parent, str(common.value), [str(name.value) for name in names])
    return datetime.now(UTC) + timedelta(days=_LEAF_DAYS)


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _public(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _private(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
