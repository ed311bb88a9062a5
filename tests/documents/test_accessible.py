"""The check of PDF/UA finds what is wrong, so that finding nothing says something."""

import pytest

from chaperone.documents.blocks import Heading, Table
from chaperone.documents.rendering import render
from tests.documents.accessible import faults
from tests.documents.test_rendering import document


@pytest.fixture(scope="module")
def pdf():
    rows = [["now", "Casey"]] * 60
    return render(document(Heading("Part"), Table(["When", "Who"], rows), Heading("Next")))


def test_a_document_of_the_house_has_no_fault(pdf):
    assert faults(pdf) == []


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        (b"/Marked true", b"/Morked true", "not tagged"),
        (b"/Scope", b"/Skope", "says not of what"),
        (b"/S/H2", b"/S/H4", "a heading of level 4 below one of 1"),
        (b"/Lang", b"/Lung", "no language"),
        (b"pdfuaid:part>1", b"pdfuaid:part>2", "does not say that it is PDF/UA-1"),
        (b"/StructParents ", b"/StructParants ", "page 1 is in no structure"),
        (b"/FontFile", b"/FontPile", "is not in the file"),
        (b"/DisplayDocTitle true", b"/DosplayDocTitle true", "shows the file's name"),
    ],
)
def test_what_is_wrong_is_found(pdf, there, instead, fault):
    assert there in pdf
    found = faults(pdf.replace(there, instead))

    assert any(fault in each for each in found)
