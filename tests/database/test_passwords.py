import json

from chaperone.database.logins import LOGINS
from chaperone.database.passwords import load_or_create


def test_each_login_has_a_long_password_of_its_own(tmp_path):
    passwords = load_or_create(tmp_path / "logins.json")
    assert set(passwords) == set(LOGINS)
    assert len(set(passwords.values())) == len(LOGINS)
    assert min(map(len, passwords.values())) >= 43


def test_they_stay_what_they_are(tmp_path):
    path = tmp_path / "logins.json"
    first = load_or_create(path)
    written = path.stat().st_mtime_ns
    assert load_or_create(path) == first
    assert path.stat().st_mtime_ns == written


def test_a_login_that_is_new_gets_one_and_the_others_keep_theirs(tmp_path):
    path = tmp_path / "logins.json"
    first = load_or_create(path)
    path.write_text(json.dumps({"web": first["web"]}))
    second = load_or_create(path)
    assert second["web"] == first["web"]
    assert set(second) == set(LOGINS)
