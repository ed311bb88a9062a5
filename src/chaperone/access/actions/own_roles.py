"""Roles that an organization makes itself, of the product's permissions and elements."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from chaperone.access.actors import Staff
from chaperone.access.errors import OwnAccess, RoleInUse, Unsuitable
from chaperone.access.events import ROLE_CHANGED
from chaperone.access.models import Grant, OwnRole
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.queries.people import IN_FORCE
from chaperone.access.roles import (
    ELEMENTS,
    OF_PEOPLE,
    PERMISSIONS,
    PURPOSES,
    ROLES,
    Role,
    role_from,
)
from chaperone.ledger.actions import append

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@transaction.atomic
def save_role(
    *, actor: Staff, label: str, definition: Mapping[str, Any], reason: str, name: str = ""
) -> OwnRole:
    """Makes a role, or the next version of the role ``name``; earlier versions stay.

    ``definition`` as ``Role.definition`` gives it. A role that somebody holds can be narrowed, not
    widened: that would open data to people for whom nobody asked. The caller has checked
    ``roles.manage``. Raises ``Unsuitable``, ``OwnAccess``, ``RoleInUse``.
    """
    role = role_from({**definition, "label": label.strip()})
    _check(role)
    own = own_roles_of(actor)
    if name and name not in own:
        raise Unsuitable("There is no such role here.")
    slug = name or _new_name(role.label, own)
    if slug in actor.roles:
        raise OwnAccess("Nobody changes a role that they hold themselves.")
    if name and _is_held(actor, name) and _widens(own[name], role):
        raise RoleInUse("Somebody holds this role: it can only be narrowed.")
    return _write(actor, slug, role.definition(), reason)


@transaction.atomic
def retire_role(*, actor: Staff, name: str, reason: str) -> OwnRole:
    """From now on the role gives nothing and cannot be asked for. Raises as ``save_role``."""
    if name not in own_roles_of(actor):
        raise Unsuitable("There is no such role here.")
    if name in actor.roles:
        raise OwnAccess("Nobody changes a role that they hold themselves.")
    return _write(actor, name, None, reason)


def _write(actor: Staff, name: str, definition: Any, reason: str) -> OwnRole:
    version = OwnRole.objects.create(
        organization_id=actor.organization_id,
        name=name,
        definition=definition,
        reason=reason.strip(),
        changed_by=actor.user_id,
    )
    append(
        event=ROLE_CHANGED,
        actor=actor,
        details={"role": name, "to": definition, "reason": reason},
    )
    return version


def _check(role: Role) -> None:
    if not role.label:
        raise Unsuitable("A role needs a name.")
    if not (role.permissions.allow | role.permissions.deny) <= PERMISSIONS.keys():
        raise Unsuitable("There is no such permission.")
    if not role.elements.keys() <= set(PURPOSES):
        raise Unsuitable("There is no such purpose.")
    for purpose, rules in role.elements.items():
        if not (rules.allow | rules.deny) <= ELEMENTS.keys():
            raise Unsuitable("There are no such data.")
        if rules.allow and purpose not in OF_PEOPLE:
            raise Unsuitable("For this purpose only programs open data, and members their own.")


def _new_name(label: str, own: Mapping[str, Role]) -> str:
    name = slugify(label)[:32].strip("-")
    if not _NAME.fullmatch(name) or name.replace("-", "_") in ROLES:
        raise Unsuitable("Choose another name: letters and digits, and not one of the product's.")
    if OwnRole.objects.filter(name=name).exists() or name in own:
        raise Unsuitable("There is or was a role of this name: choose another.")
    return name


def _is_held(actor: Staff, name: str) -> bool:
    grants = Grant.objects.filter(IN_FORCE, organization_id=actor.organization_id, role=name)
    return grants.exists()


def _widens(before: Role, after: Role) -> bool:
    def less(old: Any, new: Any) -> bool:
        return bool(new.allow - old.allow or old.deny - new.deny)

    purposes = before.elements.keys() | after.elements.keys()
    nothing = role_from({"label": ""}).permissions
    return less(before.permissions, after.permissions) or any(
        less(before.elements.get(purpose, nothing), after.elements.get(purpose, nothing))
        for purpose in purposes
    )
