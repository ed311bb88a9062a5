"""A certificate of destruction as a document."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.documents.blocks import (
    Cell,
    Code,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
    moment,
)
from chaperone.retention.certificates import copy_line, digest_of, said_by
from chaperone.retention.models import Certificate
from chaperone.retention.queries import Reference

Names = Mapping[UUID, str]


def document(
    certificate: Certificate,
    reference: Reference,
    *,
    organization: str,
    zone: ZoneInfo,
    names: Names,
) -> Document:
    """The certificate for printing. ``names``: of the staff who asked and approved, by id."""
    said = said_by(certificate)
    return Document(
        title="Certificate of destruction",
        organization=organization,
        made_at=certificate.made_at.astimezone(zone),
        blocks=[
            Notice(
                "The key under which the data of one member was sealed has been destroyed. What was"
                " sealed under it cannot be read any more."
            ),
            *_what(said, zone),
            *_authority(said["authority"], zone, names),
            *_method(said),
            *_left(said),
            *in_the_ledger(digest_of(certificate), reference),
        ],
    )


def _what(said: Mapping[str, Any], zone: ZoneInfo) -> list[Any]:
    facts: list[tuple[str, Cell]] = [
        ("Member", Code(said["member"])),
        ("Destroyed", shown(said["destroyed_at"], zone)),
        ("Certificate", Code(said["certificate"])),
    ]
    sealed = [[row["table"], row["element"], str(row["values"])] for row in said["sealed_values"]]
    purged = [[row["table"], row["what"], str(row["rows"])] for row in said["purged"]]
    return [
        Facts(facts),
        Heading("What was destroyed"),
        Table(["Table", "Element", "Sealed values"], sealed, [3, 3, 1]),
        Heading("What was removed with it"),
        Table(["Table", "What", "Rows"], purged, [3, 3, 1]),
    ]


def _authority(said: Mapping[str, Any], zone: ZoneInfo, names: Names) -> list[Any]:
    asked, approved = (named(said[name], names) for name in ("asked_by", "approved_by"))
    return [
        Heading("On whose authority"),
        Facts(
            [
                ("Why", said["basis_in_words"]),
                ("File number", said["file_number"] or "none given"),
                ("Asked for by", f"{asked}, {shown(said['asked_at'], zone)}"),
                ("Approved by", f"{approved}, {shown(said['approved_at'], zone)}"),
            ]
        ),
    ]


def _method(said: Mapping[str, Any]) -> list[Any]:
    method = said["method"]
    return [
        Heading("How"),
        Facts(
            [
                ("Method", f"{method['name']} ({method['standard']})"),
                ("Rule", method["rule"]),
                ("Values", f"{method['values_sealed_with']}, keys of {method['key_bits']} bits"),
                ("Keys", method["keys_wrapped_with"]),
                *[("Destroyed key", Code(key["id"])) for key in said["keys"]],
                ("Last backup expires", said["last_backup_expires"]),
            ]
        ),
    ]


def _left(said: Mapping[str, Any]) -> list[Any]:
    return [
        Heading("What remains for a while"),
        *[Paragraph(copy_line(each)) for each in said.get("copies", ())],
        *[Paragraph(line) for line in said["residue"]],
        Heading("What is kept"),
        *[Paragraph(line) for line in said["kept"]],
    ]


def in_the_ledger(digest: str, reference: Reference) -> list[Any]:
    """Where the ledger names a certificate of either kind. ``digest``: SHA-256 in hex."""
    place = reference.position
    return [
        Heading("In the ledger"),
        Facts(
            [
                ("Entry", Code(str(reference.entry_id))),
                ("Place in the tree", "waits for its place" if place is None else str(place)),
                ("SHA-256", Code(digest)),
            ]
        ),
        Paragraph(
            "The entry holds this SHA-256 of the certificate's JSON, which is to be had where this"
            " page is; it says how to check it."
        ),
    ]


def named(user_id: str, names: Names) -> str:
    """Somebody's name; the id of who is not known any more."""
    return names.get(UUID(user_id), user_id)


def shown(stored: str, zone: ZoneInfo) -> str:
    """A moment of a certificate, as people of a zone read it. ``stored``: ISO 8601."""
    return moment(datetime.fromisoformat(stored).astimezone(zone))
