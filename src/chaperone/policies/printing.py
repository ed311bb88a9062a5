"""A version of a policy as a document to print."""

from collections.abc import Sequence
from datetime import datetime

from chaperone.documents.blocks import Block, Code, Document, Facts, Heading, Notice, Paragraph
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import Claim, parsed, plain
from chaperone.policies.models import Version
from chaperone.policies.registry import enforcement

_BULLET = "•"


def document_of(
    version: Version,
    *,
    organization: str,
    made_at: datetime,
    facts: Sequence[tuple[str, str]],
) -> Document:
    """The version with ``facts`` about it on top; each claim in words."""
    head: list[Block] = [
        Facts(
            [
                ("Kind", KINDS[version.policy.kind]),
                ("Version", str(version.number)),
                *facts,
                ("SHA-256", Code(version.sha256)),
            ]
        )
    ]
    return Document(
        title=version.title,
        organization=organization,
        made_at=made_at,
        blocks=head + blocks_of(version.text),
    )


def blocks_of(text: str) -> list[Block]:
    """The text in blocks of the house style. Raises ``WrongClaim``."""
    blocks: list[Block] = []
    marks: list[str] = []
    lists: list[int | None] = []
    heading = False
    for token in parsed(text):
        match token.type:
            case "heading_open":
                heading = True
            case "heading_close":
                heading = False
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marks = [_mark(lists)]
            case "inline":
                words = plain(token.children or [])
                blocks.append(Heading(words) if heading else Paragraph(" ".join([*marks, words])))
                marks = []
            case "fence" | "code_block":
                blocks.append(Paragraph(token.content.rstrip("\n")))
            case "enforced":
                blocks.append(Notice(_in_print(token.meta["claim"])))
    return blocks


def _in_print(claim: Claim) -> str:
    known = enforcement(claim.name)
    return f"Enforced by the system: {known.label if known else claim.name}: {claim.value}"


def _mark(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return _BULLET
    lists[-1] = number + 1
    return f"{number + 1}."
