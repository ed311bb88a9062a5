"""The secrets of authenticator apps, which allauth keeps in a column of its own: sealed anew."""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection

from chaperone.accounts.adapters import TOTP_PLACE
from chaperone.crypto.values import Place, key_id_of

_STORE = "SELECT accounts_reseal_factor(%s, %s, %s)"


class FactorSecrets:
    """What the vault asks (``vault.registry.SealedElsewhere``)."""

    def left(self) -> Counter[UUID]:
        """How many secrets each key seals."""
        return Counter(key_id_of(b64decode(secret)) for _, secret in _secrets())

    def reseal(self, anew: Callable[[bytes, Place], bytes | None], /) -> int:
        """Stores each secret that is to be sealed anew, unless it changed meanwhile."""
        moved = 0
        for factor_id, secret in _secrets():
            sealed = anew(b64decode(secret), TOTP_PLACE)
            if sealed is not None:
                with connection.cursor() as cursor:
                    cursor.execute(_STORE, [factor_id, secret, b64encode(sealed).decode()])
                    moved += cursor.fetchone()[0]
        return moved


def _secrets() -> Iterator[tuple[int, str]]:
    for factor in Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("id"):
        yield factor.id, str(factor.data["secret"])
