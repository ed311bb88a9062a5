from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from chaperone.carriers.aws import checks, configuration
from tests.fakes import aws_sms
from tests.fakes.aws_sms import SnsSigner


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.CHAPERONE_DATA = tmp_path
    monkeypatch.setenv("CHAPERONE_AWS", aws_sms.settings())
    return tmp_path


def found() -> list[str | None]:
    return [message.id for message in checks.check_aws()]


def test_good_settings_pass(signing: SnsSigner) -> None:
    SnsSigner.create(days=100).pin(configuration.certificates_folder())
    assert found() == []


def test_an_installation_without_aws_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPERONE_AWS")
    assert found() == []


@pytest.mark.parametrize("raw", ["{", "[]", "{}"])
def test_wrong_settings_are_found(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("CHAPERONE_AWS", raw)
    assert found() == ["carriers.E001"]


def test_a_missing_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert "carriers.E002" in found()


def test_missing_certificates_are_found() -> None:
    assert found() == ["carriers.E003"]


def test_a_broken_certificate_is_found(signing: SnsSigner) -> None:
    signing.pin(configuration.certificates_folder()).write_text("x")
    assert found() == ["carriers.E004"]


def test_a_certificate_that_expires_soon_is_found() -> None:
    soon = datetime.now(UTC) - timedelta(days=80)
    SnsSigner.create(valid_from=soon, days=100).pin(configuration.certificates_folder())
    [message] = checks.check_aws()
    assert message.id == "carriers.W001"
    assert f"{soon + timedelta(days=100):%Y-%m-%d}" in message.msg


def test_they_run_with_all_others(settings: Settings) -> None:
    assert "carriers.E003" in [message.id for message in run_checks()]
