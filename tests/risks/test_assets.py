"""The inventory: what the system finds, what is gone, what people say of it."""

from typing import Any

import pytest

from chaperone.registers.queries.history import history_of
from chaperone.risks import registry
from chaperone.risks.actions.assets import (
    change_asset,
    enter_asset,
    look_for_assets,
    retire_asset,
)
from chaperone.risks.errors import AlreadyRetired, FoundByTheSystem, NoSuchAsset
from chaperone.risks.models import Asset
from chaperone.risks.registry import Found
from tests.cast import LAKESIDE, inside, samuel, tom

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
PRINTER = Found("printer:1", "device", "Printer", "Prints.", "Hall", "yes")


@pytest.fixture
def there(monkeypatch: Any) -> list[Found]:
    """What a source finds besides the product's own."""
    found: list[Found] = [PRINTER]
    monkeypatch.setattr(registry, "_assets", [*registry._assets, lambda _: found])
    return found


def look() -> None:
    with samuel.acting() as actor:
        look_for_assets(actor=actor)


def printer() -> Asset:
    with inside(LAKESIDE):
        return Asset.objects.get(key="printer:1")


def told(asset: Asset) -> list[str]:
    with samuel.acting() as actor:
        return [each.sentence for each in history_of(actor, asset.id)]


def test_the_demo_knows_what_it_runs_on_and_no_path_of_the_machine():
    with inside(LAKESIDE):
        found = {each.key: each for each in Asset.objects.exclude(key="")}
    assert {"application", "host", "database", "keys:file", "carrier:handset"} <= set(found)
    assert any(key.startswith("mirror:") for key in found)
    assert found["database"].holds == "yes"
    assert not [each for each in found.values() if "/tmp" in each.place]


def test_what_is_found_comes_in_once_and_unchanged_things_are_not_recorded(there):
    look()
    look()
    assert told(printer()) == ["The system found an asset that it runs on."]


def test_what_disappears_is_marked_gone_and_not_deleted_and_comes_back(there):
    look()
    there.clear()
    look()
    gone = printer()
    assert (gone.state, gone.name) == ("gone", "Printer")
    look()
    assert printer().gone_at == gone.gone_at
    there.append(PRINTER)
    look()
    assert printer().state == "here"
    assert len(told(printer())) == 3


def test_what_moved_is_changed_and_what_people_said_of_it_stays(there):
    look()
    with samuel.acting() as actor:
        change_asset(actor=actor, asset_id=printer().id, criticality=4)
    there[0] = PRINTER._replace(place="Cellar")
    look()
    assert (printer().place, printer().criticality) == ("Cellar", 4)


def test_what_the_system_found_is_not_typed_over_nor_retired_while_it_is_there(there):
    look()
    with samuel.acting() as actor, pytest.raises(FoundByTheSystem):
        change_asset(actor=actor, asset_id=printer().id, name="Toaster")
    with samuel.acting() as actor, pytest.raises(FoundByTheSystem):
        retire_asset(actor=actor, asset_id=printer().id, reason="No.")
    assert printer().name == "Printer"
    there.clear()
    look()
    with samuel.acting() as actor:
        retire_asset(actor=actor, asset_id=printer().id, reason="Sold.")
    assert printer().state == "retired"


def test_people_enter_change_and_retire_their_own():
    with samuel.acting() as actor:
        asset = enter_asset(actor=actor, kind="paper", name="Forms", holds="yes")
        change_asset(actor=actor, asset_id=asset.id, name="Old forms", place="Cabinet")
        retire_asset(actor=actor, asset_id=asset.id, reason="Shredded.")
        with pytest.raises(AlreadyRetired):
            change_asset(actor=actor, asset_id=asset.id, name="Older forms")
        with pytest.raises(AlreadyRetired):
            retire_asset(actor=actor, asset_id=asset.id, reason="Twice.")
    assert len(told(asset)) == 3
    with tom.acting() as stranger, pytest.raises(NoSuchAsset):
        retire_asset(actor=stranger, asset_id=asset.id, reason="Not theirs.")
