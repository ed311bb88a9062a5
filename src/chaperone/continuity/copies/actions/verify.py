"""Verifying a copy that somebody else made, on demand: read by whoever can read it."""

from pathlib import Path

from django.conf import settings as django

from chaperone.continuity.archiving import checking, names, rds
from chaperone.continuity.archiving import settings as archive
from chaperone.continuity.archiving.errors import (
    NotForThisKey,
    PieceMissing,
    SegmentUnsuitable,
)
from chaperone.continuity.backups.errors import NoSuchFile, NotWhole, Unreadable, WrongKey
from chaperone.continuity.backups.format import identity_of
from chaperone.continuity.backups.recording import note_damaged, note_verified
from chaperone.continuity.copies import settings
from chaperone.continuity.copies.sources import backrest
from chaperone.continuity.models import Backup

OPENED, BY_PGBACKREST, LISTED = "opened", "pgbackrest", "listed"


def verify_copy(*, copy: Backup, identity: str | None = None) -> str:
    """Reads it; returns how it was read. ``identity``: for the archiver's copies, which are
    decrypted, with all of the log since.

    What is missing, cut or altered is failed from then on, and raised as ``Unreadable``. Raises
    ``NotWhole``; ``WrongKey``, ``ArchiveError`` and ``BackupError`` say nothing about it.
    """
    if copy.state != Backup.State.WHOLE:
        raise NotWhole
    how, problem = _VERIFIERS[Backup.Kind(copy.kind)](copy, identity)
    if problem:
        note_damaged(copy, problem)
        raise Unreadable(problem)
    note_verified(copy, how)
    return how


def _base(copy: Backup, identity: str | None) -> tuple[str, str]:
    if identity is None:
        raise WrongKey
    target = archive.read(Path(django.CHAPERONE_DATA)).target()
    found = [
        (contents, base)
        for contents in names.read(target.names()).values()
        for base in contents.bases
        if base.copy.name == copy.name
    ]
    if not found:
        return OPENED, "It is not in the archive."
    contents, base = found[0]
    try:
        checked = checking.check(contents, base, target=target, identity=identity_of(identity))
    except NotForThisKey:
        raise WrongKey from None
    except (PieceMissing, SegmentUnsuitable, NoSuchFile) as problem:
        return OPENED, str(problem)
    if copy.sha256 and copy.sha256 != checked.sha256:
        return OPENED, "It is not what it was when it was read before."
    copy.sha256, copy.size = checked.sha256, checked.packed
    return OPENED, ""


def _pgbackrest(copy: Backup, _identity: str | None) -> tuple[str, str]:
    tool = backrest(Path(django.CHAPERONE_DATA))
    if copy.name not in {each.label for each in tool.info()[0]}:
        return BY_PGBACKREST, "It is not in the repository."
    return BY_PGBACKREST, " ".join(tool.verify().problems)


def _rds(copy: Backup, _identity: str | None) -> tuple[str, str]:
    instance, region, endpoint = settings.rds(Path(django.CHAPERONE_DATA)) or ("", "", "")
    cloud = rds.look(rds.client(region, endpoint), instance)
    found = next((each for each in cloud.snapshots if each.name == copy.name), None)
    if found is None or not found.whole:
        return LISTED, "RDS does not hold it, or not whole."
    return LISTED, "" if found.encrypted else "It is not encrypted."


_VERIFIERS = {
    Backup.Kind.BASE: _base,
    Backup.Kind.PGBACKREST: _pgbackrest,
    Backup.Kind.RDS: _rds,
}
