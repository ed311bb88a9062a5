"""Whether an envelope is genuine: from a pinned topic, signed by a pinned certificate, fresh.

Source: Amazon SNS Developer Guide, "Verifying the signatures of Amazon SNS messages", signature
version 2 (RSASSA-PKCS1-v1_5 with SHA-256). 45 CFR 164.312(c)(1), 164.312(d).
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from chaperone.carriers.aws.configuration import region_of
from chaperone.carriers.aws.envelopes import Envelope
from chaperone.carriers.aws.errors import NotGenuine

AGE_MAXIMUM = timedelta(hours=1)
KEY_BITS_MINIMUM = 2048
# Matched as a whole, so that no reader of URLs can see another host or path in it.
_CERTIFICATE_URL = re.compile(
    r"https://sns\.([a-z0-9-]{4,30})\.amazonaws\.com/(SimpleNotificationService-[0-9a-f]{8,64}\.pem)"
)


def check_genuine(
    envelope: Envelope, *, topics: Collection[str], certificates: Path, now: datetime
) -> None:
    """Raises ``NotGenuine`` with the reason unless a pinned topic sent the envelope within an hour.

    ``topics`` are the pinned ARNs, ``certificates`` the folder of pinned PEM files. A certificate
    that is not there is never fetched: whoever could forge its address could then sign.
    """
    if envelope.topic not in topics:
        raise NotGenuine("Its topic is not one of ours.")
    if envelope.signature_version != "2":
        raise NotGenuine(
            "Only signature version 2 is accepted. Set the topic's SignatureVersion to 2."
        )
    certificate = _pinned(envelope, certificates)
    _check_valid(certificate, now)
    _check_signature(envelope, certificate)
    if abs(now - envelope.sent_at) > AGE_MAXIMUM:
        raise NotGenuine("It was sent more than an hour ago, or the clocks differ by that much.")


def read_certificate(path: Path) -> x509.Certificate:
    """The certificate in a PEM file. Raises ``OSError`` and ``ValueError``."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def _pinned(envelope: Envelope, folder: Path) -> x509.Certificate:
    match = _CERTIFICATE_URL.fullmatch(envelope.certificate_url)
    if match is None or match.group(1) != region_of(envelope.topic):
        raise NotGenuine("Its certificate is not at the address of its region's SNS.")
    name = match.group(2)
    try:
        return read_certificate(folder / name)
    except FileNotFoundError:
        raise NotGenuine(
            f"Its certificate {name} is not pinned. If AWS has renewed its certificate, the"
            " operator fetches it, checks it, and stores it under carriers/aws of the data folder."
        ) from None
    except (OSError, ValueError):
        raise NotGenuine(f"The pinned certificate {name} cannot be read.") from None


def _check_valid(certificate: x509.Certificate, now: datetime) -> None:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise NotGenuine("Its certificate has expired, or is not valid yet.")


def _check_signature(envelope: Envelope, certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < KEY_BITS_MINIMUM:
        raise NotGenuine("Its certificate has no RSA key of 2,048 bits or more.")
    try:
        signature = b64decode(envelope.signature, validate=True)
        key.verify(signature, envelope.signed.encode(), padding.PKCS1v15(), SHA256())
    except (binascii.Error, InvalidSignature):
        raise NotGenuine("Its signature does not fit it.") from None
