"""Django's own look at the settings for deployment finds nothing to say."""

import pytest
from django.core.checks import run_checks


def test_check_deploy_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set for the browser's driver, by the tests alone.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")
    found = run_checks(include_deployment_checks=True)
    assert not found, [f"{message.id}: {message.msg}" for message in found]
