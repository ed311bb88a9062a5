from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bench.plain.models import Role, Talk, Text
from chaperone.access.actors import Staff
from chaperone.access.clearances import second_factor_used
from chaperone.access.decorators import public
from chaperone.access.queries import EnteredOrganization
from chaperone.conversations.forms import ReplyForm
from chaperone.database.identifiers import PLATFORM


@public
def thread(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What one writes in an afternoon: session, role, filter by team, ORM, template."""
    if not second_factor_used(request):
        raise Http404
    roles = list(Role.objects.select_related("team").filter(user_id=request.user.pk))
    if not roles:
        raise Http404
    _show_frame(request, roles)
    talk = get_object_or_404(
        Talk.objects.select_related("person__team"),
        person_id=conversation_id,
        person__team__in=[role.team for role in roles],
    )
    texts = list(
        Text.objects.select_related("sending").filter(person=talk.person).order_by("-id")[:100]
    )
    for text in texts:
        text.at = text.created_at
        text.delivery = text.sending.state if hasattr(text, "sending") else ""
    context = {
        "conversation": {
            "id": talk.pk,
            "answerer": talk.answerer,
            "answerer_name": "",
            "assigned_id": None,
            "waiting_since": talk.waiting_since,
            "urgency": talk.urgency,
            "version": talk.version,
        },
        "member": {
            "id": talk.pk,
            "name": talk.person.name,
            "care_team_name": talk.person.team.name,
        },
        "thread": texts[::-1],
        "earlier_url": "",
        "can_reply": True,
        "draft": None,
        "can_choose": True,
        "can_take_over": True,
        "can_hand_back": False,
        "form": ReplyForm(),
    }
    return render(request, "conversations/thread.html", context)


def _show_frame(request: HttpRequest, roles: list[Role]) -> None:
    """The frame of the page, as for staff of Chaperone."""
    request.actor = Staff(  # type: ignore[attr-defined]
        kind="staff",
        id=request.user.pk,
        organization_id=PLATFORM,
        name=str(request.user),
        roles=frozenset(role.role for role in roles),
    )
    request.organization = EnteredOrganization(  # type: ignore[attr-defined]
        PLATFORM, roles[0].organization_name, roles[0].time_zone
    )
    timezone.activate(ZoneInfo(roles[0].time_zone))
