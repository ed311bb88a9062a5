"""The register as a file: what was taken away can be brought to another organization."""

from typing import Any

import pytest

from chaperone.registers.sheets import read_csv, read_json, to_csv, to_json
from chaperone.vendors.models import Vendor
from chaperone.vendors.sheet import COLUMNS, REGISTER
from tests.cast import HARBOR, inside, samuel, tom
from tests.vendors.scene import vendor

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.mark.parametrize(("write", "read"), [(to_csv, read_csv), (to_json, read_json)])
def test_what_was_taken_away_is_brought_elsewhere(write: Any, read: Any) -> None:
    vendor(name="=Formula & Sons")
    with samuel.acting() as actor:
        text = write(REGISTER.rows(actor), COLUMNS)
        taken = sorted(each.name for each in REGISTER.rows(actor))
    sheet = read(text, COLUMNS)
    assert sheet.findings == []
    assert REGISTER.add is not None
    with tom.acting() as actor:
        for line in sheet.good:
            REGISTER.add(actor=actor, **line.values)
    with inside(HARBOR):
        brought = Vendor.objects.order_by("name").values_list("name", flat=True)
    assert sorted(brought) == taken


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Racks,Runs machines,,huge,,,", "no criticality"),
        ("Racks,Runs machines,,low,everything,why,", "no such data"),
        ("Racks,Runs machines,,low,,,2026-02-30", "no day"),
        (",Runs machines,,low,,,", ""),
        (f"{'x' * 121},Runs machines,,low,,,", "too long"),
    ],
)
def test_a_line_that_cannot_be_is_told_with_its_number(line: str, why: str) -> None:
    heading = ",".join(column.label for column in COLUMNS)
    sheet = read_csv(f"{heading}\n{line}\n", COLUMNS)
    assert sheet.good == []
    bad = sheet.findings[0]
    assert bad.line == 2
    assert why in bad.wrong
