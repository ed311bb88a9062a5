"""Nobody's conversation waits for somebody who has left."""

import pytest

from chaperone.access.actions import end_access
from chaperone.access.events import ACCESS_ENDED
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.conversations.actions.assign import assign
from chaperone.conversations.events import ASSIGNED
from chaperone.conversations.models import Conversation
from chaperone.members.models import Member
from tests.access.scene import id_of
from tests.cast import LAKESIDE, daniel, grace, inside, lee, maria, samuel, ursula
from tests.web.administration.asking import entries

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def assigned(person, texter):
    send_from_handset(sender=texter.phone, body="May I walk today?")
    with person.acting() as actor:
        assign(actor=actor, conversation_id=id_of(texter), coach_id=actor.user_id)


def whose(texter):
    with inside(LAKESIDE):
        return Conversation.objects.get(member_id=id_of(texter)).assigned_id


@pytest.mark.parametrize("ending", [samuel, grace], ids=["officer", "administrator"])
def test_the_conversations_of_a_coach_who_leaves_are_the_teams_again(ending):
    assigned(maria, ursula)
    assigned(daniel, lee)
    with ending.acting() as actor:
        reached = Member.objects.count()
        end_access(actor=actor, user_id=maria.user.id, reason="Left.")
        assert Member.objects.count() == reached, "the context is the actor's own again"
    assert whose(ursula) is None
    assert whose(lee) == daniel.user.id
    entry = entries(ASSIGNED.name)[0]
    assert (entry.details["from"], entry.details["to"]) == (str(maria.user.id), None)
    assert entries(ACCESS_ENDED.name)[0].details["ended"]["assigned conversations"] == 1
