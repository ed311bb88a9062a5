from chaperone.ledger.events import event

SIGN_IN_SUCCEEDED = event("accounts.sign_in.succeeded", "Somebody signed in.")
SIGN_IN_FAILED = event(
    "accounts.sign_in.failed", "A sign-in was tried with wrong credentials.", "failure"
)
SIGN_IN_REFUSED = event(
    "accounts.sign_in.refused",
    "A sign-in was refused: closed for now after wrong tries, or the account is closed.",
    "refused",
)
SIGN_IN_LOCKED = event(
    "accounts.sign_in.locked", "Sign-in was closed for a while after wrong tries.", "refused"
)
SIGN_IN_UNLOCKED = event("accounts.sign_in.unlocked", "Sign-in was opened again for a person.")
SIGNED_OUT = event("accounts.session.ended", "Somebody signed out.")
SESSION_TIMED_OUT = event("accounts.session.timed_out", "A session ended after being left idle.")
SESSION_MOVED = event(
    "accounts.session.moved",
    "Alert: a session appeared in another browser or network; it ended.",
    "refused",
)
SESSION_STOPPED = event(
    "accounts.session.stopped", "Sessions of a person were ended before their time."
)
STEP_UP_PASSED = event("accounts.step_up.passed", "Somebody proved their second factor again.")
STEP_UP_FAILED = event(
    "accounts.step_up.failed", "A second factor was asked for again, in vain.", "failure"
)
USER_CREATED = event("accounts.user.created", "An account was made for a person.")
USER_DEACTIVATED = event("accounts.user.deactivated", "A person's account was closed.")
USER_REACTIVATED = event("accounts.user.reactivated", "A person's account was opened again.")
PASSWORD_CHANGED = event("accounts.password.changed", "A person's password was set.")
FACTOR_ADDED = event("accounts.factor.added", "A second factor was set up.")
FACTOR_REMOVED = event("accounts.factor.removed", "A second factor was removed.")
RECOVERY_CODES_MADE = event("accounts.recovery_codes.made", "New recovery codes were made.")
IDENTITY_CHECKED = event("accounts.identity.checked", "An administrator made sure who a person is.")
RESET_REQUESTED = event("accounts.reset.requested", "A new password was asked for by e-mail.")
RESET_ISSUED = event("accounts.reset.issued", "An administrator had a reset link sent.")
INVITED = event("accounts.invitation.sent", "Somebody was invited to the organization.")
INVITATION_REVOKED = event("accounts.invitation.revoked", "An invitation was taken back.")
INVITATION_ACCEPTED = event("accounts.invitation.accepted", "An invited person joined.")
