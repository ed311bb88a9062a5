from chaperone.ledger.events import event

SIGN_IN_SUCCEEDED = event("accounts.sign_in.succeeded", "Somebody signed in.")
SIGN_IN_FAILED = event("accounts.sign_in.failed", "A sign-in was tried with wrong credentials.")
SIGNED_OUT = event("accounts.session.ended", "Somebody signed out.")
SESSION_TIMED_OUT = event("accounts.session.timed_out", "A session ended after being left idle.")
USER_CREATED = event("accounts.user.created", "An account was made for a person.")
PASSWORD_CHANGED = event("accounts.password.changed", "A person's password was set.")
SESSION_STOPPED = event("accounts.session.stopped", "Sessions were ended by somebody else.")
USER_DEACTIVATED = event("accounts.user.deactivated", "An account was closed.")
