"""What `chaperone init` makes of an organization, as the owner of the database."""

import pytest

from chaperone.assistant.settings import UNREVIEWED
from chaperone.cli.founding import found
from chaperone.cli.plans import make_plan
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import value_of


@pytest.mark.parametrize("unreviewed", [True, False])
def test_whether_unreviewed_entries_go_out_is_the_organizations_setting(
    committed, as_login, unreviewed
):
    plan = make_plan(
        name="Elsewhere",
        slug="elsewhere",
        time_zone="UTC",
        officers=["Ada Park <ada@elsewhere.example>", "Ben Ode <ben@elsewhere.example>"],
        administrator="Cy Lin <cy@elsewhere.example>",
    )
    with as_login("owner"):
        found(plan, unreviewed=unreviewed)
        made = Organization.objects.get(slug="elsewhere")
        assert value_of(UNREVIEWED, made.id) is unreviewed
