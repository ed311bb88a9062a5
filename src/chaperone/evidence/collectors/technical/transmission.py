"""Transmission security (45 CFR 164.312(e))."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection

from chaperone.carriers.events import ENVELOPE_REFUSED
from chaperone.crypto.transport import LOWEST_TLS
from chaperone.database.guards import is_sheltered
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, weak
from chaperone.evidence.ledgered import happened, told
from chaperone.evidence.reading import Readings, figure_of, lack_of, readings
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.vendors.events import GATE_OVERRIDDEN
from chaperone.vendors.queries.closures import closures_of

STANDARD = "164.312(e)(1)"
INTEGRITY = "164.312(e)(2)(i)"
ENCRYPTION = "164.312(e)(2)(ii)"
_CERTIFICATE = "certificate.days"
_YEAR_SECONDS = 31_536_000
_TLS = LOWEST_TLS.name.replace("TLSv", "TLS ").replace("_", ".")


class Ways(NamedTuple):
    """How data travels now: the server's certificate, plain requests, the way to the database."""

    readings: Readings
    redirected: bool
    strict_seconds: int
    sheltered: bool

    @property
    def lacks(self) -> tuple[Lack | None, ...]:
        """What is wrong with them."""
        return (
            lack_of(self.readings, _CERTIFICATE),
            missing(
                not self.sheltered,
                "The way to the database is not encrypted, and leaves this machine.",
                "Have the operator set sslmode=verify-full in the database's address.",
            ),
            missing(
                not self.redirected,
                "Requests without TLS are answered.",
                "Have the operator set the redirect to TLS.",
            ),
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The same in figures."""
        return (
            Figure("Oldest TLS that is spoken", _TLS),
            figure_of(self.readings, _CERTIFICATE),
            Figure("Requests without TLS", "redirected" if self.redirected else "answered"),
            Figure("Browsers come by TLS only for", round(self.strict_seconds / 86_400), "days"),
            Figure("Way to the database", "sheltered" if self.sheltered else "open"),
        )


def ways() -> Ways:
    """As they are now, in this process and for its connection to the database."""
    with connection.cursor() as cursor:
        sheltered = is_sheltered(cursor)
    return Ways(readings(), settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS, sheltered)


@collects(INTEGRITY)
def integrity_controls(actor: Actor) -> Found:
    """What travels cannot be changed unseen: TLS, and signatures of what carriers deliver."""
    text, found = written(actor, INTEGRITY), ways()
    refused = happened(actor, ENVELOPE_REFUSED)
    return judged(
        f"Everything travels under {_TLS} or later, which finds changes; what carriers deliver is"
        f" refused without their signature ({counted(len(refused), 'time')} in 90 days).",
        text.lack,
        *found.lacks,
        figures=(
            Figure("Deliveries refused in 90 days", told(refused)),
            *found.figures,
            *text.figures,
        ),
        ledger=(*refused[:5], *text.ledger),
    )


@collects(ENCRYPTION)
def encryption(actor: Actor) -> Found:
    """What travels over networks is encrypted; browsers do not come without."""
    text, found = written(actor, ENCRYPTION), ways()
    return judged(
        f"Pages, the database and what leaves for vendors travel under {_TLS} or later. Text"
        " messages themselves are not encrypted by the telephone network: the policy says what they"
        " may hold.",
        text.lack,
        *found.lacks,
        weak(
            found.strict_seconds < _YEAR_SECONDS,
            "Browsers may come without TLS again within a year.",
            "Have the operator set HSTS to a year.",
        ),
        figures=(*found.figures, *text.figures),
        ledger=text.ledger,
    )


@summarizes(STANDARD, INTEGRITY, ENCRYPTION)
def transmission(actor: Actor, parts: Parts) -> Found:
    """Nobody reads along, and nothing leaves to where it may not."""
    text, overridden = written(actor, STANDARD), happened(actor, GATE_OVERRIDDEN)
    closed = sum(each.ended_at is None for each in closures_of(actor))
    own = judged(
        "What is sent over networks is guarded, and leaves only for whom an agreement covers.",
        text.lack,
        weak(
            overridden,
            f"{counted(len(overridden), 'time')} in 90 days something left though a gate was shut.",
            "Look at each entry; sign the agreement that was missing.",
        ),
        figures=(
            Figure("Gates shut now", closed),
            Figure("Gates overridden in 90 days", told(overridden)),
            *text.figures,
        ),
        ledger=(*overridden[:5], *text.ledger),
    )
    return of_parts(parts, own)
