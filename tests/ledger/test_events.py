import pytest

from chaperone.ledger.errors import EventNameTaken, UnsuitableEventName
from chaperone.ledger.events import Event, event, registered


def test_an_event_is_registered_under_its_name():
    made = event("ledger.name.registered", "A name was registered, in a test", "refused")
    assert made == Event("ledger.name.registered", "A name was registered, in a test", "refused")
    assert registered()["ledger.name.registered"] is made


def test_a_name_is_used_once():
    event("ledger.name.used", "First")
    with pytest.raises(EventNameTaken, match=r"ledger\.name\.used"):
        event("ledger.name.used", "Second")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ledger",
        "ledger.created",
        "ledger.thing.was.created",
        "Ledger.thing.created",
        "ledger.thing.créated",
        "ledger..created",
        "ledger.thing.created\n",
        "ledger.1thing.created",
        "ledger.thing-made.created",
    ],
)
def test_other_names_are_refused(name):
    with pytest.raises(UnsuitableEventName):
        event(name, "Unsuitable")


def test_the_registry_cannot_be_changed_from_outside():
    with pytest.raises(TypeError):
        registered()["ledger.thing.slipped"] = Event("ledger.thing.slipped", "")
