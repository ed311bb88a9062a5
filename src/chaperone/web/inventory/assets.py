"""What this installation runs on, as its configuration and its rooms say.

Shown to every organization of the installation, so no path of this machine and nothing of another
organization is in it. What cannot be read is left out: whoever starts the program was told.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from chaperone.access.actors import worker
from chaperone.assistant.providers.configuration import endpoints
from chaperone.assistant.providers.errors import NotConfigured
from chaperone.carriers.models import Carrier
from chaperone.carriers.queries import number_of
from chaperone.continuity.backups.errors import SettingsRefused
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.targets import bucket_of
from chaperone.crypto.errors import ProviderMisconfigured
from chaperone.crypto.providers.choosing import configured
from chaperone.ledger.mirrors.addresses import is_s3, short_name
from chaperone.ledger.sinks.configuration import Stream, read_sinks
from chaperone.ledger.sinks.errors import SinkRefused
from chaperone.risks.registry import Found

_PROVIDERS = {
    "file": ("Root key in a file", "Beside the database, unless the operator put it elsewhere."),
    "aws_kms": ("Root key in AWS KMS", "The key never leaves the service, which logs each use."),
    "pkcs11": ("Root key in a hardware module", "PKCS#11: the key never leaves the module."),
}
_SIGNED = "A signed copy of the ledger, sealed: tells if the database's own was changed."


def assets(organization_id: UUID) -> Iterator[Found]:
    """Everything that the configuration names and the organization uses."""
    yield from _host()
    yield from _database()
    yield from _keys()
    yield from _mirrors()
    yield from _backups()
    yield from _sinks()
    yield from _mail()
    yield from _carrier(organization_id)
    yield from _models()


def _host() -> Iterator[Found]:
    url = urlsplit(settings.CHAPERONE_URL)
    yield Found(
        "application",
        "application",
        "Chaperone",
        "Web server, worker and sequencer of this installation.",
        f"{url.scheme}://{url.netloc}",
        "passes",
    )
    yield Found(
        "host",
        "host",
        f"Host of {url.hostname}",
        "The machine or cluster that the processes run on.",
        str(url.hostname),
        "passes",
    )


def _database() -> Iterator[Found]:
    used: dict[str, Any] = settings.DATABASES["default"]
    address = str(used.get("HOST", ""))
    own = not address or address.startswith("/")
    place = "embedded, on this host" if own else f"{address}:{used.get('PORT') or 5432}"
    about = "Members, messages and the ledger; every value of ePHI is sealed by itself."
    yield Found("database", "database", "PostgreSQL", about, place, "yes")


def _keys() -> Iterator[Found]:
    try:
        used = configured(Path(settings.CHAPERONE_DATA) / "config.json")
    except ProviderMisconfigured:
        return
    for described in used:
        provider = str(described.get("provider", ""))
        name, about = _PROVIDERS.get(provider, (f"Root key ({provider})", ""))
        place = str(described.get("region", "") or described.get("token", ""))
        yield Found(f"keys:{provider}", "keys", name, about, place, "no")


def _mirrors() -> Iterator[Found]:
    for address in settings.CHAPERONE_MIRRORS:
        name = short_name(address)
        place = name if is_s3(address) else "a folder on this host"
        yield Found(f"mirror:{name}"[:160], "mirror", f"Mirror {name}"[:120], _SIGNED, place, "no")


def _backups() -> Iterator[Found]:
    try:
        places = read_settings(Path(settings.CHAPERONE_DATA)).targets
    except SettingsRefused:
        return
    about = "Backups, encrypted to keys that are kept elsewhere; members' data in them is sealed."
    for place in places:
        bucket = bucket_of(place)
        name = place.url if bucket else Path(place.url).name
        where = place.url if bucket else "a folder on this host"
        yield Found(f"backup:{name}"[:160], "backup", f"Backups {name}"[:120], about, where, "yes")


def _sinks() -> Iterator[Found]:
    try:
        sinks = read_sinks(Path(settings.CHAPERONE_DATA) / "config.json")
    except SinkRefused:
        return
    for sink in sinks:
        to = sink.receiver
        place = f"{to.host}:{to.port}" if isinstance(to, Stream) else "files on this host"
        about = "Gets entries of the ledger, which name members by id."
        yield Found(f"sink:{sink.name}", "sink", f"Monitoring {sink.name}", about, place, "passes")


def _mail() -> Iterator[Found]:
    about = "Takes mail to staff, which never holds members' data."
    if settings.EMAIL_HOST:
        yield Found("mail", "mail", "Mail server", about, settings.EMAIL_HOST, "no")


def _carrier(organization_id: UUID) -> Iterator[Found]:
    number = number_of(worker(organization_id))
    if number is not None:
        name = str(Carrier(number.carrier).label)
        about = f"Brings and takes the texts of {number.number}."
        yield Found(
            f"carrier:{number.carrier}",
            "carrier",
            name[0].upper() + name[1:],
            about,
            "",
            "passes",
        )


def _models() -> Iterator[Found]:
    try:
        known = endpoints()
    except NotConfigured:
        return
    for each in known.values():
        about = f"Model {each.model}, where the organization chose it in its settings."
        yield Found(f"model:{each.name}", "model", f"Model {each.name}", about, each.host, "passes")
