import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from chaperone.database import address
from chaperone.database.address import Address
from chaperone.database.errors import AddressRefused, LoginUnknown, NotRunning, PasswordMissing

URL = "postgresql://admin:very-secret@db.example:6432/care?sslmode=verify-full&sslrootcert=/ca.pem"

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
names = words.filter(lambda text: "," not in text)
addresses = st.builds(
    Address,
    host=names,
    port=st.integers(1, 65535).map(str),
    database=words,
    options=st.dictionaries(st.sampled_from(["sslrootcert", "options", "sslcert"]), words),
)


def test_the_parts_of_a_url():
    found = Address.parse(URL)
    assert (found.host, found.port, found.database) == ("db.example", "6432", "care")
    assert found.options == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}


def test_a_login_in_the_url_is_dropped():
    found = Address.parse(URL)
    assert "very-secret" not in repr(found) + found.url
    assert "admin" not in repr(found) + found.url


@given(addresses)
def test_an_address_survives_the_environment(found):
    assert Address.parse(found.url) == found


@given(addresses, words)
def test_a_dsn_says_the_same_to_libpq(found, password):
    read = conninfo_to_dict(found.dsn("web", password))
    assert read == {
        "host": found.host,
        "port": found.port,
        "dbname": found.database,
        "user": "chaperone_web",
        "password": password,
        **address._NETWORK,
        **found.options,
    }


def test_what_is_left_out_gets_its_default():
    assert Address.parse("postgresql://") == Address("localhost", "5432", "chaperone")


@pytest.mark.parametrize(
    "url",
    ["mysql://admin:very-secret@host/db", "postgresql://u:very-secret@[::1/db", "very-secret", "="],
    ids=["another database", "open bracket", "one word", "no name"],
)
def test_what_is_no_address_is_refused_without_repeating_it(url):
    with pytest.raises(AddressRefused) as caught:
        Address.parse(url)
    assert "very-secret" not in str(caught.value)


def test_an_unknown_login_is_refused():
    with pytest.raises(LoginUnknown, match="one of: owner, web"):
        Address.parse(URL).dsn("root", "x")


def test_django_gets_the_same_parts():
    found = Address.parse(URL).django("worker", "pw")
    assert found["USER"] == "chaperone_worker"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6432", "care")
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_a_node_that_vanished_is_noticed_soon_unless_the_url_says_otherwise():
    url = "postgresql://one:5432,two:5433/care?target_session_attrs=read-write&connect_timeout=2"
    found = Address.parse(url)
    assert (found.host, found.port) == ("one,two", "5432,5433")
    for options in (conninfo_to_dict(found.dsn("web", "x")), found.django("web", "x")["OPTIONS"]):
        assert options["target_session_attrs"] == "read-write"
        assert (options["connect_timeout"], options["tcp_user_timeout"]) == ("2", "15000")


def test_the_environment_comes_before_the_embedded_server(tmp_path):
    address.announce(tmp_path, Address("/socket", "1"))
    assert address.find(tmp_path, {"CHAPERONE_DATABASE_URL": URL}).host == "db.example"
    assert address.find(tmp_path, {}) == Address("/socket", "1")


def test_without_a_running_server_there_is_no_address(tmp_path):
    address.announce(tmp_path, Address("/socket", "1"))
    address.withdraw(tmp_path)
    address.withdraw(tmp_path)
    with pytest.raises(NotRunning, match="chaperone up"):
        address.find(tmp_path, {})


def test_a_password_comes_from_the_environment_or_the_file(tmp_path):
    path = address.passwords_file(tmp_path)
    path.parent.mkdir()
    path.write_text(json.dumps({"web": "from the file"}))
    assert address.password(tmp_path, "web", {}) == "from the file"
    given_one = {"CHAPERONE_DATABASE_PASSWORD": "from the environment"}
    assert address.password(tmp_path, "web", given_one) == "from the environment"
    with pytest.raises(PasswordMissing):
        address.password(tmp_path, "worker", {})
    with pytest.raises(LoginUnknown):
        address.password(tmp_path, "nobody", {})


def test_without_the_file_the_password_is_missing(tmp_path):
    with pytest.raises(PasswordMissing, match=r"logins\.json"):
        address.password(tmp_path, "web", {})
