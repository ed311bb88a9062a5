"""Emergency access for whoever was called to a member whom they do not reach."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import reverse

from chaperone.access.events import EMERGENCY_BEGUN
from tests.cast import Person, daniel, grace, maria, priya
from tests.conversations.paging.scene import details_of, in_danger, put_on_call
from tests.conversations.scene import Scene


def asked(person: Person, page_id: UUID, **typed: str) -> HttpResponse:
    address = reverse("paging:reach", kwargs={"page_id": page_id})
    client = person.client()
    return client.post(address, typed, secure=True) if typed else client.get(address, secure=True)


def thread_for(person: Person, member_id: UUID) -> HttpResponse:
    address = reverse("conversations:thread", kwargs={"conversation_id": member_id})
    return person.client().get(address, secure=True)


def test_who_was_called_reaches_the_member_for_an_hour_and_it_is_recorded(scene: Scene) -> None:
    put_on_call(daniel)
    found = in_danger(scene)
    assert thread_for(daniel, found.member_id).status_code == 404

    shown = asked(daniel, found.id)
    assert shown.status_code == 200
    assert b"Ursula" not in shown.content
    assert details_of(EMERGENCY_BEGUN) == []

    done = asked(daniel, found.id, reason="I was called and Maria is away.")
    assert done.status_code == 302
    (begun,) = details_of(EMERGENCY_BEGUN)
    assert begun["reason"] == "I was called and Maria is away."
    read = thread_for(daniel, found.member_id)
    assert read.status_code == 200
    assert b"chest pain" in read.content


def test_acknowledging_leads_there_and_whoever_reaches_the_member_to_the_thread(
    scene: Scene,
) -> None:
    found = in_danger(scene)
    address = reverse("paging:acknowledge", kwargs={"page_id": found.id})
    thread = reverse("conversations:thread", kwargs={"conversation_id": found.member_id})
    reach = reverse("paging:reach", kwargs={"page_id": found.id})
    assert asked(maria, found.id)["Location"] == thread
    assert daniel.client().post(address, secure=True)["Location"] == reach
    assert asked(daniel, found.id).status_code == 200  # they see to it, and it waits no more
    assert maria.client().post(address, secure=True)["Location"] == thread


def test_nobody_else_gets_in_by_it(scene: Scene) -> None:
    found = in_danger(scene)
    assert asked(priya, found.id, reason="Of another organization.").status_code == 404
    assert asked(grace, found.id, reason="May not read threads.").status_code in {403, 404}
    assert asked(daniel, uuid4(), reason="There is no such page.").status_code == 404
    maria.client().post(reverse("paging:acknowledge", kwargs={"page_id": found.id}), secure=True)
    assert asked(daniel, found.id, reason="Somebody else sees to it.").status_code == 404
    assert details_of(EMERGENCY_BEGUN) == []


def test_without_a_reason_nothing_begins_and_what_was_typed_stays(scene: Scene) -> None:
    found = in_danger(scene)
    assert asked(daniel, found.id, reason=" ").status_code == 422
    long = asked(daniel, found.id, reason="x" * 501)
    assert long.status_code == 422
    assert b"x" * 501 in long.content
    assert details_of(EMERGENCY_BEGUN) == []
