from chaperone.ledger.events import event

ORGANIZATION_CREATED = event(
    "organizations.organization.created", "An organization and its keys were made."
)
