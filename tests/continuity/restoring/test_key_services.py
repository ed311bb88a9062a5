"""A restore where the root key is in AWS KMS or in an HSM, the whole way: the key never comes near it."""

import json

import pytest

from chaperone.continuity.restoring.errors import KeyServiceRefuses
from chaperone.crypto.providers.choosing import load
from tests.fakes.kms import fake_kms
from tests.softhsm import PIN, token

# One token at a time in a process, as the module reads its configuration once.
pytestmark = pytest.mark.xdist_group("softhsm")


@pytest.fixture
def kms(monkeypatch):
    """The service; with ``keys``, the settings that name a key in it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with fake_kms() as (service, address):
        service.keys = {
            "provider": "aws_kms",
            "key": "alias/chaperone",
            "region": "us-east-1",
            "endpoint": address,
        }
        yield service


@pytest.fixture
def hsm(monkeypatch, tmp_path):
    """The settings that name a key in a token."""
    monkeypatch.setenv("ROOT_PIN", PIN)
    with token(tmp_path) as module:
        yield {
            "provider": "pkcs11",
            "module": str(module),
            "token": "chaperone",
            "key": "root",
            "pin_variable": "ROOT_PIN",
        }


@pytest.fixture
def lost_with(committed, as_login, tmp_path):
    """``lost_with(keys)``: an installation whose root key is there, backed up and lost."""
    from uuid import UUID

    from chaperone.database.identifiers import PLATFORM
    from chaperone.ledger import log_key
    from chaperone.organizations.queries import organizations_all
    from chaperone.vault import provider
    from chaperone.vault.registry import OPERATOR
    from chaperone.vault.rotation import rotate_root
    from tests.continuity.restoring.scene import Lost

    def lost(keys):
        found = Lost(committed, tmp_path / "lost", keys=keys)
        found.folder.mkdir()
        (found.folder / "keys").mkdir()
        log_key.create(found.log_key, UUID(int=1))
        provider._loaded[:] = [load(keys, tmp_path), provider.root_key()]
        with as_login("worker"):
            for organization_id in (*organizations_all(), PLATFORM):
                rotate_root(organization_id=organization_id, by=OPERATOR)
        found.sequence()
        found.file = found.back_up()
        return found

    yield lost
    provider.forget_providers()


def name_of_ursula():
    """Opened before a witness."""
    from chaperone.access.actors import assistant
    from chaperone.access.witness import witnessed
    from tests.cast import LAKESIDE, inside, ursula

    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="test"):
        return ursula.member.name.open()


def restored_and_opened(lost):
    from chaperone.vault.provider import root_key
    from tests.cast import ursula
    from tests.continuity.restoring.scene import started

    with lost.empty_place() as place:
        report = lost.restore(lost.file, place, root_key=None)
        assert report.settled["sample"] == 2
        assert json.loads((place / "config.json").read_text())["keys"] == lost.keys
        assert not (place / "keys" / "root.key").exists()
        with started(place):
            assert root_key().key_id == load(lost.keys, place).key_id
            assert name_of_ursula() == ursula.name


def test_with_a_root_key_in_kms(kms, lost_with):
    lost = lost_with(kms.keys)
    asked = len(kms.calls)
    restored_and_opened(lost)
    assert "Decrypt" in {call for call, _ in kms.calls[asked:]}


def test_with_a_root_key_in_an_hsm(hsm, lost_with):
    restored_and_opened(lost_with(hsm))


def test_a_key_service_that_does_not_serve_is_known_before_anything_is_written(kms, lost_with):
    lost = lost_with(kms.keys)
    kms.failing = "AccessDeniedException"
    with lost.empty_place() as place:
        with pytest.raises(KeyServiceRefuses, match="does not let this server use the root key"):
            lost.restore(lost.file, place, root_key=None)
        assert not place.exists()


def test_an_hsm_without_its_pin_is_known_before_anything_is_written(hsm, lost_with, monkeypatch):
    lost = lost_with(hsm)
    monkeypatch.delenv("ROOT_PIN")
    with lost.empty_place() as place:
        with pytest.raises(KeyServiceRefuses, match="The pin in ROOT_PIN is empty"):
            lost.restore(lost.file, place, root_key=None)
        assert not place.exists()
