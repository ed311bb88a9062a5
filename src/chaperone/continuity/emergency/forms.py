from django import forms

from chaperone.accounts.forms import login_field, password_field


class SignInForm(forms.Form):
    """Name, password and code at once: nothing is kept between two steps."""

    login = login_field()
    password = password_field("Password", "current-password")
    code = forms.CharField(
        label="Code of your authenticator app",
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
