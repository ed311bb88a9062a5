"""Which pages a person finds on the left: those that their roles may open, by what they are for."""

from itertools import groupby
from typing import NamedTuple

from chaperone.access.actors import Staff


class Entry(NamedTuple):
    """One line of the navigation. `url` is a URL name; pages whose name begins with `pages` belong
    to it. Who holds `instead` finds the same in a fuller page and is not shown this one.
    ``platform``: shown at the organization that runs the installation only. ``counted``: the name
    of the URL that answers how much waits there, which the page asks for (``web/counts.js``).
    """

    group: str
    label: str
    url: str
    icon: str
    pages: str
    permission: str
    instead: str = ""
    platform: bool = False
    counted: str = ""


class Group(NamedTuple):
    """Entries under a heading."""

    label: str
    entries: list[Entry]


CARE, ORGANIZATION, SECURITY = "Care", "Organization", "Security"
PROGRAMME, MINE = "Programme", "For me"
ENTRIES = (
    Entry(CARE, "Today", "today:today", "check", "today:", "pages.answer"),
    Entry(CARE, "Inbox", "conversations:inbox", "inbox", "conversations:", "conversations.read"),
    Entry(
        CARE,
        "Unknown",
        "unknown:numbers",
        "conversation",
        "unknown:",
        "unknown.read",
        counted="unknown:open",
    ),
    Entry(
        CARE,
        "Answering",
        "conversations:answering",
        "chart",
        "conversations:answering",
        "conversations.read",
    ),
    Entry(
        CARE, "Members", "members:search", "people", "members:", "members.read", "members.manage"
    ),
    Entry(CARE, "On call", "on_call:rota", "calendar", "on_call:", "pages.answer"),
    Entry(
        ORGANIZATION,
        "Members",
        "administration:members",
        "people",
        "administration:member",
        "members.manage",
    ),
    Entry(
        ORGANIZATION,
        "Staff",
        "administration:staff",
        "person",
        "administration:staff",
        "staff.read",
    ),
    Entry(
        ORGANIZATION,
        "Care teams",
        "administration:teams",
        "coach",
        "administration:team",
        "careteams.manage",
    ),
    Entry(
        ORGANIZATION,
        "Fixed texts",
        "fixed_texts:texts",
        "conversation",
        "fixed_texts:",
        "texts.manage",
    ),
    Entry(
        ORGANIZATION,
        "Settings",
        "administration:settings",
        "key",
        "administration:setting",
        "settings.read",
    ),
    Entry(
        ORGANIZATION,
        "Answer library",
        "administration:library",
        "ledger",
        "administration:library",
        "library.read",
    ),
    Entry(
        SECURITY,
        "Sessions",
        "administration:sessions",
        "clock",
        "administration:session",
        "sessions.manage",
    ),
    Entry(
        SECURITY,
        "Request log",
        "administration:requests",
        "search",
        "administration:request",
        "requestlog.read",
    ),
    Entry(
        SECURITY,
        "Destroyed data",
        "administration:destructions",
        "refused",
        "administration:destruction",
        "destructions.read",
    ),
    Entry(
        SECURITY,
        "Alerts",
        "detection:alerts",
        "eye",
        "detection:",
        "detection.read",
        counted="detection:open",
    ),
    Entry(SECURITY, "Incidents", "incidents:incidents", "warning", "incidents:", "incidents.read"),
    Entry(SECURITY, "Retention", "retention:classes", "clock", "retention:", "retention.read"),
    Entry(SECURITY, "Standards", "evidence:standards", "check", "evidence:", "evidence.read"),
    Entry(SECURITY, "Ledger", "ledger:search", "ledger", "ledger:", "ledger.read"),
    Entry(SECURITY, "Access", "access:mine", "shield", "access:", "access.own"),
    Entry(PROGRAMME, "Policies", "policies:register", "ledger", "policies:", "policies.read"),
    Entry(PROGRAMME, "People", "workforce:register", "people", "workforce:", "workforce.read"),
    Entry(PROGRAMME, "Training", "training:overdue", "clock", "training:", "training.read"),
    Entry(PROGRAMME, "Risks", "risks:register", "warning", "risks:", "risks.read"),
    Entry(
        PROGRAMME, "Findings", "risks:findings:register", "search", "risks:findings:", "risks.read"
    ),
    Entry(
        PROGRAMME,
        "Evaluations",
        "risks:evaluations:register",
        "eye",
        "risks:evaluations:",
        "risks.read",
    ),
    Entry(
        PROGRAMME,
        "Specifications",
        "risks:specifications:register",
        "check",
        "risks:specifications:",
        "risks.read",
    ),
    Entry(
        PROGRAMME, "Releases", "risks:changes:register", "source", "risks:changes:", "risks.read"
    ),
    Entry(
        PROGRAMME,
        "Processing",
        "risks:processing:register",
        "ledger",
        "risks:processing:",
        "risks.read",
    ),
    Entry(
        PROGRAMME, "Continuity", "continuity:overview", "shield", "continuity:", "continuity.read"
    ),
    Entry(PROGRAMME, "Vendors", "vendors:register", "people", "vendors:", "vendors.read"),
    Entry(
        PROGRAMME,
        "Sites and devices",
        "facilities:sites",
        "lock",
        "facilities:",
        "facilities.read",
    ),
    Entry(
        PROGRAMME,
        "System status",
        "status:status",
        "chart",
        "status:",
        "health.read",
        platform=True,
    ),
    Entry(PROGRAMME, "Visitors", "facilities:desk", "person", "facilities:desk", "visitors.manage"),
    Entry(MINE, "Copies", "facilities:copies", "download", "facilities:cop", "copies.request"),
    Entry(MINE, "Calendar", "calendar:calendar", "calendar", "calendar:", "access.own"),
    Entry(MINE, "My start", "workforce:mine", "person", "workforce:mine", "access.own"),
    Entry(MINE, "My policies", "policies:mine", "check", "policies:mine", "access.own"),
    Entry(MINE, "My training", "training:mine", "check", "training:mine", "access.own"),
)

STARTS = (
    "conversations:inbox",
    "administration:members",
    "members:search",
    "today:today",
    "ledger:search",
)
"""Where work begins, for who can open it: the first of these, else the first entry."""


def entries_for(staff: Staff) -> list[Entry]:
    """The entries that `staff` may open, in their order on the page."""
    return [
        entry
        for entry in ENTRIES
        if staff.may(entry.permission)
        and not (entry.instead and staff.may(entry.instead))
        and (staff.on_platform or not entry.platform)
    ]


def groups_for(staff: Staff) -> list[Group]:
    """The same, under their headings."""
    grouped = groupby(entries_for(staff), key=lambda entry: entry.group)
    return [Group(label, list(entries)) for label, entries in grouped]


def current(staff: Staff, view_name: str) -> str:
    """The URL name of the entry that the page belongs to; empty where it belongs to none.

    Of two that begin alike, the one that says more.
    """
    found = [entry for entry in entries_for(staff) if view_name.startswith(entry.pages)]
    return max(found, key=lambda entry: len(entry.pages)).url if found else ""


def home_of(staff: Staff) -> str:
    """The URL name of the page where their work starts; their sign-in settings if none fits."""
    found = [entry.url for entry in entries_for(staff)]
    return next((url for url in (*STARTS, *found) if url in found), "mfa_index")
