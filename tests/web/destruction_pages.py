"""Pages about destroyed data, as the gallery shows them."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.members.queries import Entry, Missing
from chaperone.retention.certificates import KEPT, RESIDUE
from chaperone.retention.queries import Reference
from chaperone.vault.shredding import SealedValues
from chaperone.web.administration.forms.destructions import AskForm, DecideForm
from chaperone.web.administration.forms.members import MoveForm, RegisterForm
from chaperone.web.administration.forms.posted import PostedForm
from chaperone.web.administration.views.destructions import Line
from tests.web.administration_pages import ADMINISTRATOR, TEAMS
from tests.web.contexts import COACH, DESTROYED, MEMBER, OFFICER, RECORDS, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
ENDED = Thing(**vars(MEMBER) | {"status": "ended", "get_status_display": lambda: "Ended"})
LOST = [
    SealedValues("members_member", "name", 1),
    SealedValues("members_member", "phone", 1),
    SealedValues("conversations_message", "body", 1204),
]
CERTIFICATE = Thing(id=UUID(int=901), made_at=DESTROYED.destroyed_at)
SAID = {
    "sealed_values": [each._asdict() for each in LOST],
    "purged": [
        {"table": "members_member", "what": "blind index of the phone number", "rows": 1},
        {"table": "conversations_delivery", "what": "texts that waited to be sent", "rows": 0},
    ],
    "method": {
        "name": "Purge by cryptographic erase",
        "standard": "NIST SP 800-88 Rev. 1, sections 2.5 and 2.6",
    },
    "last_backup_expires": "not known of: Snapshots of RDS made by hand; the others by 2027-01-03",
    "copies": [
        {
            "what": "Backups by Chaperone",
            "until": "2027-01-03T02:00:00+00:00",
            "says": "As long as one is made each day.",
        },
        {
            "what": "Snapshots of RDS made by hand",
            "until": None,
            "says": "They stay until somebody deletes them: before-upgrade.",
        },
    ],
    "residue": RESIDUE,
}


def _line(state: str, **changes: Any) -> Line:
    decided = state not in ("waiting", "withdrawn")
    row = {
        "id": UUID(int=900),
        "member_id": UUID("0198a000-0000-7000-8000-00000000004d"),
        "state": state,
        "get_basis_display": "The member asked for it",
        "file_number": "2026/117",
        "asked_at": ago(3000),
        "decided_at": ago(2000) if decided else None,
        "written_anew_at": ago(1990) if state == "done" else None,
        "certificate": CERTIFICATE,
    }
    return Line(Thing(**row | changes), "Grace Lin", "Samuel Brandt" if decided else "")


def _one(state: str, **changes: Any) -> dict[str, Any]:
    done = state == "done"
    return {
        "line": _line(state),
        "certificate": CERTIFICATE if done else None,
        "said": SAID if done else None,
        "reference": Reference(UUID(int=902), 120_345, "note") if done else None,
        "may_decide": False,
        "may_withdraw": False,
        "form": PostedForm(),
        "kept": KEPT,
        "residue": RESIDUE,
    } | changes


PAGES: dict[str, Page] = {
    "destroy-ask": (
        "administration/member_destroy.html",
        ADMINISTRATOR,
        lambda: {
            "member": ENDED,
            "lost": LOST,
            "kept": KEPT,
            "form": AskForm({"basis": "", "file_number": "Marta", "confirmation": "yes"}),
        },
    ),
    "destroy-ask-active": (
        "administration/member_destroy.html",
        ADMINISTRATOR,
        lambda: {"member": MEMBER, "lost": LOST, "kept": KEPT, "form": AskForm()},
    ),
    "destroy-decide": (
        "administration/destruction_decide.html",
        OFFICER,
        lambda: _one("waiting", form=DecideForm({"decision": "approve"})),
    ),
    "destroy-waiting": (
        "administration/destruction.html",
        OFFICER,
        lambda: _one("waiting", may_decide=True),
    ),
    "destroy-own": (
        "administration/destruction.html",
        ADMINISTRATOR,
        lambda: _one("waiting", may_withdraw=True),
    ),
    "destroy-approved": ("administration/destruction.html", OFFICER, lambda: _one("approved")),
    "destroy-done": ("administration/destruction.html", OFFICER, lambda: _one("done")),
    "destroyed-list": (
        "administration/destructions.html",
        OFFICER,
        lambda: {
            "lines": [_line(each) for each in ("waiting", "done", "refused", "withdrawn")],
            "next_url": "?before=1",
        },
    ),
    "destroyed-list-empty": (
        "administration/destructions.html",
        OFFICER,
        lambda: {"lines": [], "next_url": ""},
    ),
    "destroyed-member": (
        "members/member.html",
        COACH,
        lambda: {
            "member": DESTROYED,
            "coaches": [],
            "conversation_id": None,
            "suppressed": False,
            "destruction": _line("done").destruction,
            "access_records": RECORDS,
            "records_next_url": "",
        },
    ),
    "destroyed-admin-member": (
        "administration/member.html",
        ADMINISTRATOR,
        lambda: {
            "member": DESTROYED,
            "missing": Missing(False, False, False),
            "destruction": _line("done").destruction,
            "may_destroy": True,
            "form": MoveForm(teams=TEAMS, now=UUID(int=41)),
        },
    ),
    "ended-admin-member": (
        "administration/member.html",
        ADMINISTRATOR,
        lambda: {
            "member": ENDED,
            "missing": Missing(False, False, False),
            "destruction": None,
            "may_destroy": True,
            "form": MoveForm(teams=TEAMS, now=UUID(int=41)),
        },
    ),
    "destroyed-register": (
        "administration/members.html",
        ADMINISTRATOR,
        lambda: {
            "entries": [
                Entry(DESTROYED, Missing(False, False, False)),
                Entry(ENDED, Missing(True, False, False)),
            ],
            "next_url": "",
            "searched": True,
            "teams": TEAMS,
            "form": RegisterForm({}, teams=TEAMS),
        },
    ),
}
