"""The map of ePHI is drawn from the models: what is sealed anywhere is on it."""

from xml.etree import ElementTree

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.urls import reverse

from chaperone.access.roles import ELEMENTS
from chaperone.risks.ephi.mapping import drawn_up
from chaperone.risks.ephi.metadata import UNGROUPED, sealed_columns
from chaperone.risks.ephi.picture import narrow, wide
from chaperone.risks.registry import Flow
from chaperone.vault.fields import SealedTextField, SecretTextField
from chaperone.vault.models import SealedModel
from tests.cast import samuel
from tests.vendors.scene import agreement, ended

EVIL = Flow(frozenset({"name"}), "<script>alert(1)</script> & Sons", "x.example", "BAA")


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter() if each.text]


@isolate_apps("chaperone.members")
def test_a_sealed_field_of_a_new_model_is_on_the_map_at_once():
    class Reading(SealedModel):
        sealed_for = "member_id"
        member_id = models.UUIDField()
        value = SealedTextField()
        moved = SealedTextField()
        token = SecretTextField()

        class Meta:
            app_label = "members"

    columns = sealed_columns([Reading])
    assert [(each.column, each.element) for each in columns] == [
        ("moved", UNGROUPED),
        ("value", "readings"),
    ]
    elements = drawn_up([*sealed_columns(), *columns], [])
    assert "members_reading" in next(each for each in elements if each.name == "readings").tables
    for draw in (wide, narrow):
        assert "members_reading" in texts(draw("The map", elements))
        assert "Readings" in texts(draw("The map", elements))


def test_every_column_of_the_element_groups_that_is_there_is_on_it():
    listed = {(each.table, each.column) for each in sealed_columns()}
    there = {column for group in ELEMENTS.values() if not group.planned for column in group.columns}
    assert there <= listed


def test_secrets_of_the_server_and_hashes_are_no_ephi():
    assert not [each for each in sealed_columns() if each.column in ("phone_index", "token")]


@pytest.mark.parametrize("draw", [wide, narrow])
def test_it_is_a_picture_with_a_title_a_description_and_nothing_that_runs(draw):
    svg = draw("Where it is", drawn_up(sealed_columns(), [EVIL]))
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, text = root[0], root[1]
    assert root.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}"
    assert title.text == "Where it is"
    assert "Name: stored in members_member; goes to <script>alert(1)</script> & Sons." in str(
        text.text
    )
    assert "<script" not in svg
    assert not [each for each in root.iter() if each.get("style") or each.tag.endswith("style")]


def test_an_empty_map_can_be_drawn():
    assert "<svg" in wide("Nothing", [])
    assert "<svg" in narrow("Nothing", [])


@pytest.mark.django_db(databases=["default", "apart"])
def test_an_agreement_in_force_is_a_way_out_and_one_that_has_ended_is_none():
    client = samuel.client()

    def shown() -> str:
        return client.get(reverse("risks:ephi"), secure=True).content.decode()

    assert "models.lakeside.example" not in shown()
    # An agreement of the kind that lets no members' data out is no way out of it.
    agreement(covers=["birth_date"], kind="dsa")
    assert "models.lakeside.example" not in shown()
    signed = agreement(covers=["birth_date"])
    page = shown()
    assert "Birth date: stored in members_member; goes to Model Works." in page
    # The table beside it says the same as the picture.
    assert "models.lakeside.example" in page
    ended(signed.id)
    assert "models.lakeside.example" not in shown()
