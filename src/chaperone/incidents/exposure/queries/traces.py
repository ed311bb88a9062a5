"""Where a trace leads: to people and what they opened, to what was sent, to what a key seals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chaperone.access.events import ACCESS_RECORDED
from chaperone.accounts.models import Session
from chaperone.assistant.events import MODEL_ASKED
from chaperone.carriers.events import TEXT_RECEIVED
from chaperone.conversations.events import TEXTS_PASSED_ON
from chaperone.facilities.events import DEVICE_ADDED, DEVICE_CHANGED
from chaperone.facilities.models import Device, Movement
from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.exposure.elements import RECORD, Members, of_members
from chaperone.incidents.exposure.errors import NoSuchTrace
from chaperone.incidents.exposure.queries.reach import members_between, reached_by
from chaperone.incidents.models import Way
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import opened_rows
from chaperone.ledger.queries.exposing import Opening, Stretch, opened_in
from chaperone.registers.models import Change
from chaperone.requestlog.queries import people_from
from chaperone.vault.models import Key, Purpose
from chaperone.vendors.models import Agreement, Vendor

_READ = (
    "It was shown in clear by the program itself, so it was unsecured: encryption at rest protects"
    " nobody from who may open it (45 CFR 164.402; HHS guidance, 74 FR 19006)."
)
_SENT = (
    "It was sent to the vendor in clear, over an encrypted connection: with the vendor it is"
    " unsecured, unless the vendor shows that it was encrypted there (74 FR 19006)."
)
_SEALED_THERE = (
    "What is kept there is encrypted (AES-256, NIST SP 800-111) and its keys are elsewhere: it is"
    " secured, unless a key was exposed as well (74 FR 19006, 42742)."
)
_KEY = (
    "The key itself was exposed: what it seals counts as unsecured, since the means to decrypt it"
    " were breached (74 FR 19006, 19009)."
)
_DISK_SEALED = (
    "The disk of the device was found encrypted when it was last checked: what is on it is secured,"
    " unless its password or key went with it (NIST SP 800-111; 74 FR 19006)."
)
_DISK_OPEN = (
    "Nobody has found the disk of the device encrypted: what its holder could open is taken to be"
    " on it, unsecured (45 CFR 164.402)."
)
_PIECES = frozenset({"conversations_message.body", "members_member.phone"})
_ASKED_OF_MODELS = frozenset({"conversations_message.body"})


@dataclass(frozen=True, slots=True)
class Led:
    """Where it led. ``opening``: what was opened or sent, None where no trace is left of it."""

    could: Members
    unsealed: bool
    ground: str
    opening: Opening | None = None
    sent: Mapping[str, frozenset[str]] = field(default_factory=dict)


def stretch_of(actor: Actor, asked: Asked) -> Stretch:
    """The stretch of the record that a trace leads to: what proves each line of the exposure.

    Raises ``NoSuchTrace``.
    """
    since, until = asked.since, asked.until
    events = (ACCESS_RECORDED.name,)
    match asked.way:
        case Way.ACCOUNT:
            return Stretch(since, until, frozenset({asked.subject_id}), events=events)
        case Way.SESSION:
            begun, ended, person = _session(actor, asked)
            people = frozenset({person}) if person else None
            return Stretch(
                max(begun, since), min(ended, until), people, asked.subject_id, events=events
            )
        case Way.ADDRESS:
            return Stretch(since, until, address=asked.subject, events=events)
        case Way.DEVICE:
            people = frozenset(_holders(actor, asked))
            return Stretch(since, until, people, events=events)
        case Way.VENDOR:
            names = tuple(sorted(_outlets(actor, asked)))
            return Stretch(since, until, events=names, opened=False)
        case Way.KEY:
            return Stretch(since, until, frozenset())
        case _:
            return Stretch(since, until, events=events)


def led(actor: Actor, asked: Asked) -> Led:
    """Follows the trace, in the context of the whole organization. Raises ``NoSuchTrace``,
    ``TooMuchUnnoted``.
    """
    follow = _FOLLOWED.get(asked.way, _people)
    return follow(actor, asked)


def _people(actor: Actor, asked: Asked) -> Led:
    stretch = stretch_of(actor, asked)
    opening = opened_in(actor, stretch)
    people = set(stretch.people or opening.people)
    if asked.way == Way.ADDRESS:
        people |= people_from(actor, asked.subject, asked.since, asked.until)
    if asked.way == Way.SPAN:
        # Nobody's account is in doubt: what could have been seen is all that was here.
        could = dict.fromkeys(members_between(actor, asked.since, asked.until), of_members())
    else:
        could = reached_by(actor, people, stretch.since, stretch.until)
    return Led(could, unsealed=True, ground=_READ, opening=opening)


def _device(actor: Actor, asked: Asked) -> Led:
    found = _people(actor, asked)
    sealed = bool(_the_device(actor, asked).disk_encrypted)
    return Led(
        found.could,
        unsealed=not sealed,
        ground=_DISK_SEALED if sealed else _DISK_OPEN,
        opening=found.opening,
    )


def _vendor(actor: Actor, asked: Asked) -> Led:
    events = _outlets(actor, asked)
    if events:
        opening = opened_in(actor, stretch_of(actor, asked))
        return Led({}, unsealed=True, ground=_SENT, opening=opening, sent=events)
    keeps = any(set(each.purposes) & _KEPT_SEALED for each in _agreements(actor, asked))
    members = members_between(actor, asked.since, asked.until) if keeps else []
    return Led(dict.fromkeys(members, of_members()), unsealed=False, ground=_SEALED_THERE)


def _key(actor: Actor, asked: Asked) -> Led:
    key = Key.objects.filter(organization_id=actor.organization_id, id=asked.subject_id).first()
    if key is None:
        raise NoSuchTrace
    sealed = _SEALED_BY[Purpose(key.purpose)]()
    if key.member_id:
        members = [key.member_id]
    else:
        members = members_between(actor, asked.since, asked.until) if sealed else []
    return Led(dict.fromkeys(members, sealed), unsealed=True, ground=_KEY)


def _session(actor: Actor, asked: Asked) -> tuple[datetime, datetime, UUID | None]:
    """From when to when it lasted, and whose it was; where it is purged, the time that is asked
    for, and nobody: the record still knows its entries.
    """
    rows = Session.objects.filter(organization_id=actor.organization_id, id=asked.subject_id)
    found = rows.first()
    if found is None:
        return asked.since, asked.until, None
    # An entry may commit a moment after the session was ended.
    ended = found.ended_at or datetime.now(UTC)
    return found.signed_in_at, ended + timedelta(minutes=5), found.user_id


def _the_device(actor: Actor, asked: Asked) -> Device:
    rows = Device.objects.filter(organization_id=actor.organization_id, id=asked.subject_id)
    found = rows.first()
    if found is None:
        raise NoSuchTrace
    return found


def _holders(actor: Actor, asked: Asked) -> set[UUID]:
    """Who answers for the device or did, as the record has it, and who took it along."""
    device = _the_device(actor, asked)
    found = {device.owner} if device.owner else set()
    moves = Movement.objects.filter(
        organization_id=actor.organization_id, device=device, left_at__lt=asked.until
    )
    found.update(moves.values_list("taken_by", flat=True))
    changes = Change.objects.filter(organization_id=actor.organization_id, record_id=device.id)
    for row in opened_rows(actor, list(changes.values_list("entry_id", flat=True))):
        owner = row.details.get("owner")
        if row.event in (DEVICE_ADDED.name, DEVICE_CHANGED.name) and owner not in (None, "None"):
            found.add(UUID(owner))
    return found


def _agreements(actor: Actor, asked: Asked) -> list[Agreement]:
    vendors = Vendor.objects.filter(organization_id=actor.organization_id, id=asked.subject_id)
    if not vendors.exists():
        raise NoSuchTrace
    rows = Agreement.objects.filter(
        organization_id=actor.organization_id, vendor_id=asked.subject_id
    )
    return [
        each
        for each in rows
        if each.starts_on <= asked.until.date()
        and (each.ends_on is None or each.ends_on >= asked.since.date())
        and (each.ended_at is None or each.ended_at >= asked.since)
    ]


def _outlets(actor: Actor, asked: Asked) -> dict[str, frozenset[str]]:
    """The events by which data went to the vendor, with what goes by each."""
    found: dict[str, frozenset[str]] = {}
    for each in _agreements(actor, asked):
        if Agreement.Purpose.TEXTS_AWS in each.purposes:
            found |= {TEXTS_PASSED_ON.name: _PIECES, TEXT_RECEIVED.name: _PIECES}
        if each.host:
            found |= {MODEL_ASKED.name: _ASKED_OF_MODELS}
        if Agreement.Purpose.SINK in each.purposes:
            found |= {ACCESS_RECORDED.name: frozenset({RECORD})}
    return found


_KEPT_SEALED = {Agreement.Purpose.MIRROR, Agreement.Purpose.BACKUP}
_SEALED_BY: Mapping[Purpose, Callable[[], frozenset[str]]] = {
    Purpose.ORGANIZATION: of_members,
    Purpose.MEMBER: of_members,
    Purpose.LEDGER: lambda: frozenset({RECORD}),
    # Whoever has the key of the indexes can try every number.
    Purpose.INDEX: lambda: frozenset({"members_member.phone"}),
    # Texts of strangers, files to import, secrets: nothing known to be a member's.
    Purpose.SHARED: frozenset,
    Purpose.SECRET: frozenset,
}
_FOLLOWED: Mapping[Way, Callable[[Actor, Asked], Led]] = {
    Way.DEVICE: _device,
    Way.VENDOR: _vendor,
    Way.KEY: _key,
}
