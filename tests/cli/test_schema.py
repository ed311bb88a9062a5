import pytest

from chaperone.cli import schema

BROUGHT_IN = (
    "vault/migrations/0001_initial.py",
    "carriers/handset/sql/grants.sql",
    "web/static/page.css",
    "assistant/library/education.jsonl",
    "assistant/library/asking.toml",
    "assistant/asking.py",
    "cli/demo_people.json",
)


@pytest.fixture
def source(tmp_path, monkeypatch):
    for file in (*BROUGHT_IN, "web/templates/page.html"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file)
    monkeypatch.setattr(schema, "_SOURCE", tmp_path)
    return tmp_path


def fingerprint() -> str:
    schema.fingerprint.cache_clear()
    return schema.fingerprint()


@pytest.fixture(autouse=True)
def forget():
    yield
    schema.fingerprint.cache_clear()


@pytest.mark.parametrize("file", BROUGHT_IN)
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


def test_the_files_that_an_upgrade_reads_are_where_the_pattern_looks():
    for file in BROUGHT_IN[3:]:
        assert (schema._SOURCE / file).exists()
