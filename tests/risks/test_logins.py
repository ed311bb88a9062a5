"""The tables as the real logins meet them: nothing is deleted, and what was signed stays."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.risks.actions.assets import look_everywhere
from chaperone.risks.models import Asset, Risk
from tests.cast import HARBOR, LAKESIDE, inside
from tests.risks.scene import a_judged_risk, accepted

pytestmark = pytest.mark.usefixtures("committed")
_TABLES = ("asset", "risk", "acceptance", "analysis")


def refused(statements: list[str]) -> None:
    with inside(LAKESIDE), connection.cursor() as cursor:
        for statement in statements:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_what_was_signed_and_who_entered_what_stays(as_login) -> None:
    accepted(a_judged_risk())
    with inside(HARBOR):
        assert not Risk.objects.exists()
    with as_login("web"):
        refused(
            [
                "UPDATE risks_acceptance SET until = until + 100",
                "UPDATE risks_acceptance SET reason = 'x'",
                "UPDATE risks_acceptance SET accepted_by = risk_id",
                "UPDATE risks_analysis SET content = '{}'",
                "UPDATE risks_risk SET number = 1",
                "UPDATE risks_risk SET recorded_by = id",
                "UPDATE risks_asset SET key = 'x'",
                *[f"DELETE FROM risks_{name}" for name in _TABLES],
                *[f"TRUNCATE risks_{name}" for name in _TABLES],
            ]
        )
    with as_login("worker"):
        refused(
            [
                "UPDATE risks_risk SET title = 'x'",
                "UPDATE risks_asset SET criticality = 1",
                "UPDATE risks_asset SET retired_at = now()",
                *[f"DELETE FROM risks_{name}" for name in _TABLES],
            ]
        )


def test_the_worker_looks_in_every_organization(as_login) -> None:
    with as_login("worker"):
        look_everywhere()
    with inside(HARBOR):
        assert Asset.objects.filter(key="database").exists()
