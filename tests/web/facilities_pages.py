"""Pages about sites, visitors, devices, media and copies, as the gallery shows them."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.facilities.checklists import all_wiping, outline, wiping_steps
from chaperone.facilities.forms.copies import CopyDecisionForm, CopyForm
from chaperone.facilities.forms.devices import CheckForm, MovementForm
from chaperone.facilities.forms.places import PlanForm, VisitorForm
from chaperone.facilities.markup import as_html
from chaperone.facilities.models import Site, Visit
from chaperone.facilities.shown import Cell, Link, Tab, Table
from chaperone.registers.forms import ListForm
from chaperone.registers.queries.history import Change
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
TABS = [
    Tab("Visitors", "facilities:desk", "visit", 2),
    Tab("Sites", "facilities:sites", "site"),
    Tab("Devices and media", "facilities:devices", "device"),
    Tab("Movements", "facilities:movements", "movement"),
    Tab("Disposal", "facilities:disposals", "disposal"),
    Tab("Maintenance", "facilities:maintenance", "maintenance"),
    Tab("Badges", "facilities:badges", "badge"),
    Tab("Copies", "facilities:copies", "cop", 1),
]
PIER = Site(id=UUID(int=980), name="Pier 4")
ALICE, SAM = UUID(int=981), UUID(int=982)
PEOPLE = {ALICE: "Alice Reyes", SAM: "Sam Okafor"}
SITES = {PIER.id: PIER.name, UUID(int=983): "Data room"}
LAPTOPS = {UUID(int=984): "Laptop 7 (SN-7A11)"}


def framed(current: str, **context: Any) -> dict[str, Any]:
    return {"tabs": TABS, "current_tab": f"facilities:{current}", **context}


def listing(name: str = "devices", **filters: Any) -> Thing:
    return Thing(
        form=ListForm({}, filters=filters),
        searched=False,
        address="/",
        next="?page=2",
        previous="",
        first=1,
        last=50,
        exported=name,
        imported=name,
    )


def visit(number: int, visitor: str, company: str, minutes: float, badge: str = "") -> Visit:
    return Visit(
        id=UUID(int=number),
        site=PIER,
        visitor=visitor,
        company=company,
        badge=badge,
        arrived_at=ago(minutes),
    )


def desk(**changes: Any) -> dict[str, Any]:
    lines = [
        {"visit": visit(990, "Otto Late", "Fibre & Sons", 1500), "escort": "Alice Reyes"},
        {"visit": visit(991, "Vera Klein", "Reiss Locks", 35, "V-2"), "escort": "Sam Okafor"},
    ]
    states = ("overnight", "inside")
    found = {
        "heading": "Who is in the building now?",
        "lines": [{**line, "state": state} for line, state in zip(lines, states, strict=True)],
        "form": VisitorForm(people=PEOPLE, sites=SITES),
        "sites": SITES,
        "acts": [Link("All visits", "/facilities/visitors/all/")],
    }
    return framed("desk", **found | changes)


DEVICES = Table(
    "Devices and media, by when their check is due",
    ("Device", "Kind", "Answers for it", "Disk and firewall", "Check", "State"),
    [
        (
            Cell("Laptop 7", "SN-7A11", url="/"),
            Cell("Laptop or desktop"),
            Cell("Alice Reyes"),
            Cell(word=("guard", "open_disk"), small="members' data"),
            Cell(word=("check", "overdue"), small="due 2026-11-01"),
            Cell(word=("device", "in_use")),
        ),
        (
            Cell("Box of intake forms", url="/"),
            Cell("Paper"),
            Cell(missing="nobody"),
            Cell(word=("guard", "none"), small="members' data"),
            Cell(word=("check", "none")),
            Cell(word=("device", "stored")),
        ),
    ],
    "Nothing fits.",
)
COPY_FACTS = [
    ("Asked by", Cell("Ines Duarte")),
    ("Asked", Cell(at=ago(90))),
    ("What", Cell("Entries of the record (the ledger)")),
    ("Of whom", Cell("anybody of the organization")),
    ("Made by", Cell("whoever asked, on a page")),
    ("How often", Cell("once")),
    ("Until", Cell(at=ago(-2000))),
    ("Goes to", Cell("The auditor's encrypted drive, handed over in person")),
    ("Why", Cell("The yearly evaluation asks for a sample of the record.")),
    ("Decided", Cell(missing="nobody yet")),
    ("Reference", Cell(str(UUID(int=985)), "for --approval at the command line")),
]
VERBS = [("decision", "approve", "Approve", "btn-primary"), ("decision", "refuse", "Refuse", "")]
CHANGES = [
    Change(ago(10), "Grace Lin", "What is known of a site was changed.", [("Contact name", "Sam")]),
    Change(ago(900), "Grace Lin", "A site was entered in the register.", []),
]
PLANS = Table(
    "Security plan",
    ("Version", "State", "Signed", "To be reviewed"),
    [
        (
            Cell("Version 2", url="/"),
            Cell(word=("plan", "draft")),
            Cell(),
            Cell(),
        ),
        (
            Cell("Version 1", url="/"),
            Cell(word=("plan", "in_force")),
            Cell(at=ago(9000), small="Grace Lin"),
            Cell("2026-12-20"),
        ),
    ],
    "None yet.",
)

PAGES: dict[str, Page] = {
    "facilities-desk": ("facilities/desk.html", OFFICER, desk),
    "facilities-desk-empty": (
        "facilities/desk.html",
        OFFICER,
        lambda: desk(lines=[], form=VisitorForm({"visitor": ""}, people=PEOPLE, sites=SITES)),
    ),
    "facilities-desk-siteless": (
        "facilities/desk.html",
        OFFICER,
        lambda: desk(lines=[], sites={}, acts=[]),
    ),
    "facilities-checklist": (
        "facilities/list.html",
        OFFICER,
        lambda: framed(
            "disposals",
            heading="How is each kind of medium wiped, and what is checked first?",
            tables=[
                Table(
                    "In this order, whatever it is",
                    ("Step", "What is done"),
                    [(Cell(number), Cell(step)) for number, step in enumerate(wiping_steps(), 1)],
                    "",
                ),
                Table(
                    "By kind of medium",
                    ("Medium", "Clear", "Purge", "Destroy", "To be kept as proof"),
                    [tuple(map(Cell, each)) for each in all_wiping()],
                    "",
                ),
            ],
        ),
    ),
    "facilities-devices": (
        "facilities/list.html",
        OFFICER,
        lambda: framed(
            "devices",
            heading="Which devices do we have, and is each in order?",
            tables=[DEVICES],
            listing=listing(check=("Check", [("overdue", "Overdue")])),
            add="/facilities/devices/add/",
            add_label="Add a device",
        ),
    ),
    "facilities-devices-empty": (
        "facilities/list.html",
        OFFICER,
        lambda: framed(
            "devices",
            heading="Which devices do we have, and is each in order?",
            tables=[DEVICES._replace(rows=[])],
            listing=listing(),
        ),
    ),
    "facilities-site": (
        "facilities/record.html",
        OFFICER,
        lambda: framed(
            "sites",
            heading="Pier 4",
            state=("site", "soon"),
            back="/facilities/sites/",
            back_label="Sites",
            facts=[
                ("Address", Cell("4 Pier Road, Lakeside")),
                ("To call in an emergency", Cell("Grace Lin", "+1 617 555 0104")),
                ("Plan to be reviewed", Cell("2026-12-20")),
            ],
            acts=[Link("Write the plan", "/", primary=True), Link("Retire", "/")],
            tables=[PLANS],
            attachments=[],
            kind="facilities.site",
            record=PIER.id,
            may_attach=True,
            changes=CHANGES,
        ),
    ),
    "facilities-plan": (
        "facilities/record.html",
        OFFICER,
        lambda: framed(
            "sites",
            heading="Security plan of Pier 4, version 1",
            state=("plan", "in_force"),
            back="/",
            back_label="Pier 4",
            facts=[("Written by", Cell("Grace Lin"))],
            text=as_html(outline()),
            text_title="The plan",
            signatures=[],
            changes=[],
        ),
    ),
    "facilities-plan-write": (
        "facilities/form.html",
        OFFICER,
        lambda: framed(
            "sites",
            heading="How is Pier 4 kept safe?",
            form=PlanForm(initial={"text": outline()}),
            verbs=[("", "", "Keep this version", "btn-primary")],
            back="/",
        ),
    ),
    "facilities-check": (
        "facilities/form.html",
        OFFICER,
        lambda: framed(
            "devices",
            heading="How is Laptop 7 today?",
            about="Look at the device itself, with the person who works on it.",
            form=CheckForm(),
            verbs=[("", "", "Record the check", "btn-primary")],
            back="/",
        ),
    ),
    "facilities-movement-wrong": (
        "facilities/form.html",
        OFFICER,
        lambda: framed(
            "movements",
            heading="What leaves, with whom, and where to?",
            warning="What holds members' data leaves only after a copy was made and verified.",
            form=MovementForm(
                {"copy_verified": "count", "copy_proof": "1204 and 3", "due_on": "2020-01-01"},
                devices=LAPTOPS,
                people=PEOPLE,
            ),
            verbs=[("", "", "It leaves now", "btn-primary")],
            back="/",
        ),
    ),
    "facilities-copy-ask": (
        "facilities/form.html",
        OFFICER,
        lambda: framed(
            "copies",
            heading="What do you need to copy, and why?",
            form=CopyForm({"about": "member"}),
            verbs=[("", "", "Ask", "btn-primary")],
            back="/",
        ),
    ),
    "facilities-copy": (
        "facilities/record.html",
        OFFICER,
        lambda: framed(
            "copies",
            heading="May Ines Duarte copy this?",
            state=("copy", "waiting"),
            back="/",
            back_label="Copies",
            facts=COPY_FACTS,
            acts=[Link("Take it back", "/", posted=True)],
            form=CopyDecisionForm(),
            form_title="Do you allow it?",
            form_url="/",
            verbs=VERBS,
            tables=[Table("What left under it", ("When", "Where", "By"), [], "Nothing so far.")],
            changes=CHANGES,
        ),
    ),
    "copy-refused": ("web/copy_refused.html", None, dict),
}
