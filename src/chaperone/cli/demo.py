"""The demo: two organizations of synthetic people, and the one that runs the installation.

Members are from ``demo_people.json`` (Synthea, CC0: no real persons; telephone numbers are from the
range kept for fiction). Staff get new passwords and second factors on each machine.
"""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chaperone.access.actions import give_grant
from chaperone.access.actors import operator
from chaperone.access.clearances import hold, registered
from chaperone.access.context import acting_for
from chaperone.access.models import Grant, Hold
from chaperone.accounts.actions import create_user, set_password
from chaperone.accounts.models import User
from chaperone.assistant.settings import UNREVIEWED
from chaperone.carriers.actions import assign_number
from chaperone.carriers.handset.actions import add_phone
from chaperone.cli import demo_programme
from chaperone.ledger.actors import Actor
from chaperone.members.actions import create_care_team, enrol_member
from chaperone.members.particulars import Particulars
from chaperone.organizations.actions import (
    change_setting,
    create_organization,
    find_organization,
)
from chaperone.vendors.actions.customers import enter_as_operator

_PEOPLE = Path(__file__).with_name("demo_people.json")
_SAID = Particulars._fields
_REASON = "Set up with the demo."
_SIGNED_ON = date(2026, 1, 5)
_WITH_PROGRAMME = "lakeside"
_CLEARED_FOR = timedelta(days=365)


def seed() -> dict[str, Any]:
    """Makes what is missing of the demo; returns who can sign in and a member's number.

    Safe to repeat: people keep the credentials that were handed out before.
    """
    demo = json.loads(_PEOPLE.read_text())
    for organization in demo["organizations"]:
        if not find_organization(UUID(organization["id"])):
            _create(organization)
        if not organization.get("platform"):
            _sign(operator(UUID(organization["id"])))
    handed_out = settings.CHAPERONE_DATA / "secrets" / "demo.json"
    if handed_out.exists():
        known: dict[str, Any] = json.loads(handed_out.read_text())
        return known
    return {
        "member_number": demo["organizations"][0]["members"][0]["phone"],
        "sign_ins": [
            _hand_out(person, organization["name"])
            for organization in demo["organizations"]
            for person in organization["staff"]
        ],
    }


@transaction.atomic
def _create(organization: dict[str, Any]) -> None:
    organization_id = UUID(organization["id"])
    create_organization(
        name=organization["name"],
        slug=organization["slug"],
        time_zone=organization["time_zone"],
        organization_id=organization_id,
        is_platform=organization.get("platform", False),
    )
    actor = operator(organization_id)
    if "number" in organization:
        assign_number(actor=actor, number=organization["number"], carrier="handset")
    teams = {
        name: create_care_team(actor=actor, name=name).id for name in organization["care_teams"]
    }
    for member in organization["members"]:
        enrol_member(
            actor=actor,
            care_team_id=teams[member["care_team"]],
            name=member["name"],
            phone=member["phone"],
            birth_date=date.fromisoformat(member["birth_date"]),
            particulars=Particulars(**{name: member[name] for name in _SAID if name in member}),
        )
        add_phone(actor=actor, number=member["phone"], name=member["name"])
    change_setting(actor=actor, setting=UNREVIEWED, value=True, reason=_REASON)
    for person in organization["staff"]:
        _employ(actor, person, teams)
    if organization["slug"] == _WITH_PROGRAMME:
        today = timezone.localdate(timezone=ZoneInfo(organization["time_zone"]))
        demo_programme.seed(demo_programme.Scene(organization_id, today))
    with acting_for(actor):
        for user_id in Grant.objects.values_list("user_id", flat=True).distinct():
            _clear(actor, user_id)


def _clear(actor: Actor, user_id: UUID) -> None:
    """Everybody of the demo has done what members' data asks for: begin with looking around."""
    until = timezone.localdate() + _CLEARED_FOR
    holds = Hold.objects.filter(organization_id=actor.organization_id, user_id=user_id)
    held = set(holds.exclude(why=Hold.GRACE).values_list("name", flat=True))
    for clearance in registered():
        if clearance.name not in held:
            hold(
                actor=actor,
                user_id=user_id,
                clearance=clearance.name,
                until=until,
                why=_REASON,
            )


def _sign(actor: Actor) -> None:
    """The customer's agreement with the platform, without which its data stays shut."""
    with acting_for(actor):
        enter_as_operator(actor=actor, starts_on=_SIGNED_ON, reference="Demo")


def _employ(actor: Actor, person: dict[str, Any], teams: dict[str, UUID]) -> None:
    user = create_user(actor=actor, email=person["email"], name=person["name"])
    give_grant(
        actor=actor,
        user_id=user.id,
        role=person["role"],
        care_team_id=teams[person["care_team"]] if "care_team" in person else None,
        reason=_REASON,
    )


def _hand_out(person: dict[str, Any], organization_name: str) -> dict[str, str]:
    user = User.objects.get(email=person["email"])
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    secret = generate_totp_secret()
    set_password(user=user, password=password)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    return {
        "name": person["name"],
        "role": person["role"].replace("_", " "),
        "organization": organization_name,
        "email": person["email"],
        "password": password,
        "totp_secret": secret,
    }
