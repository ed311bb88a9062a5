"""What is wrong with the settings of the ledger, found before it is missed."""

from typing import Any

from django.conf import settings
from django.core import checks

from chaperone.ledger.errors import MirrorMisnamed
from chaperone.ledger.mirrors.addresses import mirror_at


@checks.register
def check_mirrors(**_: Any) -> list[checks.CheckMessage]:
    """Each address must name a mirror; whether it answers, ``doctor`` says beside."""
    found: list[checks.CheckMessage] = []
    for address in settings.CHAPERONE_MIRRORS:
        try:
            mirror_at(address)
        except MirrorMisnamed as problem:
            hint = "CHAPERONE_MIRROR_RETENTION=compliance:2192 locks for six years; none does not."
            found.append(checks.Error(str(problem), hint=hint, id="ledger.E001"))
    return found
