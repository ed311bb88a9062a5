"""The ledger's pages, as the gallery shows them: people who do not exist, and what they did."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.facilities.queries.copies import Approval
from chaperone.ledger.opened import Opened
from chaperone.ledger.queries import Row
from chaperone.ledger.standing import MirrorState, WitnessState
from chaperone.web.ledger.checking import Checked, Proof
from chaperone.web.ledger.chips import chips
from chaperone.web.ledger.forms import AccountForm, SearchForm
from chaperone.web.ledger.lines import line
from tests.web.contexts import NOW, OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]

ALICE, SAM = UUID(int=0x0198C0DE77AA70008000000000AA01), UUID(int=0x0198C0DE77AA70008000000000AA02)
NAMES = {ALICE: "Alice Reyes", SAM: "Sam Okafor"}
MEMBERS = [UUID(int=0x0198C0DE77AA700080000000000000 + n * 0x1F3A7) for n in range(1, 7)]
PEOPLE = {ALICE: "Alice Reyes (alice@harbor.example)", SAM: "Sam Okafor (sam@harbor.example)"}
CHECKPOINT = Thing(
    size=4_821_137,
    root="f6d4f3d19cf91f5da8d3741c41d99a9d9c5971cd1c6c8a5fea18bbd35bfad6e1",
    signed_at=ago(0.1),
    key_name="chaperone/0198c0de-77aa-7000-8000-000000000001",
    mirrors=[
        MirrorState("mirror", 4_821_137, ago(0.05), "", 0, 0),
        MirrorState(
            "s3://lakeside-ledger/", 4_820_002, ago(31), "The bucket is away.", 1_135, 1_870
        ),
    ],
    witnesses=[WitnessState("witness.example.org", 4_821_002, ago(4), 135)],
)
NOTE = (
    "chaperone/0198c0de-77aa-7000-8000-000000000001\n4821137\n"
    "9tTz0Zz5H12o03QcQdmankxZcc0cbIpf6hi7s1v61uE=\n\n"
    "— chaperone/0198c0de-77aa-7000-8000-000000000001 P5pOLrT0uV0x3m1cZx3c0pF6k6iB1o1v1w0E\n"
)


def row(number: int, event: str, kind: str, actor: UUID | None, **said: Any) -> Row:
    return Row(
        id=UUID(int=500 + number),
        at=ago(number * 7),
        event=event,
        actor_kind=kind,
        actor_id=actor,
        members=said.pop("members", ()),
        details=said.pop("details", {}),
        position=None if number == 0 else 4_821_137 - number,
        **said,
    )


OPENED = row(
    0,
    "access.record.appended",
    "staff",
    ALICE,
    members=(MEMBERS[0],),
    details={"place": "conversations:thread", "roles": ["coach"]},
    address="192.0.2.17",
    session=UUID(int=0x0198C0DE77AA70008000000000BB01),
    purpose="treatment",
    grants=(UUID(int=0x0198C0DE77AA70008000000000CC01),),
    opened=(
        Opened("members_member", "name", MEMBERS[0], 1, (MEMBERS[0],)),
        Opened(
            "conversations_message",
            "body",
            MEMBERS[0],
            12,
            tuple(map(UUID, ["0198c0de-77aa-7000-8000-%012x" % n for n in range(12)])),
        ),
    ),
)
ROWS = [
    OPENED,
    row(1, "access.request.refused", "staff", ALICE, details={"reason": "Not on the care team."}),
    row(2, "accounts.sign_in.completed", "staff", SAM, address="2001:db8::7:1"),
    row(3, "access.record.appended", "assistant", None, members=tuple(MEMBERS), opened=OPENED.opened),
    row(4, "accounts.sign_in.failed", "anonymous", None),
    *(row(n, "members.member.enrolled", "staff", SAM, members=(MEMBERS[n % 6],)) for n in range(5, 30)),
]  # fmt: skip


def context(asked: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    form = SearchForm(asked or {}, people=PEOPLE)
    form.is_valid()
    found = {
        "checkpoint": CHECKPOINT,
        "pending": 1,
        "form": form,
        "chips": chips(form),
        "entries": [line(each, NAMES) for each in ROWS],
        "earlier_url": "?before=1",
        "later_url": "",
        "searched": bool(asked),
        "may_disclose": True,
        "account_url": "/ledger/account/",
        "verification": None,
    }
    return found | changes


GOOD = Thing(ok=True, size=4_821_137, seconds=1.84, checked_at=NOW, root="", problem="")
BAD = Thing(
    ok=False,
    size=4_821_137,
    seconds=1.2,
    checked_at=NOW,
    root="",
    problem="Entry 20119 is not the entry that was recorded.",
)
ASKED = {
    "who": str(ALICE),
    "what": "room:access",
    "outcome": "success",
    "element": "conversations_message.body",
    "member": str(MEMBERS[0]),
    "since": "2026-11-01 08:00",
}
APPROVALS = [Approval(UUID(int=970), None, ago(-600), True)]
PROOF = Proof(
    place=4_821_100,
    size=4_821_137,
    leaf_hash="0b" * 32,
    hashes=[f"{number:02x}" * 32 for number in range(23)],
    note=NOTE,
)


def entry(**changes: Any) -> dict[str, Any]:
    placed = line(OPENED, NAMES)._replace(position=4_821_100)
    return {"entry": placed, "proof": PROOF, "checked": None} | changes


PAGES: dict[str, Page] = {
    "ledger": ("ledger/search.html", OFFICER, context),
    "ledger-found": (
        "ledger/search.html",
        OFFICER,
        lambda: context(ASKED, later_url="?after=1", pending=0),
    ),
    "ledger-none": (
        "ledger/search.html",
        OFFICER,
        lambda: context(ASKED, entries=[], earlier_url="", pending=0),
    ),
    "ledger-wrong": (
        "ledger/search.html",
        OFFICER,
        lambda: context(
            {"since": "yesterday", "member": "617"}, entries=[], earlier_url="", pending=0
        ),
    ),
    "ledger-verified": ("ledger/search.html", OFFICER, lambda: context(verification=GOOD)),
    "ledger-broken": (
        "ledger/search.html",
        OFFICER,
        lambda: context(ASKED, verification=BAD, entries=[], earlier_url=""),
    ),
    "ledger-empty": (
        "ledger/search.html",
        OFFICER,
        lambda: context(checkpoint=None, pending=0, entries=[], earlier_url=""),
    ),
    "ledger-account": (
        "ledger/account.html",
        OFFICER,
        lambda: {
            "form": AccountForm(approvals=APPROVALS),
            "approvals": APPROVALS,
            "most": 2_000,
        },
    ),
    "ledger-account-refused": (
        "ledger/account.html",
        OFFICER,
        lambda: {"form": AccountForm({"since": "yesterday"}), "most": 2_000},
    ),
    "ledger-entry": ("ledger/entry.html", OFFICER, entry),
    "ledger-entry-checked": (
        "ledger/entry.html",
        OFFICER,
        lambda: entry(checked=Checked(True, 4_821_137, "")),
    ),
    "ledger-entry-disproved": (
        "ledger/entry.html",
        OFFICER,
        lambda: entry(checked=Checked(False, 0, "The proof leads to another root.")),
    ),
    "ledger-entry-waiting": (
        "ledger/entry.html",
        OFFICER,
        lambda: {"entry": line(OPENED, NAMES), "proof": None, "checked": None},
    ),
}
