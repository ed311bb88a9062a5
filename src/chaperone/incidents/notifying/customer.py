"""What a business associate tells the covered entity, element by element (45 CFR 164.410(c))."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.documents.blocks import Block, Code, Document, Facts, Heading, Paragraph, Table
from chaperone.incidents.assessing.queries.clocks import people_to_tell, states_to_tell
from chaperone.incidents.exposure.elements import in_words
from chaperone.incidents.exposure.lines import Line
from chaperone.incidents.exposure.residence import by_name
from chaperone.incidents.models import Assessment, Exposure, Notice
from chaperone.incidents.notifying.elements import ELEMENTS, text_of

TITLE = "Notice of a breach to the covered entity"
_LATER = "Not known yet. We tell you as soon as we know (45 CFR 164.410(c)(2))."
_CONTACT = ("telephone", "email", "website", "postal")
MOST_PRINTED = 1_000
"""More are in the JSON file alone: a list of many pages helps nobody."""
_WIDTHS = (3, 3, 2, 3, 1, 4)
_KNOWN = ("Id", "Name", "Telephone", "Address", "State", "Data")


class Individual(NamedTuple):
    """One of those concerned, as far as known; empty: it is not, or it was not opened for this."""

    member: UUID
    elements: Sequence[str]
    state: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""


class Breach(NamedTuple):
    """What there is to tell. ``notice``: the latest words, approved or not; None: none yet."""

    organization: str
    number: int
    discovered_on: date
    assessment: Assessment
    exposure: Exposure
    notice: Notice | None
    individuals: Sequence[Individual]


def individuals_of(lines: Sequence[Line], states: Mapping[UUID, str]) -> list[Individual]:
    """Those concerned by their ids and what was or could have been seen of each."""
    return [
        Individual(each.member, in_words(each.seen or each.could), states.get(each.member, ""))
        for each in lines
    ]


def elements_of(breach: Breach) -> list[tuple[str, str, str]]:
    """Each element: what it is, where it is asked for, and the words."""
    notice = breach.notice
    happened_on = notice.happened_on if notice and notice.happened_on else _LATER
    return [
        ("Individuals concerned", "164.410(c)(1)", _whom(breach)),
        ("Date of the breach", "164.404(c)(1)(A)", happened_on),
        ("Date of its discovery", "164.404(c)(1)(A)", breach.discovered_on.isoformat()),
        *(
            (each.label, f"164.404(c)(1){each.citation}", _said(notice, each.name))
            for each in ELEMENTS
        ),
        ("How to ask us", "164.404(c)(1)(E)", _contact(notice)),
        ("What follows", "164.410(c)(2)", _FOLLOWS),
    ]


def later(breach: Breach) -> list[str]:
    """The elements that are not known yet."""
    return [name for name, _, words in elements_of(breach) if words == _LATER]


def as_json(breach: Breach) -> dict[str, Any]:
    """The notice for a program: the elements by citation, and each individual."""
    return {
        "notice": "45 CFR 164.410",
        "from": breach.organization,
        "incident": breach.number,
        "discovered_on": breach.discovered_on.isoformat(),
        "count": people_to_tell(breach.assessment, breach.exposure),
        "by_state": states_to_tell(breach.assessment, breach.exposure),
        "elements": [
            {"element": name, "citation": f"45 CFR {citation}", "text": words}
            for name, citation, words in elements_of(breach)
        ],
        "not_known_yet": later(breach),
        "individuals": [
            each._asdict() | {"member": str(each.member), "elements": list(each.elements)}
            for each in breach.individuals
        ],
    }


def as_document(breach: Breach, *, made_at: datetime) -> Document:
    """The notice to print."""
    blocks: list[Block] = [Facts([("From", breach.organization), ("Ours", str(breach.number))])]
    for name, citation, words in elements_of(breach):
        blocks += [Heading(f"{name} ({citation})"), Paragraph(words)]
    blocks += [Heading("Where they live"), Facts(_places(breach))]
    if breach.individuals:
        blocks += [Heading("Each individual, as far as known"), _listed(breach)]
    return Document(TITLE, breach.organization, made_at, blocks)


_FOLLOWS = (
    "What is not known yet we tell you as soon as we know it. Whom to tell is for you to decide"
    " (45 CFR 164.404 to 164.408), unless our agreement says otherwise."
)


def _whom(breach: Breach) -> str:
    count = people_to_tell(breach.assessment, breach.exposure)
    seen = breach.exposure.seen
    return (
        f"{count} individual{'' if count == 1 else 's'}: data of {seen} was seen, as our record"
        " shows. The list of them, as far as known, goes with this notice or follows."
    )


def _places(breach: Breach) -> list[tuple[str, str]]:
    counted = by_name(states_to_tell(breach.assessment, breach.exposure))
    return [(state, str(count)) for state, count in counted]


def _said(notice: Notice | None, name: str) -> str:
    return (text_of(notice, name, "en").strip() if notice else "") or _LATER


def _contact(notice: Notice | None) -> str:
    ways = [getattr(notice, name) for name in _CONTACT] if notice else []
    return ", ".join(filter(None, ways)) or _LATER


def _listed(breach: Breach) -> Block:
    if len(breach.individuals) > MOST_PRINTED:
        return Paragraph(f"The {len(breach.individuals)} individuals are in the file beside this.")
    rows = [
        (
            Code(str(each.member)),
            each.name or "—",
            each.phone or "—",
            each.address.replace("\n", ", ") or "—",
            each.state or "—",
            ", ".join(each.elements),
        )
        for each in breach.individuals
    ]
    return Table(_KNOWN, rows, _WIDTHS)
