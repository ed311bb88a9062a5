from chaperone.ledger.events import event

ORGANIZATION_CREATED = event(
    "organizations.organization.created", "An organization and its keys were made."
)
SETTING_CHANGED = event(
    "organizations.setting.changed", "How the organization works or signs in was changed."
)
ORGANIZATION_CHANGED = event(
    "organizations.organization.changed", "An organization's name or time zone was changed."
)
