"""Second factors and recovery codes (45 CFR 164.312(d); NIST SP 800-63B-4, 3.1.2, 3.1.4)."""

import secrets
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chaperone.accounts.actions.changes import note_change
from chaperone.accounts.context import acting_as
from chaperone.accounts.events import FACTOR_ADDED, FACTOR_REMOVED, RECOVERY_CODES_MADE
from chaperone.accounts.models import RecoveryCode, SignInChange, User
from chaperone.accounts.queries import FACTORS, has_factor
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.vault.keyring import keyring

CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: 31 signs
_LENGTH = 12  # 59 bits
# One statement, so that of two requests with one code only one gets in (RFC 6238, section 5.2).
_USE_STEP = """
    UPDATE mfa_authenticator SET data = data || jsonb_build_object('step', %s::bigint)
    WHERE id = %s AND coalesce((data ->> 'step')::bigint, 0) < %s
"""


def add_factor(*, user: User, kind: str) -> None:
    """Records that the person set a factor up; allauth has stored it in this transaction."""
    with acting_as(user.id) as actor:
        append(event=FACTOR_ADDED, actor=actor, details={"user": str(user.id), "factor": kind})
        note_change(user_id=user.id, kind=f"{kind}_added")


def remove_factor(*, user: User, factor_id: int) -> bool:
    """Removes one of a person's own factors; with the last one their recovery codes go, too."""
    with acting_as(user.id) as actor:
        rows = Authenticator.objects.filter(user_id=user.id, id=factor_id, type__in=FACTORS)
        factor = rows.first()
        if factor is None:
            return False
        factor.delete()
        if not has_factor(user.id):
            RecoveryCode.objects.filter(user_id=user.id).delete()
        append(
            event=FACTOR_REMOVED,
            actor=actor,
            details={"user": str(user.id), "factor": str(factor.type)},
        )
        note_change(user_id=user.id, kind=f"{factor.type}_removed")
    return True


@transaction.atomic
def remove_factors(*, actor: Actor, user_id: UUID) -> None:
    """Removes every factor and recovery code of a person who has lost them.

    Only after ``record_identity_check``; called by ``issue_reset``.
    """
    Authenticator.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    append(event=FACTOR_REMOVED, actor=actor, details={"user": str(user_id), "factor": "all"})
    note_change(user_id=user_id, kind=SignInChange.Kind.ALL_REMOVED)


def make_recovery_codes(*, user: User) -> list[str]:
    """Ten new codes, to be shown this once; earlier ones stop working. Only hashes are stored."""
    codes = [_new_code() for _ in range(CODES)]
    with acting_as(user.id) as actor:
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, code_hash=_hashes(user, code)[0]) for code in codes
        )
        append(event=RECOVERY_CODES_MADE, actor=actor, details={"user": str(user.id)})
        note_change(user_id=user.id, kind=SignInChange.Kind.RECOVERY_CODES)
    return codes


def use_code(*, user: User, code: str) -> Authenticator | str | None:
    """Uses up a code: the app's authenticator, ``"recovery_code"``, or None where it is wrong.

    Each code works once: a code of the app, because its time step is noted; a recovery code,
    because its row is marked.
    """
    plain = _normal(code)
    if plain.isdigit():
        return _use_step(user, plain)
    used = RecoveryCode.objects.filter(
        user=user, code_hash__in=_hashes(user, plain), used_at=None
    ).update(used_at=timezone.now())
    return "recovery_code" if used else None


def step_of(*, user: User, code: str) -> tuple[Authenticator, int] | None:
    """The app's authenticator and the time step whose code this is; uses nothing up.

    None where it is no code of now. Whoever lets somebody in by it uses the step up first.
    """
    plain = _normal(code)
    for factor in Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP):
        secret = decrypt(factor.data["secret"])
        for step in yield_hotp_counters_from_time():
            if constant_time_compare(plain, format_hotp_value(hotp_value(secret, step))):
                return factor, step
    return None


def _use_step(user: User, code: str) -> Authenticator | None:
    found = step_of(user=user, code=code)
    return found[0] if found and _claim(*found) else None


def _claim(factor: Authenticator, step: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_USE_STEP, [step, factor.pk, step])
        claimed: bool = cursor.rowcount == 1
    factor.data["step"] = step
    return claimed


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    # A code of digits alone would be taken for one of the app's.
    return _new_code() if letters.isdigit() else f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _normal(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum() and letter.isascii())


def _hashes(user: User, code: str) -> list[bytes]:
    """Keyed under the platform's index key: a copy of the database alone lets nobody guess.

    Under each version of it, the one in force first.
    """
    return keyring.blind_indexes(
        PLATFORM, element="accounts_recoverycode.code", token=f"{user.id}:{_normal(code)}"
    )
