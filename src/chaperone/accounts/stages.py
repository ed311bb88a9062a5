"""The last step of a sign-in: a new password, where the old one expired or a link was followed."""

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from chaperone.accounts.passwords import has_expired

LINK = "link"


class NewPasswordStage(LoginStage):  # type: ignore[misc]
    """Stands between the second factor and the session."""

    key = "new_password"
    urlname = "account_new_password"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.link_id or has_expired(self.login.user):
            return redirect(self.urlname), True
        return None, True

    @property
    def link_id(self) -> Any:
        """The id of the e-mailed link that this sign-in began with."""
        return self.login.state.get(LINK)
