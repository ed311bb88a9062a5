"""Technical safeguards (45 CFR 164.312)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from chaperone.access.actions.emergencies import end_emergency, judge_emergency
from chaperone.access.actions.ending import end_access
from chaperone.access.actions.requests import Wish
from chaperone.accounts.actions import create_user
from chaperone.accounts.actions.factors import remove_factor
from chaperone.cli import certificates
from chaperone.evidence.collecting import Status
from chaperone.organizations.actions import change_setting
from chaperone.organizations.keys import ROTATE_DAYS
from tests.access.scene import approved, asked, emergency
from tests.cast import daniel, grace, maria, samuel
from tests.evidence.good.record import read_all, tls, verify
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns


@turns("164.312(a)(1)", "164.312(a)(2)(i)", "164.306(d)", stood=None)
def two_share_an_account(_: Scene) -> Mend:
    with grace.acting() as administrator:
        office = create_user(
            actor=administrator, email="office@lakeside.example", name="The office"
        )
    approved(asked(grace, Wish(role="administrator"), user_id=office.id))

    def mend() -> None:
        with samuel.acting() as officer:
            end_access(actor=officer, user_id=office.id, reason="One account for each.")

    return mend


@turns("164.312(a)(2)(ii)", to=Status.ATTENTION)
def emergency_access_is_not_looked_over(_: Scene) -> Mend:
    taken = emergency(daniel)

    def mend() -> None:
        with daniel.acting() as coach:
            end_emergency(actor=coach, emergency_id=taken.id)
        with samuel.acting() as officer:
            judge_emergency(actor=officer, emergency_id=taken.id, justified=True, note="It was.")

    return mend


@turns("164.312(a)(2)(iv)", to=Status.ATTENTION)
def nothing_replaces_keys(_: Scene) -> Mend:
    _rotate_after(0)
    return lambda: _rotate_after(365)


@turns("164.312(b)", "164.312(c)(1)", "164.312(c)(2)")
def the_ledger_has_a_hole(_: Scene) -> Mend:
    mirror = Path(str(settings.CHAPERONE_MIRRORS[0]))
    tile = max((each for each in mirror.rglob("*") if each.is_file()), key=_size)
    whole = tile.read_bytes()
    tile.chmod(0o600)
    tile.write_bytes(whole[:-40])
    verify()

    def mend() -> None:
        tile.write_bytes(whole)
        verify()

    return mend


@turns("164.312(d)", "164.306(a)", "164.306(c)", stood=None)
def somebody_signs_in_with_a_password_alone(_: Scene) -> None:
    factor = Authenticator.objects.get(user=maria.user, type="totp")
    assert remove_factor(user=maria.user, factor_id=factor.id)


@turns("164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)", commits=True)
def the_certificate_runs_out(scene: Scene) -> Mend:
    _three_days_left(tls())
    read_all(scene)

    def mend() -> None:
        certificates.ensure(tls())
        read_all(scene)

    return mend


def _three_days_left(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = certificates._name("localhost")
    ends = certificates.begun(name, name, key.public_key(), 3).sign(key, hashes.SHA256())
    (folder / "server.crt").write_bytes(ends.public_bytes(serialization.Encoding.PEM))
    assert ends.not_valid_after_utc < datetime.now(UTC) + timedelta(days=4)


def _rotate_after(days: int) -> None:
    with samuel.acting() as officer:
        change_setting(actor=officer, setting=ROTATE_DAYS, value=days, reason="By hand.")


def _size(path: Path) -> int:
    return path.stat().st_size
