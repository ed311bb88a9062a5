"""A run's certificate of destruction as a document."""

from collections.abc import Mapping
from typing import Any
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
)
from chaperone.retention.certificates import copy_line, digest_of, said_by
from chaperone.retention.models import Run, RunCertificate
from chaperone.retention.printing import Names, in_the_ledger, named, shown
from chaperone.retention.queries import Reference


def document(
    certificate: RunCertificate,
    reference: Reference,
    *,
    organization: str,
    zone: ZoneInfo,
    names: Names,
) -> Document:
    """The certificate for printing. ``names``: of who began and stopped the run, by id."""
    said = said_by(certificate)
    return Document(
        title="Certificate of destruction: kept long enough",
        organization=organization,
        made_at=certificate.made_at.astimezone(zone),
        blocks=[
            Notice(
                "What had been kept as long as it must be was deleted. What a hold keeps stayed."
            ),
            Facts(_run(said["run"], zone, names)),
            Heading("What went"),
            Table(
                ["Class", "Kept", "Older than", "Rows that went", "Held back"],
                [_class(each, zone) for each in said["classes"]],
                [3, 1, 2, 1, 1],
            ),
            *_grounds(said),
            *_holds(said, zone),
            Heading("How, and what remains"),
            Facts(
                [
                    ("Method", said["method"]["name"]),
                    ("Rule", said["method"]["rule"]),
                    ("Last backup expires", said["last_backup_expires"]),
                ]
            ),
            *[Paragraph(copy_line(each)) for each in said.get("copies", ())],
            *[Paragraph(line) for line in said["residue"]],
            *in_the_ledger(digest_of(certificate), reference),
        ],
    )


def _run(said: Mapping[str, Any], zone: ZoneInfo, names: Names) -> list[tuple[str, Cell]]:
    facts: list[tuple[str, Cell]] = [
        ("Run", Code(said["id"])),
        ("Begun", shown(said["begun_at"], zone)),
        (
            "On whose word",
            named(said["begun_by"], names)
            if said["begun_by"]
            else "the schedule, by the periods in force",
        ),
        ("Ended", Run.State(said["ended"]).label),
    ]
    if said["stopped_by"]:
        facts.append(("Stopped by", named(said["stopped_by"], names)))
    return facts


def _class(said: Mapping[str, Any], zone: ZoneInfo) -> list[Cell]:
    return [
        said["label"],
        f"{said['kept_days']} days",
        shown(said["older_than"], zone),
        str(said["purged"]),
        str(said["held_back"]),
    ]


def _grounds(said: Mapping[str, Any]) -> list[Any]:
    lines: list[tuple[str, Cell]] = [
        (each["label"], each["legal_source"] or "not known any more") for each in said["classes"]
    ]
    return [Heading("On what ground it was kept so long"), Facts(lines)]


def _holds(said: Mapping[str, Any], zone: ZoneInfo) -> list[Any]:
    if not said["holds"]:
        return []
    rows: list[list[Cell]] = [
        [
            each["matter"],
            each["reach"],
            each["class"] or each["member"] or "",
            shown(each["placed_at"], zone),
        ]
        for each in said["holds"]
    ]
    return [Heading("Legal holds in force"), Table(["Matter", "On", "Which", "Since"], rows)]
