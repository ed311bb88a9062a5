"""Password rules: 45 CFR 164.308(a)(5)(ii)(D); NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from chaperone.accounts.actions import set_password
from chaperone.accounts.events import PASSWORD_CHANGED
from chaperone.accounts.models import PastPassword
from chaperone.accounts.passwords import has_expired, policy_of
from chaperone.accounts.queries import sessions_of
from chaperone.accounts.settings import (
    PASSWORD_CLASSES,
    PASSWORD_EXPIRY_DAYS,
    PASSWORD_LENGTH,
    PASSWORD_PROFILE,
    PASSWORD_REMEMBERED,
    PASSWORD_WORDS,
)
from chaperone.organizations.actions import change_setting
from tests.accounts.entering import PASSWORD, code_of, enter, entries, get, post, try_password
from tests.cast import maria, priya, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def change(setting, value):
    with samuel.acting() as actor:
        change_setting(actor=actor, setting=setting, value=value, reason="Our customer asks.")


def problems(password, person=maria):
    try:
        validate_password(password, person.user)
    except ValidationError as problem:
        return problem.messages
    return []


def without_factor(person):
    Authenticator.objects.filter(user=person.user).delete()


def test_hashes_are_argon2id():
    set_password(user=maria.user, password=PASSWORD)
    assert maria.user.password.startswith("argon2$argon2id$")


def test_eight_characters_beside_a_second_factor_fifteen_alone():
    assert policy_of(maria.user).length == 8
    assert problems("kw3 fuzp") == []
    assert "at least 8" in problems("kw3 fuz")[0]
    without_factor(maria)
    assert "at least 15" in problems("kw3 fuzp qq4 t")[0]
    assert problems("kw3 fuzp qq4 tt") == []


@pytest.mark.parametrize(
    "password", ["password", "Password", "qwertyuiop", "1234567890", "iloveyou", "iloveyouiloveyou"]
)
def test_common_passwords_are_refused(password):
    assert any("common" in problem for problem in problems(password))


@pytest.mark.parametrize("password", ["xxAlvarez99", "my-MARIA-pass", "maria.alvarez1"])
def test_own_names_are_refused(password):
    assert any("your name" in problem for problem in problems(password))


def test_words_that_others_here_would_try_are_refused():
    assert any("chaperone" in problem for problem in problems("myChaperone-2031"))
    assert problems("gentle lakeside 7") == []
    change(PASSWORD_WORDS, "Lakeside  Glucose")
    assert any("lakeside" in problem for problem in problems("gentle Lakeside 7"))
    assert any("glucose" in problem for problem in problems("xxGLUCOSExx"))
    assert problems("gentle lakeside 7", priya) == []
    assert "Without: chaperone, lakeside, glucose." in policy_of(maria.user).rules


def test_nist_asks_for_no_composition_and_no_change(later):
    assert problems("kwtrfuzpwq") == []
    assert problems("日本語のパスワード") == []
    later(days=4000)
    assert not has_expired(maria.user)


def test_legacy_profile():
    change(PASSWORD_PROFILE, "legacy90")
    assert policy_of(maria.user).expiry_days == 90
    assert any("3 kinds" in problem for problem in problems("kwtrfuzpwq"))
    assert problems("Kwtrfuz9") == []
    assert problems("kwtrfuz9-") == []
    assert "at least 8" in problems("Kwt-fu9")[0]


def test_legacy_profile_remembers_the_last_four():
    change(PASSWORD_PROFILE, "legacy90")
    passwords = [f"Winter-{word}" for word in ("birch", "cedar", "maple", "aspen", "larch")]
    for password in passwords:
        set_password(user=maria.user, password=password)
    assert problems(passwords[0]) == []
    for password in passwords[1:]:
        assert problems(password) == ["It was one of your last 4 passwords."]


def test_only_hashes_of_a_few_are_kept():
    user = maria.user
    for number in range(14):
        set_password(user=user, password=f"a long password {number}")
    kept = list(PastPassword.objects.filter(user=user).values_list("password", flat=True))
    assert len(kept) == 12
    assert all(row.startswith("argon2$argon2id$") for row in kept)


def test_custom_profile():
    for setting, value in (
        (PASSWORD_PROFILE, "custom"),
        (PASSWORD_LENGTH, 10),
        (PASSWORD_CLASSES, 4),
        (PASSWORD_EXPIRY_DAYS, 30),
        (PASSWORD_REMEMBERED, 1),
    ):
        change(setting, value)
    policy = policy_of(maria.user)
    assert (policy.length, policy.classes, policy.expiry_days, policy.remembered) == (10, 4, 30, 1)
    assert problems("Kwtrfuz-92") == []
    assert len(problems("kwtrfuz92")) == 2
    assert len(policy.rules) == 6
    assert policy_of(priya.user).length == 8


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (PASSWORD_PROFILE, "none"),
        (PASSWORD_LENGTH, 7),
        (PASSWORD_CLASSES, 5),
        (PASSWORD_REMEMBERED, -1),
    ],
)
def test_settings_are_bounded_and_for_the_security_officer(setting, value):
    assert setting.permission == "settings.security"
    with samuel.acting() as actor, pytest.raises(ValidationError):
        change_setting(actor=actor, setting=setting, value=value, reason="x")


def test_rules_are_shown_where_a_password_is_chosen():
    client = enter(maria)
    page = get(client, "account_change_password").content.decode()
    for rule in policy_of(maria.user).rules:
        assert rule.replace("'", "&#x27;") in page


def test_expired_password_leads_to_a_new_one_at_sign_in(later):
    change(PASSWORD_PROFILE, "legacy90")
    set_password(user=maria.user, password=maria.credentials["password"])
    later(days=91)
    client = Client(headers={"user-agent": "a browser"})
    try_password(maria.email, maria.credentials["password"], client)
    response = post(client, "mfa_authenticate", {"code": code_of(maria)})
    assert response.url == reverse("account_new_password")
    page = get(client, "account_new_password")
    assert b"Your password has expired" in page.content
    assert get(client, "mfa_index").status_code == 302
    same = {"password1": maria.credentials["password"], "password2": maria.credentials["password"]}
    assert post(client, "account_new_password", same).status_code == 200
    assert sessions_of(maria.user.id) == []
    new = {"password1": "Winter-birch", "password2": "Winter-birch"}
    assert post(client, "account_new_password", new).url == reverse("web:home")
    assert get(client, "mfa_index").status_code == 200
    assert not has_expired(maria.user)


def test_password_is_changed_with_the_old_one_and_others_are_signed_out():
    here, there = enter(maria), enter(maria, steps=1)
    form = {"current": "wrong", "password1": PASSWORD, "password2": PASSWORD}
    assert post(here, "account_change_password", form).status_code == 200
    form["current"] = maria.credentials["password"]
    key = here.cookies["__Host-session"].value
    assert post(here, "account_change_password", form).url == reverse("mfa_index")
    assert here.cookies["__Host-session"].value != key
    assert get(here, "mfa_index").status_code == 200
    assert get(there, "mfa_index").status_code == 302
    assert maria.user.check_password(PASSWORD)
    assert entries(PASSWORD_CHANGED)[0].actor_id == maria.user.id


@pytest.mark.parametrize(
    ("first", "second"),
    [("", ""), ("short", "short"), (PASSWORD, "another one"), ("x" * 257, "x" * 257)],
)
def test_unfit_new_password_is_refused_with_a_sentence(first, second):
    client = enter(maria)
    form = {
        "current": maria.credentials["password"],
        "password1": first,
        "password2": second,
    }
    response = post(client, "account_change_password", form)
    assert response.status_code == 200
    assert b'class="wrong"' in response.content
    assert maria.user.check_password(maria.credentials["password"])


def test_long_passwords_count_whole():
    long = "a phrase that somebody remembers, " * 4
    set_password(user=maria.user, password=long)
    assert not maria.user.check_password(long[:72])
    client = Client(headers={"user-agent": "a browser"})
    assert try_password(maria.email, long, client).status_code == 302


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f"{text} ", str.strip])
def test_password_is_checked_exactly_as_it_was_typed(change):
    password = " Wind over the 3 lakes"
    set_password(user=maria.user, password=password)
    assert maria.user.check_password(password)
    assert not maria.user.check_password(change(password))
    typed = {"login": maria.email, "password": change(password)}
    client = Client(headers={"user-agent": "a browser"})
    assert client.post(reverse("account_login"), typed, secure=True).status_code == 200


def test_the_list_of_common_passwords_is_long_enough():
    """OWASP ASVS 5.0, 6.2.4: the 3,000 commonest that a password of 8 characters could be."""
    assert sum(len(password) >= 8 for password in CommonPasswordValidator().passwords) > 3000
