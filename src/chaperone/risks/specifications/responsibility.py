"""Who answers for what: the cloud, this software, the organization; per standard.

From ``responsibility.toml``, which the room keeps beside the texts it proposes.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from chaperone.documents.blocks import Document, Heading, Paragraph, Table
from chaperone.registers.sheets import Column
from chaperone.standards.catalogue import find


class Shares(NamedTuple):
    """Who does what for one standard; empty: no part in it."""

    citation: str
    standard: str
    cloud: str
    software: str
    customer: str


COLUMNS = (
    Column("citation", "Citation"),
    Column("standard", "Standard"),
    Column("cloud", "Cloud or hosting company"),
    Column("software", "Chaperone"),
    Column("customer", "Your organization"),
)


ABOUT = "Standard"
NO_PART = "No part in it."


@cache
def responsibilities() -> tuple[Shares, ...]:
    """One for each standard, in the order of the rule."""
    return tuple(
        Shares(
            citation,
            find(citation).standard,
            row["cloud"],
            row["software"],
            row["customer"],
        )
        for citation, row in _rows().items()
    )


def document(*, organization: str, made_at: datetime) -> Document:
    """The matrix to print. ``made_at`` has the organization's zone."""
    rows = [
        [f"{each.standard} ({each.citation})", *(part or NO_PART for part in each[2:])]
        for each in responsibilities()
    ]
    return Document(
        title="Who answers for what",
        organization=organization,
        made_at=made_at,
        blocks=[
            Paragraph(
                "For each standard of the HIPAA Security and Breach Notification Rules: the part of"
                " the cloud or hosting company, of the software, and of the organization."
            ),
            Heading("By standard"),
            Table([ABOUT, *(column.label for column in COLUMNS[2:])], rows, [2, 3, 3, 3]),
        ],
    )


def _rows() -> Mapping[str, Mapping[str, str]]:
    text = files("chaperone.risks").joinpath("responsibility.toml").read_text("utf-8")
    return MappingProxyType({row["citation"]: row for row in tomllib.loads(text)["standard"]})
