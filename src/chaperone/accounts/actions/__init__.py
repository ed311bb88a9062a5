"""What can be done with accounts. Each verb checks, changes and records in one transaction."""

from chaperone.accounts.actions.factors import (
    add_factor,
    make_recovery_codes,
    remove_factor,
    remove_factors,
    use_code,
)
from chaperone.accounts.actions.identity import record_identity_check, unlock
from chaperone.accounts.actions.links import (
    finish_link,
    invite,
    issue_reset,
    request_reset,
    revoke_invitation,
)
from chaperone.accounts.actions.sessions import (
    choose_organization,
    end_session,
    end_sessions,
    open_session,
)
from chaperone.accounts.actions.sign_in import check_credentials
from chaperone.accounts.actions.users import (
    create_user,
    deactivate,
    reactivate,
    set_password,
)

__all__ = [
    "add_factor",
    "check_credentials",
    "choose_organization",
    "create_user",
    "deactivate",
    "end_session",
    "end_sessions",
    "finish_link",
    "invite",
    "issue_reset",
    "make_recovery_codes",
    "open_session",
    "reactivate",
    "record_identity_check",
    "remove_factor",
    "remove_factors",
    "request_reset",
    "revoke_invitation",
    "set_password",
    "unlock",
    "use_code",
]
