"""What OWASP ASVS 5.0 asks of signing in and no other test shows (docs/security/asvs.md)."""

import ast
import math
import re
from pathlib import Path

import pytest
from django import forms

import chaperone
from chaperone.accounts import forms as accounts_forms
from chaperone.accounts.actions.factors import make_recovery_codes
from chaperone.accounts.session_store import SessionStore
from tests.cast import maria
from tests.web.gallery import PAGES, render

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

SOURCE = Path(chaperone.__file__).parent
FORMS = [
    found
    for found in vars(accounts_forms).values()
    if isinstance(found, type) and issubclass(found, forms.BaseForm)
]


def test_passwords_are_masked_and_may_be_pasted_and_managed():
    """6.2.6, 6.2.7: fields are of type password, say which password they mean, hinder nothing."""
    found = 0
    for form in FORMS:
        for name, field in form.base_fields.items():
            if "password" in name or name == "current":
                assert isinstance(field.widget, forms.PasswordInput), (form, name)
                assert field.widget.attrs["autocomplete"] in ("current-password", "new-password")
                assert not field.widget.render_value
                found += 1
    assert found >= 4
    for script in (SOURCE / "web" / "static" / "web").rglob("*.js"):
        assert not re.search(r"[\"'](paste|copy|cut)[\"']|onpaste", script.read_text()), script


def test_nobody_is_asked_a_secret_question():
    """6.4.2: no hint and no question in a form or a table of people."""
    names = {name for form in FORMS for name in form.base_fields}
    names |= {field.name for field in type(maria.user)._meta.get_fields()}
    assert not [name for name in names if re.search("hint|question|maiden|pet", name)]


def test_secrets_come_from_the_operating_system():
    """6.5.3: nothing in the product uses Python's predictable generator."""
    for path in SOURCE.rglob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module] if isinstance(node, ast.ImportFrom) else _names(node))
        }
        assert "random" not in imported, path


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_recovery_codes_have_enough_bits():
    """6.5.4: 20 bits at least. Every sign is drawn from 31."""
    codes = [
        code.replace("-", "") for _ in range(3) for code in make_recovery_codes(user=maria.user)
    ]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {12}
    assert len(set("".join(codes))) > 25
    assert 12 * math.log2(31) > 20


def test_session_keys_have_enough_bits_and_none_comes_twice():
    """7.2.3: 32 signs, each drawn from 36: 165 bits."""
    keys = [SessionStore()._get_new_session_key() for _ in range(200)]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {32}
    assert len(set("".join(keys))) == 36
    assert 32 * math.log2(36) > 128


@pytest.mark.parametrize("name", [name for name, (_, actor, _) in PAGES.items() if actor])
def test_every_page_of_somebody_signed_in_has_a_way_out(name):
    """7.4.4."""
    page = render(name)
    assert 'action="/accounts/logout/"' in page
    assert "Sign out" in page


def test_pages_of_the_own_account_have_a_way_out_too():
    client = maria.client()
    for address in ("", "password/", "app/", "passkey/", "recovery-codes/"):
        response = client.get(f"/accounts/security/{address}", secure=True, follow=True)
        assert response.status_code == 200, address
        assert "/accounts/logout/" in response.content.decode(), address
