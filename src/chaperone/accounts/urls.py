"""The routes of signing in that we offer. Those of allauth that are not named here do not exist.

Names that begin with ``account_`` and ``mfa_`` are allauth's: it sends people to them.
"""

from django.urls import path

from chaperone.accounts.views import entrance, factors, own

urlpatterns = [
    path("login/", entrance.sign_in, name="account_login"),
    path("login/passkey/", entrance.passkey_sign_in, name="mfa_login_webauthn"),
    path("login/second-factor/", entrance.second_factor, name="mfa_authenticate"),
    path("login/new-password/", entrance.new_password, name="account_new_password"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("locked/", entrance.locked, name="account_locked"),
    path("password/reset/", entrance.reset, name="account_reset_password"),
    path("password/reset/done/", entrance.reset_done, name="account_reset_done"),
    path("link/<slug:token>/", entrance.link, name="account_link"),
    path("again/password/", factors.password_again, name="account_reauthenticate"),
    path("again/code/", factors.code_again, name="mfa_reauthenticate"),
    path("again/passkey/", factors.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("security/", own.security, name="mfa_index"),
    path("security/password/", own.change_password, name="account_change_password"),
    path("security/app/", factors.add_app, name="mfa_activate_totp"),
    path("security/passkey/", factors.add_passkey, name="mfa_add_webauthn"),
    path("security/factors/<int:factor_id>/", factors.remove, name="account_remove_factor"),
    path("security/recovery-codes/", factors.recovery_codes, name="account_recovery_codes"),
    path("sessions/<uuid:session_id>/end/", own.end_session, name="account_end_session"),
    path("sessions/others/end/", own.end_others, name="account_end_others"),
    path("session/left/", own.time_left, name="account_time_left"),
    path("session/stay/", own.stay, name="account_stay"),
]
