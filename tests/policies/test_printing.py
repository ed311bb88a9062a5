"""A policy on paper: every paragraph in its place, claims beside what they are about."""

from chaperone.documents.blocks import Heading, Notice, Paragraph
from chaperone.policies.printing import blocks_of

TEXT = """## Screens

Lock *the* screen.

[enforced](sessions.idle_logoff "15 minutes")

1. First
2. Second
   - Inner

```
as it is
```
"""


def test_every_paragraph_stands_in_its_place() -> None:
    assert blocks_of(TEXT) == [
        Heading("Screens"),
        Paragraph("Lock the screen."),
        Notice("Enforced by the system: Without use, people are signed out after: 15 minutes"),
        Paragraph("1. First"),
        Paragraph("2. Second"),
        Paragraph("• Inner"),
        Paragraph("as it is"),
    ]
