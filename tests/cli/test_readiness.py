"""Against a real PostgreSQL; the step that runs Django's migrations is a stand-in."""

from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from chaperone.cli import readiness, schema
from chaperone.cli.errors import RootKeyDoesNotFit, SchemaNewer, UpgradeFailed
from chaperone.cli.folder import Config, DataFolder
from chaperone.cli.readiness import Database, make_ready
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address
from chaperone.database.errors import PasswordRefused
from chaperone.database.identifiers import PLATFORM
from chaperone.database.passwords import load_or_create
from chaperone.database.throwaway import throwaway_server
from chaperone.vault.binding import wrapped_for

URL = "https://localhost:8443"


@pytest.fixture(scope="module")
def server():
    with throwaway_server() as found:
        yield found


@pytest.fixture
def data(tmp_path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create(Config())
    return folder


@pytest.fixture(scope="module")
def passwords(tmp_path_factory):
    return load_or_create(tmp_path_factory.mktemp("secrets") / "logins.json")


@pytest.fixture
def database(server, passwords):
    name = f"care_{uuid4().hex}"
    address = replace(Address.parse(server.address_dsn), database=name)
    return Database(server.admin_dsn, address, passwords)


@pytest.fixture
def upgrades(monkeypatch):
    """Counts the upgrades, which do nothing else."""
    done = []

    def upgrade(folder, database, *, demo, url):
        done.append(demo)
        folder.static.mkdir(exist_ok=True)
        return {"member_number": "+16175550123", "sign_ins": []} if demo else {}

    monkeypatch.setattr(readiness, "_upgrade", upgrade)
    return done


ROOT_KEY, OTHER_KEY = FileKeyProvider(b"1" * 32), FileKeyProvider(b"2" * 32)


def ready(data, database, *, root_key=ROOT_KEY, demo=False):
    return make_ready(data, database, root_key=root_key, demo=demo, url=URL)


def test_a_first_start_upgrades_and_leaves_the_mark(data, database, upgrades):
    assert ready(data, database) == []
    assert upgrades == [False]
    with psycopg.connect(database.owner_dsn) as owner:
        assert schema.read_mark(owner) == schema.Mark(schema.fingerprint(), ROOT_KEY.key_id)


def test_a_later_start_does_nothing(data, database, upgrades):
    ready(data, database)
    ready(data, database)
    assert upgrades == [False]


def test_static_files_that_are_gone_are_made_anew(data, database, upgrades):
    ready(data, database)
    data.static.rmdir()
    ready(data, database)
    assert upgrades == [False, False]


def test_the_demo_can_be_added_later_and_is_kept(data, database, upgrades):
    ready(data, database)
    ready(data, database, demo=True)
    ready(data, database, demo=True)
    assert upgrades == [False, True]
    assert data.demo.stat().st_mode & 0o777 == 0o600


def test_a_new_program_upgrades_an_old_schema(data, database, upgrades, monkeypatch):
    ready(data, database)
    monkeypatch.setattr(schema, "fingerprint", lambda: "new")
    ready(data, database)
    assert upgrades == [False, False]


def test_an_upgrade_that_failed_is_done_again(data, database, upgrades, monkeypatch):
    def fail(folder, database, *, demo, url):
        raise UpgradeFailed(reason="Out of luck.", log="x")

    with monkeypatch.context() as broken:
        broken.setattr(readiness, "_upgrade", fail)
        with pytest.raises(UpgradeFailed):
            ready(data, database)
    ready(data, database)
    assert upgrades == [False]


def test_data_sealed_with_another_root_key_is_refused(data, database, upgrades):
    ready(data, database)
    with pytest.raises(RootKeyDoesNotFit, match="nothing was changed"):
        ready(data, database, root_key=OTHER_KEY)
    assert upgrades == [False]


def with_platform_key(database, root_key: FileKeyProvider) -> None:
    """As the vault makes it, in the few columns that matter here."""
    key_id = uuid4()
    context = wrapped_for(
        organization_id=PLATFORM, key_id=key_id, purpose="organization", member_id=None
    )
    with psycopg.connect(database.owner_dsn) as owner:
        owner.execute(
            "create table vault_key (id uuid, organization_id uuid, purpose text, wrapped bytea,"
            " wrapped_by text)"
        )
        owner.execute(
            "insert into vault_key values (%s, %s, 'organization', %s, %s)",
            [key_id, PLATFORM, root_key.wrap(bytes(32), context=context), root_key.key_id],
        )


def test_keys_that_another_root_key_wrapped_are_refused_whatever_the_mark_says(
    data, database, upgrades
):
    ready(data, database)
    with_platform_key(database, OTHER_KEY)
    with pytest.raises(RootKeyDoesNotFit, match=OTHER_KEY.key_id):
        ready(data, database)
    assert upgrades == [False]


def test_keys_that_the_root_key_wrapped_are_no_obstacle(data, database, upgrades):
    ready(data, database)
    with_platform_key(database, ROOT_KEY)
    ready(data, database)
    assert upgrades == [False]


def test_passwords_of_other_data_are_refused_and_not_set(data, database, upgrades):
    ready(data, database)
    other = replace(database, passwords=dict.fromkeys(database.passwords, "of other data"))
    with pytest.raises(PasswordRefused, match=r"logins\.json"):
        ready(data, other)
    psycopg.connect(database.owner_dsn).close()


def with_migration(database, room: str, name: str) -> None:
    with psycopg.connect(database.owner_dsn) as owner:
        owner.execute("create table if not exists django_migrations (app text, name text)")
        owner.execute("insert into django_migrations values (%s, %s)", [room, name])


def test_a_newer_schema_is_refused(data, database, upgrades, monkeypatch):
    ready(data, database)
    with_migration(database, "ledger", "9999_of_the_future")
    monkeypatch.setattr(schema, "fingerprint", lambda: "older program")
    with pytest.raises(SchemaNewer, match=r"ledger\.9999_of_the_future"):
        ready(data, database)
    assert upgrades == [False]


def test_migrations_that_we_know_or_that_are_not_ours_are_no_obstacle(
    data, database, upgrades, monkeypatch
):
    ready(data, database)
    with_migration(database, "vault", "0001_initial")
    with_migration(database, "auth", "9999_of_django")
    monkeypatch.setattr(schema, "fingerprint", lambda: "another program")
    ready(data, database)
    assert upgrades == [False, False]


def test_a_comment_that_is_no_mark_is_taken_for_none(data, database, upgrades):
    ready(data, database)
    with psycopg.connect(database.owner_dsn) as owner:
        owner.execute(f"comment on database {database.address.database} is 'ours, hands off'")
    ready(data, database)
    assert upgrades == [False, False]


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        ("Traceback\n  x\ndb.Error: no table\nLINE 1: x\n   ^\n", "db.Error: no table"),
        ("chaperone: The root key is missing.\n", "chaperone: The root key is missing."),
        ("", "It said nothing."),
    ],
)
def test_the_reason_of_a_failed_upgrade(stderr, reason):
    assert readiness._reason(stderr) == reason
