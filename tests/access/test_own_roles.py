"""Roles that an organization makes: of known parts, with history, never a way to widen one's own."""

import pytest
from django.urls import reverse

from chaperone.access.actions.own_roles import retire_role, save_role
from chaperone.access.actions.requests import Wish
from chaperone.access.errors import OwnAccess, RoleInUse, Unsuitable
from chaperone.access.events import ROLE_CHANGED
from chaperone.access.queries import roles_of
from chaperone.access.queries.own_roles import own_roles_of, versions_of
from chaperone.access.roles import PURPOSES
from tests.access.scene import approved, asked, entries, granted
from tests.cast import LAKESIDE, daniel, grace, inside, maria, priya, samuel

pytestmark = pytest.mark.usefixtures("committed")

READER = {
    "about": "Reads who members are.",
    "allow": ["access.own", "members.read"],
    "elements": {"treatment": {"allow": ["name", "phone"]}},
}


def saved(person=samuel, label="Member reader", definition=READER, **more):
    with person.acting() as actor:
        return save_role(
            actor=actor, label=label, definition=definition, reason="Front desk.", **more
        )


def test_it_can_be_asked_for_and_gives_what_it_says():
    role = saved()
    assert role.name == "member-reader"
    with samuel.acting() as actor:
        assert roles_of(actor)["member-reader"] == "Member reader"
    granted(daniel, Wish(role="member-reader"))
    with daniel.acting() as actor:
        assert actor.may("members.read")
        assert actor.own_roles["member-reader"].label == "Member reader"
    assert entries(ROLE_CHANGED)[0].details["to"]["allow"] == ["access.own", "members.read"]


def test_another_organization_has_it_not():
    saved()
    with priya.acting() as actor:
        assert own_roles_of(actor) == {}
        assert "member-reader" not in roles_of(actor)


def test_every_version_stays_and_the_latest_is_in_force():
    saved()
    narrower = READER | {"elements": {"treatment": {"allow": ["name"]}}}
    saved(definition=narrower, name="member-reader")
    with samuel.acting() as actor:
        assert own_roles_of(actor)["member-reader"].elements["treatment"].allow == {"name"}
        assert len(versions_of(actor, "member-reader")) == 2


def test_while_somebody_holds_it_it_can_be_narrowed_and_not_widened():
    saved()
    granted(daniel, Wish(role="member-reader"))
    more_data = READER | {"elements": {"treatment": {"allow": ["name", "phone", "messages"]}}}
    more_work = READER | {"allow": [*READER["allow"], "ledger.read"]}
    other_purpose = READER | {"elements": READER["elements"] | {"operations": {"allow": ["name"]}}}
    for wider in (more_data, more_work, other_purpose):
        with pytest.raises(RoleInUse):
            saved(definition=wider, name="member-reader")
    saved(definition=READER | {"deny": ["members.read"]}, name="member-reader")
    with daniel.acting() as actor:
        assert not actor.may("members.read")


def test_a_deny_that_stands_cannot_be_taken_away_from_who_holds_it():
    saved(definition=READER | {"deny": ["ledger.read"]})
    granted(daniel, Wish(role="member-reader"))
    with pytest.raises(RoleInUse):
        saved(name="member-reader")


def test_nobody_changes_a_role_that_they_hold():
    saved()
    request_id = asked(samuel, Wish(role="member-reader"))
    with pytest.raises(Exception, match="Nobody decides"):
        approved(request_id, by=samuel)
    saved(label="Officer's aid", definition={"allow": ["roles.manage"]})
    granted(grace, Wish(role="officers-aid"))
    with pytest.raises(OwnAccess):
        saved(grace, name="officers-aid", definition={"allow": []})
    with grace.acting() as actor, pytest.raises(OwnAccess):
        retire_role(actor=actor, name="officers-aid", reason="x")


def test_one_that_is_retired_gives_nothing_and_its_name_stays_taken():
    saved()
    granted(daniel, Wish(role="member-reader"))
    with samuel.acting() as actor:
        retire_role(actor=actor, name="member-reader", reason="No longer needed.")
    with daniel.acting() as actor:
        assert actor.own_roles == {}
        assert actor.role_label == "Coach"
    with samuel.acting() as actor:
        assert "member-reader" not in roles_of(actor)
    with pytest.raises(Unsuitable):
        saved()


@pytest.mark.parametrize(
    ("label", "definition"),
    [
        ("", READER),
        ("Coach", READER),
        ("Security officer", READER),
        ("¿?", READER),
        ("Reader", READER | {"allow": ["everything"]}),
        ("Reader", READER | {"elements": {"treatment": {"allow": ["diary"]}}}),
        ("Reader", READER | {"elements": {"fun": {"allow": ["name"]}}}),
        ("Reader", READER | {"elements": {"delivery": {"allow": ["name"]}}}),
        ("Reader", READER | {"elements": {"access": {"allow": ["name"]}}}),
        ("Reader", READER | {"elements": {"restore": {"allow": ["name"]}}}),
    ],
)
def test_what_is_no_role_is_refused(label, definition):
    with pytest.raises(Unsuitable):
        saved(label=label, definition=definition)


def test_the_pages_make_change_and_retire_one():
    client = samuel.client()
    typed = {
        "label": "Night desk",
        "about": "Reads at night.",
        "allow": ["members.read", "access.own"],
        "purpose": "treatment",
        "opens": ["name"],
        "never_opens": ["messages"],
        "reason": "Nights.",
    }
    new = reverse("access:new-role")
    assert client.post(new, typed | {"allow": "everything"}, secure=True).status_code == 422
    assert client.post(new, typed, secure=True).status_code == 302
    one = reverse("access:role", kwargs={"name": "night-desk"})
    page = client.get(one, secure=True).content.decode()
    assert "Nights." in page
    with samuel.acting() as actor:
        elements = own_roles_of(actor)["night-desk"].elements
    # Opened for the one purpose that was chosen; never opened for any.
    assert {purpose for purpose, rules in elements.items() if rules.allow} == {"treatment"}
    assert {purpose for purpose, rules in elements.items() if rules.deny} == set(PURPOSES)
    assert client.post(one, typed | {"reason": ""}, secure=True).status_code == 422
    assert client.post(one, typed | {"about": "Reads."}, secure=True).status_code == 302
    assert b"Night desk" in client.get(reverse("access:roles"), secure=True).content
    retire = reverse("access:retire-role", kwargs={"name": "night-desk"})
    assert client.post(retire, {}, secure=True).status_code == 422
    assert client.post(retire, {"reason": "Over."}, secure=True).status_code == 302
    assert client.get(one, secure=True).status_code == 404
    for person in (maria, grace):
        assert person.client().get(new, secure=True).status_code == 404
    with inside(LAKESIDE):
        assert len(entries(ROLE_CHANGED)) == 3
