from typing import Any
from uuid import UUID

from django.db import transaction

from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.events import (
    ORGANIZATION_CHANGED,
    ORGANIZATION_CREATED,
    SETTING_CHANGED,
)
from chaperone.organizations.models import Organization, SettingChange
from chaperone.organizations.queries import forget_settings, value_of
from chaperone.organizations.settings import Setting
from chaperone.vault.inside import turn_to
from chaperone.vault.keyring import keyring


@transaction.atomic
def create_organization(
    *,
    name: str,
    slug: str,
    time_zone: str,
    organization_id: UUID | None = None,
    is_platform: bool = False,
) -> Organization:
    """Makes an organization with its keys, and enters its context for the transaction.

    ``time_zone`` is an IANA name. ``is_platform``: it runs the installation; there is one at most.
    Raises ``ValidationError`` for a bad slug or zone and ``IntegrityError`` where one is taken.
    """
    organization = Organization(
        id=organization_id or new_id(),
        name=name,
        slug=slug,
        time_zone=time_zone,
        is_platform=is_platform,
    )
    organization.clean_fields()
    turn_to(organization.id)
    keyring.create_organization(organization.id)
    organization.save(force_insert=True)
    append(
        event=ORGANIZATION_CREATED,
        actor=Actor(kind="operator", id=None, organization_id=organization.id),
        details={"slug": slug},
    )
    return organization


@transaction.atomic
def find_organization(organization_id: UUID) -> Organization | None:
    """The organization with this id, looked up in its own context; None if there is none."""
    turn_to(organization_id)
    return Organization.objects.filter(id=organization_id).first()


@transaction.atomic
def create_platform() -> None:
    """Makes the keys of what belongs to no organization, once. Run by every upgrade."""
    turn_to(PLATFORM)
    if not keyring.has_organization(PLATFORM):
        keyring.create_organization(PLATFORM)


@transaction.atomic
def change_organization(*, actor: Actor, name: str, time_zone: str, reason: str) -> None:
    """Renames the actor's organization or moves its clock; recorded with what it was before.

    The caller has checked ``settings.manage``. Raises ``ValidationError``.
    """
    organization = Organization.objects.select_for_update().get(id=actor.organization_id)
    before = {"name": organization.name, "time_zone": organization.time_zone}
    organization.name, organization.time_zone = name.strip(), time_zone.strip()
    organization.clean_fields()
    organization.save(update_fields=["name", "time_zone"])
    append(
        event=ORGANIZATION_CHANGED,
        actor=actor,
        details={
            "from": before,
            "to": {"name": organization.name, "time_zone": organization.time_zone},
            "reason": reason.strip(),
        },
    )


@transaction.atomic
def change_setting(*, actor: Actor, setting: Setting, value: Any, reason: str) -> None:
    """Sets a value in the actor's organization; recorded with what it was before.

    ``value`` is as a person typed it or as it is kept; ``reason`` 1 to 500 characters. The caller
    has checked ``setting.permission``. Raises ``ValidationError`` with a sentence for people.
    """
    organization_id = actor.organization_id
    change = SettingChange(
        organization_id=organization_id,
        name=setting.name,
        value=setting.clean(value),
        reason=reason.strip(),
        changed_by=actor.id,
    )
    # The operator has no id.
    change.full_clean(exclude=["value", "changed_by", "changed_at"])
    before = value_of(setting, organization_id)
    change.save(force_insert=True)
    append(
        event=SETTING_CHANGED,
        actor=actor,
        details={
            "setting": setting.name,
            "from": before,
            "to": change.value,
            "reason": change.reason,
        },
    )
    forget_settings(organization_id)
    transaction.on_commit(lambda: forget_settings(organization_id))
