"""The same thread of 100 messages twice: sealed, as the product keeps it, and in plain tables."""

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from bench.plain.models import MODELS, Person, Role, Sending, Talk, Team, Text  # noqa: E402
from chaperone.access.actors import operator  # noqa: E402
from chaperone.access.context import acting_for  # noqa: E402
from chaperone.accounts.models import User  # noqa: E402
from chaperone.conversations.models import Conversation, Delivery, Message, Turn  # noqa: E402
from chaperone.members.models import Member  # noqa: E402
from tests.cast import LAKESIDE, maria, ursula  # noqa: E402

MESSAGES = 100
ASKED = "I took my blood pressure twice this morning, 132 over 84 and 128 over 82. Is that fine?"
ANSWERED = (
    "Normal blood pressure is below 120 over 80. A home reading now and then is higher for many"
    " reasons; keep a log and show it at your next visit. Source: MedlinePlus"
)


def main() -> None:
    """Makes the peer's tables and both threads."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"GRANT SELECT ON {model._meta.db_table} TO chaperone_web")
    with acting_for(operator(LAKESIDE)):
        member = ursula.member
        seal(member)
    with transaction.atomic():
        leave_plain(member, maria.user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def seal(member: Member) -> None:
    common = {"organization_id": LAKESIDE, "member_id": member.id}
    message = None
    for number in range(MESSAGES):
        inbound = number % 2 == 0
        message = Message.objects.create(
            direction="inbound" if inbound else "outbound",
            author="member" if inbound else "assistant",
            body=ASKED if inbound else ANSWERED,
            **common,
        )
        if inbound:
            Turn.objects.create(id=message.id, state="answered", triage="routine", **common)
        else:
            Delivery.objects.create(id=message.id, kind="answer", state="delivered", **common)
    assert message is not None
    Conversation.objects.create(
        member=member,
        organization_id=LAKESIDE,
        last_message_id=message.id,
        last_author=message.author,
    )


def leave_plain(member: Member, coach: User) -> None:
    team = Team.objects.create(name="North shore")
    person = Person.objects.create(id=member.id, team=team, name=ursula.name)
    Role.objects.create(
        user_id=coach.id,
        role="coach",
        team=team,
        organization_name="Lakeside Diabetes Care",
        time_zone="America/New_York",
    )
    Talk.objects.create(person=person)
    for number in range(MESSAGES):
        inbound = number % 2 == 0
        text = Text.objects.create(
            person=person,
            author="member" if inbound else "assistant",
            body=ASKED if inbound else ANSWERED,
            triage="routine" if inbound else "",
        )
        if not inbound:
            Sending.objects.create(text=text, state="delivered")


if __name__ == "__main__":
    main()
