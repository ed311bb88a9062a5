import pytest

from chaperone.cli import schema


@pytest.fixture
def source(tmp_path, monkeypatch):
    for folder in ("vault/migrations", "carriers/handset/sql", "web/static", "web/templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "vault/migrations/0001_initial.py").write_text("one")
    (tmp_path / "carriers/handset/sql/grants.sql").write_text("two")
    (tmp_path / "web/static/page.css").write_text("three")
    (tmp_path / "web/templates/page.html").write_text("four")
    monkeypatch.setattr(schema, "_SOURCE", tmp_path)
    return tmp_path


def fingerprint() -> str:
    schema.fingerprint.cache_clear()
    return schema.fingerprint()


@pytest.fixture(autouse=True)
def forget():
    yield
    schema.fingerprint.cache_clear()


@pytest.mark.parametrize(
    "file",
    ["vault/migrations/0001_initial.py", "carriers/handset/sql/grants.sql", "web/static/page.css"],
)
def test_what_an_upgrade_brings_in_changes_the_fingerprint(source, file):
    before = fingerprint()
    (source / file).write_text("changed")
    assert fingerprint() != before


def test_a_new_migration_and_a_renamed_one_change_it(source):
    before = fingerprint()
    added = source / "vault/migrations/0002_more.py"
    added.write_text("")
    between = fingerprint()
    added.rename(source / "vault/migrations/0002_other.py")
    assert len({before, between, fingerprint()}) == 3


def test_a_page_does_not_change_it(source):
    before = fingerprint()
    (source / "web/templates/page.html").write_text("changed")
    assert fingerprint() == before


def test_a_new_version_of_django_changes_it(source, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(schema, "version", lambda package: "99")
    assert fingerprint() != before
