from datetime import UTC, datetime, timedelta

import boto3
import pytest

from chaperone.continuity.archiving import rds
from tests.fakes.rds import cloud

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_snapshots_are_looked_at(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with cloud(chaperone=True) as (endpoint, _):
        client = rds.client("us-east-1", endpoint)
        found = rds.look(client, "chaperone")
        by_name = {each.name: each for each in found.snapshots}
        assert by_name["monday-chaperone"].whole
        assert by_name["monday-chaperone"].encrypted
        assert by_name["monday-chaperone"].size == 20 << 30
        assert found.kept_days == 7
        with pytest.raises(rds.CloudUnreadable):
            rds.look(client, "other")


def test_what_is_not_there_is_said():
    with pytest.raises(rds.CloudUnreadable):
        rds.look(
            boto3.client(
                "rds",
                region_name="us-east-1",
                endpoint_url="http://127.0.0.1:9",
                aws_access_key_id="t",
                aws_secret_access_key="t",
            ),
            "x",
        )


def snapshot(**change):
    made = rds.Snapshot("s", NOW - timedelta(hours=3), True, True, "arn:key", 20 << 30, True)
    return made._replace(**change)


GOOD = rds.Cloud([snapshot()], NOW - timedelta(minutes=5), 7)


def test_nothing_is_wrong_with_what_is_well():
    assert list(rds.shortcomings(GOOD, now=NOW, kept_days=7)) == []


@pytest.mark.parametrize(
    ("cloud", "said"),
    [
        (GOOD._replace(snapshots=[]), "no snapshot"),
        (GOOD._replace(snapshots=[snapshot(whole=False)]), "no snapshot"),
        (
            GOOD._replace(snapshots=[snapshot(made_at=NOW - timedelta(days=2))]),
            "newest snapshot is of",
        ),
        (GOOD._replace(snapshots=[snapshot(), snapshot(encrypted=False)]), "not encrypted"),
        (GOOD._replace(kept_days=1), "for 1 days, 7"),
        (GOOD._replace(latest=None), "last hour"),
        (GOOD._replace(latest=NOW - timedelta(hours=2)), "last hour"),
    ],
)
def test_what_is_wrong_is_said(cloud, said):
    assert said in " ".join(rds.shortcomings(cloud, now=NOW, kept_days=7))
