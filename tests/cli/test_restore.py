"""`chaperone restore --to`: what is asked for is understood before anything is read."""

from datetime import UTC, datetime

import pytest

from chaperone.cli.main import app


@pytest.fixture
def refused(tmp_path, capsys, monkeypatch):
    """Run with these words on an empty folder; the code, and what was said."""
    monkeypatch.delenv("CHAPERONE_DATABASE_URL", raising=False)
    file = tmp_path / "backup.age"
    file.write_bytes(b"no backup")

    def run(*words):
        with pytest.raises(SystemExit) as end:
            app(["restore", str(file), "--data", str(tmp_path / "new"), *words])
        assert not (tmp_path / "new").exists()
        return end.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "2026-11-26T09:30:00Z"], "belong together"),
        (["--archive", "/srv/log"], "belong together"),
        (["--to", "2026-11-26T09:30:00", "--archive", "/srv/log"], "has no zone"),
        (["--to", "yesterday", "--archive", "/srv/log"], "is no moment"),
    ],
)
def test_a_moment_that_makes_no_sense_is_misuse(refused, words, said):
    code, told = refused(*words)
    assert code == 2
    assert said in told


def test_a_file_that_is_no_backup_is_refused_with_a_moment_too(refused, tmp_path):
    from pyrage import x25519

    key = tmp_path / "identity"
    key.write_text(f"{x25519.Identity.generate()}\n")
    key.chmod(0o600)
    at = datetime(2026, 11, 26, 9, 30, tzinfo=UTC).isoformat()
    code, told = refused("--to", at, "--archive", str(tmp_path), "--identity", str(key))
    assert code == 1
    assert "no backup of Chaperone" in told
