"""How the record stands outside the database, as the database was told."""

from django.conf import settings
from django.db import connection

from chaperone.ledger.mirrors.addresses import short_name
from chaperone.ledger.standing import MirrorState, WitnessState, mirror_states, witness_states


def mirrors_and_witnesses() -> tuple[list[MirrorState], list[WitnessState]]:
    """How far each mirror that the settings name is, by what a page calls it; one that was never
    written counts as empty. And the newest checkpoint that each witness cosigned, by its name.
    """
    with connection.cursor() as cursor:
        known = {state.name: state for state in mirror_states(cursor, settings.CHAPERONE_MIRRORS)}
        witnesses = witness_states(cursor)
    mirrors = [
        known.get(str(address), MirrorState("", 0, None, "", 0, 0))._replace(
            name=short_name(address)
        )
        for address in settings.CHAPERONE_MIRRORS
    ]
    named = [each._replace(witness=each.witness.split("+")[0]) for each in witnesses]
    return mirrors, named
