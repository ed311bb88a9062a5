"""Where ePHI goes from this installation: the carrier, and vendors under their agreements."""

from collections.abc import Iterator
from uuid import UUID

from chaperone.access.actors import worker
from chaperone.carriers.models import Carrier
from chaperone.carriers.queries import number_of
from chaperone.organizations.days import today_of
from chaperone.risks.registry import Flow
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries import register_of

_TEXTS = frozenset({"phone", "messages"})


def flows(organization_id: UUID) -> Iterator[Flow]:
    """What a text message shows its carrier, and what each agreement in force lets out."""
    actor = worker(organization_id)
    number = number_of(actor)
    if number is not None:
        carrier = str(Carrier(number.carrier).label)
        name = carrier[0].upper() + carrier[1:]
        yield Flow(_TEXTS, name, "", "texts of the organization's number", "carrier")
    today = today_of(actor)
    for vendor, agreements in register_of(actor):
        for each in agreements:
            # What the gate asks for: what was signed, of what this vendor may get at all.
            elements = frozenset(each.covers) & frozenset(vendor.elements)
            if each.kind == Agreement.Kind.BAA and elements and each.state_on(today) == "in_force":
                until = f" until {each.ends_on}" if each.ends_on else ""
                under = f"{each.get_kind_display()}{until}"
                grounds = each.get_transfer_display() if each.transfer else ""
                yield Flow(
                    elements,
                    vendor.name,
                    each.host,
                    under,
                    country=each.country,
                    transfer=grounds,
                )
