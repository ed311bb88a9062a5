"""What becomes of the record and of the installation's readings while everything runs."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse

from chaperone.cli import certificates
from chaperone.evidence.verifying.actions import verify_daily
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.keeping import mirrors_kept
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.notices.actions.measure import measure
from tests.cast import LAKESIDE, samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene
from tests.ledger.trying import place_all


@makes_good
def the_record_is_signed_mirrored_and_verified(scene: Scene) -> None:
    log_key.create(settings.CHAPERONE_LOG_KEY, LAKESIDE)
    with scene.as_login("sequencer"), connect() as sequencer:
        assert holds_lock(sequencer)
        place_all(Placer(sequencer, log_key.load(settings.CHAPERONE_LOG_KEY)))
        with mirrors_kept(settings.CHAPERONE_MIRRORS, connect) as mirrors:
            mirrors.set()
    with scene.as_login("worker"):
        assert verify_daily()
    verify()


@makes_good
def the_installation_is_read(scene: Scene) -> None:
    certificates.ensure(tls())
    read_all(scene)


def verify() -> None:
    """As the officer does, on the ledger's page."""
    assert samuel.client().post(reverse("ledger:verify"), secure=True).status_code == 200


def read_all(scene: Scene) -> None:
    """As half a minute later."""
    with scene.as_login("owner"), connection.cursor() as cursor:
        cursor.execute("update notices_round set begun_at = now() - interval '1 minute'")
    with scene.as_login("worker"):
        assert measure()


def tls() -> Path:
    folder = Path(settings.CHAPERONE_DATA) / "tls"
    folder.mkdir(exist_ok=True)
    return folder
