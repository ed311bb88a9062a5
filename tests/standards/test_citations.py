"""What the product cites exists."""

import ast
from pathlib import Path

import pytest

from chaperone.standards.catalogue import all_standards
from chaperone.standards.citations import cited_in, exists

SOURCE = Path(__file__).parents[2] / "src" / "chaperone"


def docstrings() -> dict[str, str]:
    """Every docstring of the product that cites a rule, by where it stands."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if "164." not in text and "160." not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                said = ast.get_docstring(node)
                if said and cited_in(said):
                    name = getattr(node, "name", "module")
                    found[f"{path.relative_to(SOURCE)}:{name}"] = said
    return found


def test_every_citation_in_a_docstring_exists() -> None:
    found = docstrings()
    assert len(found) > 50
    wrong = {
        place: cited
        for place, said in found.items()
        for cited in cited_in(said)
        if not exists(cited)
    }
    assert not wrong, f"these paragraphs do not exist in 45 CFR: {wrong}"


def test_the_catalogue_cites_what_exists() -> None:
    assert all(exists(each.citation) for each in all_standards())


@pytest.mark.parametrize(
    "wrong",
    [
        "164.312(z)",
        "164.312(a)(2)(v)",
        "164.308(a)(9)",
        "164.999",
        "164.312(a",
        "45 CFR 164.312(a)",
        "",
    ],
)
def test_what_is_not_in_the_regulation_does_not_exist(wrong: str) -> None:
    assert not exists(wrong)


def test_citations_are_found_in_a_sentence() -> None:
    said = "Sealed (45 CFR 164.312(a)(2)(iv), 164.502(b)); see 164.312(a)(2)(iv) and RFC 9164.3."
    assert cited_in(said) == ("164.312(a)(2)(iv)", "164.502(b)")
