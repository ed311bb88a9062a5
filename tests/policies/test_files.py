"""The register as a file, and a file of policies that becomes drafts."""

import pytest

from chaperone.policies.declaring import REGISTER
from chaperone.policies.models import Version
from chaperone.registers.sheets import read_csv, read_json, to_csv, to_json
from tests.cast import LAKESIDE, grace, inside, samuel
from tests.policies.scene import TEXT, published

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_what_is_taken_away_can_be_brought_elsewhere_as_drafts() -> None:
    published()
    with samuel.acting() as actor:
        lines = [line for line in REGISTER.rows(actor) if line.title == "Locked screens"]
    for sheet in (
        read_csv(to_csv(lines, REGISTER.columns), REGISTER.columns),
        read_json(to_json(lines, REGISTER.columns), REGISTER.columns),
    ):
        assert sheet.findings == []
        values = dict(sheet.good[0].values)
        assert (values["state"], values["version"]) == ("In force", "1")
        assert values["text"] == TEXT.strip()
    values |= {"title": "Brought", "name": None}
    assert REGISTER.add is not None
    with grace.acting() as actor:
        REGISTER.add(actor=actor, **values)
    with inside(LAKESIDE):
        version = Version.objects.get(title="Brought")
    assert (version.state, version.text, version.citations) == ("draft", TEXT, ["164.310(b)"])


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Kind", "rule"), ("Rules", "HIPAA"), ("Mandatory", "maybe"), ("Name in addresses", "a b")],
)
def test_a_bad_cell_says_what_to_write(column: str, cell: str) -> None:
    good = {
        "Title": "A",
        "Kind": "Policy",
        "Mandatory": "no",
        "Public": "no",
        "Rules": "",
        "Months between reviews": "12",
        "Text": "A.",
        "Name in addresses": "",
    }
    row = good | {column: cell}
    sheet = read_csv(",".join(row) + "\n" + ",".join(row.values()) + "\n", REGISTER.columns)
    assert [finding.column for finding in sheet.findings] == [column]
    assert sheet.findings[0].mend
