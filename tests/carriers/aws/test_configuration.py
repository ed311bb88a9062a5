import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from chaperone.carriers.aws import configuration
from chaperone.carriers.aws.configuration import Configuration, current, is_set, region_of
from chaperone.carriers.aws.errors import NotConfigured
from tests.fakes.aws_sms import TOPIC

GOOD: dict[str, Any] = {"region": "us-east-1", "topics": [TOPIC], "configuration_set": "chaperone"}


@pytest.fixture
def data(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.CHAPERONE_DATA = tmp_path
    monkeypatch.delenv("CHAPERONE_AWS", raising=False)
    return tmp_path


def write(data: Path, **config: Any) -> None:
    (data / "config.json").write_text(json.dumps(config))


def test_reads_the_file_anew_each_time(data: Path) -> None:
    assert not is_set()
    write(data, aws=GOOD)
    assert current() == Configuration("us-east-1", (TOPIC,), "chaperone")
    write(data, aws=GOOD | {"region": "us-gov-west-1"})
    assert current().region == "us-gov-west-1"


def test_the_environment_comes_first(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(data, aws=GOOD)
    monkeypatch.setenv("CHAPERONE_AWS", json.dumps(GOOD | {"region": "eu-west-1"}))
    assert current().region == "eu-west-1"


@pytest.mark.parametrize("config", [{}, {"other": 1}, {"aws": None}])
def test_a_file_without_aws_sets_nothing(data: Path, config: dict[str, Any]) -> None:
    write(data, **config)
    assert not is_set()
    with pytest.raises(NotConfigured, match="Set “aws”"):
        current()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"region": ""}, "“region” must be a region"),
        ({"region": "mars"}, "“region” must be a region"),
        ({"region": None}, "“region” must be a region"),
        ({"configuration_set": ""}, "“configuration_set” must be"),
        ({"topics": []}, "“topics” must list"),
        ({"topics": TOPIC}, "“topics” must list"),
        ({"topics": ["texts"]}, "“topics” must hold"),
        ({"topics": [5]}, "“topics” must hold"),
        ({"topics": [TOPIC + "\n"]}, "“topics” must hold"),
        ({"sms_endpoint": "https://attacker.example"}, "“sms_endpoint” is for a stand-in"),
        (
            {"sns_endpoint": "https://localhost@attacker.example"},
            "“sns_endpoint” is for a stand-in",
        ),
        ({"sns_endpoint": 5}, "“sns_endpoint” is for a stand-in"),
        ({"topic": TOPIC}, "no setting “topic”"),
    ],
)
def test_says_what_is_wrong(data: Path, changes: dict[str, Any], sentence: str) -> None:
    write(data, aws=GOOD | changes)
    with pytest.raises(NotConfigured, match=sentence):
        current()


def test_says_that_a_file_is_no_object(data: Path) -> None:
    write(data, aws=[])
    with pytest.raises(NotConfigured, match="must be an object"):
        current()
    (data / "config.json").write_text("{")
    with pytest.raises(NotConfigured, match=r"config\.json is not JSON"):
        current()


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:80/", "http://localhost:1", "http://[::1]:2"]
)
def test_a_stand_in_lives_on_this_machine(data: Path, endpoint: str) -> None:
    write(data, aws=GOOD | {"sms_endpoint": endpoint})
    assert current().sms_endpoint == endpoint.rstrip("/")


def test_a_topic_names_its_region() -> None:
    assert region_of(TOPIC) == "us-east-1"
    assert region_of("arn:aws-us-gov:sns:us-gov-west-1:111122223333:t") == "us-gov-west-1"
    assert region_of("arn:aws:sqs:us-east-1:111122223333:t") == ""


def test_certificates_live_in_the_data_folder(data: Path) -> None:
    assert configuration.certificates_folder() == data / "carriers" / "aws"
