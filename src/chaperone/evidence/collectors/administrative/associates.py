"""Business associate contracts and other arrangements (45 CFR 164.308(b))."""

from collections.abc import Iterable, Iterator

from chaperone.evidence.asked_once import vendors_today
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import counted, judged, missing, of_parts, unknown, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.attachments import with_files
from chaperone.registers.queries.history import entries_about
from chaperone.vendors.queries import Standing
from chaperone.vendors.queries.closures import closures_of
from chaperone.vendors.queries.customers import stands_with_platform

CONTRACTS, WRITTEN = "164.308(b)(1)", "164.308(b)(3)"


@summarizes(CONTRACTS, WRITTEN)
def contracts(actor: Actor, parts: Parts) -> Found:
    """Whoever gets members' data has given assurances: an agreement, and a judgement of them."""
    text = written(actor, CONTRACTS)
    receiving = receiving_in(vendors_today(actor))
    shut = [each for each in closures_of(actor) if each.ended_at is None]
    late = [each for each in receiving if each.is_overdue]
    unjudged = [
        each for each in receiving if each.assessment is None and each.vendor.under_id is None
    ]
    own = judged(
        f"Each vendor that gets members' data was judged in time ({len(receiving):,}).",
        text.lack,
        missing(
            shut,
            f"Members' data was kept from {counted(len(shut), 'place')} for want of an agreement.",
            "Sign an agreement with whoever is to get it, or stop sending there.",
        ),
        weak(
            unjudged,
            f"Nobody has judged {counted(len(unjudged), 'vendor')} of those that get it.",
            "Judge each vendor with the questionnaire.",
        ),
        weak(
            late,
            f"{counted(len(late), 'vendor')} should have been judged again by now.",
            "Judge the vendors whose day has passed.",
        ),
        figures=(
            Figure("Vendors that get members' data", len(receiving)),
            Figure("Never judged", len(unjudged)),
            Figure("To be judged again", len(late)),
            Figure("Places that data is kept from", len(shut)),
            *text.figures,
        ),
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(WRITTEN)
def written_contracts(actor: Actor) -> Found:
    """With each that gets members' data an agreement is in force that covers all of it."""
    text = written(actor, WRITTEN)
    receiving = receiving_in(vendors_today(actor))
    gaps = [each for each in receiving if each.gap]
    ending = [each for each in receiving if each.state == "ending"]
    covering = [each.covering for each in receiving if each.covering]
    filed = with_files(actor, [each.id for each in covering])
    unsigned = [each for each in covering if not (each.signed_here and each.signed_there)]
    unfiled = [each for each in covering if not each.reference and each.id not in filed]
    return judged(
        f"Agreements cover each vendor that gets members' data ({len(receiving):,}).",
        text.lack,
        unknown(
            not receiving,
            "No vendor that gets members' data is on the register, so that nothing can be told.",
            "Enter each vendor with what it may get.",
        ),
        missing(
            gaps,
            f"No agreement in force covers what {counted(len(gaps), 'vendor')} may get.",
            "Sign an agreement with each, or take from them what they may get.",
        ),
        missing(
            not stands_with_platform(actor),
            "No agreement with whoever runs this installation is in force.",
            "Sign the agreement with whoever runs the installation.",
        ),
        weak(
            ending,
            f"The agreement with {counted(len(ending), 'vendor')} ends within 60 days.",
            "Renew the agreements that end soon.",
        ),
        weak(
            unsigned,
            f"Of {counted(len(unsigned), 'agreement')} it is not written down who signed.",
            "Enter the agreement again with both who signed it.",
        ),
        weak(
            unfiled,
            f"Of {counted(len(unfiled), 'agreement')} it is not known where it is filed.",
            "Add the signed file to the agreement.",
        ),
        figures=(
            Figure("Vendors that get members' data", len(receiving)),
            Figure("Without an agreement that covers it", len(gaps)),
            Figure("Agreements that end within 60 days", len(ending)),
            *text.figures,
        ),
        ledger=(
            *entries_about(
                actor,
                [record for each in covering for record in (each.vendor_id, each.id)],
                most=12,
            ),
            *text.ledger,
        ),
    )


def receiving_in(chain: Iterable[Standing]) -> list[Standing]:
    """Those of a chain that may get members' data, subcontractors too."""
    return [each for each in _all_of(chain) if each.vendor.elements]


def _all_of(chain: Iterable[Standing]) -> Iterator[Standing]:
    for each in chain:
        yield each
        yield from _all_of(each.below)
