from typing import Any

import pytest
from django.db import connection, transaction

from chaperone.carriers import receipts
from chaperone.carriers.errors import NobodyReceives
from chaperone.carriers.receipts import Receipt, receipt_with, report
from chaperone.database.identifiers import new_id
from tests.carriers.above import Above
from tests.cast import HARBOR, LAKESIDE

pytestmark = pytest.mark.django_db

RECEIPT = Receipt("aws", "m-1", new_id(), "failed", "The phone could not be reached.")


def test_hands_the_receipt_over(above: Above) -> None:
    report(organization_id=HARBOR, receipt=RECEIPT)
    assert above.receipts == [(RECEIPT, HARBOR)]


def test_whoever_notes_it_works_in_the_context_of_the_organization(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []

    def look(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT chaperone_organization()")
            seen.append(cursor.fetchone()[0])

    monkeypatch.setattr(receipts, "_receiver", None)
    receipt_with(look)
    report(organization_id=LAKESIDE, receipt=RECEIPT)
    assert seen == [LAKESIDE]


def test_is_not_lost_while_nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "_receiver", None)
    with pytest.raises(NobodyReceives), transaction.atomic():
        report(organization_id=LAKESIDE, receipt=RECEIPT)
