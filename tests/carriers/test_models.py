"""Row security of the room's tables."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from chaperone.carriers.models import (
    Envelope,
    HandsetPhone,
    HandsetText,
    Inbound,
    Number,
    Subscription,
    UnknownText,
)
from chaperone.database.identifiers import new_id
from tests.cast import HARBOR, HARBOR_NUMBER, LAKESIDE, LAKESIDE_NUMBER, inside

pytestmark = pytest.mark.django_db

OF_AN_ORGANIZATION = [Number, Inbound, UnknownText, HandsetPhone, HandsetText]


def add_one_of_each() -> None:
    now = timezone.now()
    with inside(LAKESIDE):
        common = {"organization_id": LAKESIDE}
        Inbound(carrier="aws", carrier_message_id="1", received_at=now, **common).save()
        UnknownText(carrier="aws", sender="s", body="b", received_at=now, **common).save()
        HandsetText(number_index=b"x", direction="got", body="b", at=now, **common).save()


@pytest.mark.parametrize("model", OF_AN_ORGANIZATION)
def test_no_context_no_rows(model: type[Number]) -> None:
    add_one_of_each()
    with inside(LAKESIDE):
        assert model.objects.exists()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('chaperone.organization', '', true)")
        assert not model.objects.exists()


@pytest.mark.parametrize("model", OF_AN_ORGANIZATION)
def test_another_organization_sees_nothing(model: type[Number]) -> None:
    add_one_of_each()
    with inside(HARBOR):
        assert not model.objects.filter(organization_id=LAKESIDE).exists()


@pytest.mark.parametrize("model", OF_AN_ORGANIZATION)
def test_row_security_binds_the_owner_as_well(model: type[Number]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


def test_nobody_writes_for_another_organization() -> None:
    stray = Inbound(
        organization_id=HARBOR, carrier="aws", carrier_message_id="1", received_at=timezone.now()
    )
    with inside(LAKESIDE), pytest.raises(DatabaseError), transaction.atomic():
        stray.save(force_insert=True)


def test_a_number_names_its_organization_without_a_context() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT carriers_organization_of(%s, 'handset'), carriers_organization_of(%s, 'aws')",
            [LAKESIDE_NUMBER, HARBOR_NUMBER],
        )
        assert cursor.fetchone() == (LAKESIDE, None)


def test_a_text_is_delivered_to_a_phone_once() -> None:
    message_id = new_id()
    with inside(LAKESIDE):
        for again in (False, True):
            text = HandsetText(
                organization_id=LAKESIDE,
                number_index=b"x",
                direction="got",
                body="b",
                message_id=message_id,
                at=timezone.now(),
            )
            if not again:
                text.save(force_insert=True)
                continue
            with pytest.raises(IntegrityError), transaction.atomic():
                text.save(force_insert=True)


def test_printed_forms_show_no_phi() -> None:
    now = timezone.now()
    text = HandsetText(organization_id=LAKESIDE, number_index=b"x", body="secret", at=now)
    unknown = UnknownText(organization_id=LAKESIDE, sender="+1", body="secret", received_at=now)
    phone = HandsetPhone(organization_id=LAKESIDE, number="+1", name="secret", number_index=b"x")
    rows = (text, unknown, phone, Envelope(id=new_id()), Subscription(topic="t", state="waiting"))
    shown = "".join(map(str, rows)) + "".join(map(repr, rows))
    assert "secret" not in shown
    assert str(Number(number="+1", carrier="aws")) == "+1 (aws)"
    assert str(Inbound(carrier="aws", carrier_message_id="m")) == "aws m"
