"""The organization's own confidentiality agreement, for the room where it is signed."""

import re

from chaperone.access.registry import Text
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.models import Policy
from chaperone.policies.queries.versions import published_by_policy, version_of
from chaperone.policies.spans import in_force

# Lines that say what enforces a paragraph are for readers of the policy; nobody signs them.
_CLAIM = re.compile(r"^\s*\[enforced\]\([^)\n]*\)\s*$\n?", re.MULTILINE)


def confidentiality(actor: Actor) -> Text | None:
    """The agreement in force today; the first that was made where there are several.

    (Registered with ``access.registry.know_confidentiality_by``.)
    """
    rows = Policy.objects.filter(organization_id=actor.organization_id, kind="confidentiality")
    ids = list(rows.order_by("id").values_list("id", flat=True))
    if not ids:
        return None
    spans, today = published_by_policy(actor, ids), today_of(actor)
    for policy_id in ids:
        found = in_force(spans.get(policy_id, []), today)
        if found:
            version = version_of(actor, found.version_id)
            return Text(version.title, _CLAIM.sub("", version.text))
    return None
