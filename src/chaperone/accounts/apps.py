from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chaperone.accounts"
    label = "accounts"

    def ready(self) -> None:
        from chaperone.accounts.factor_secrets import FactorSecrets
        from chaperone.accounts.queries import email_of
        from chaperone.accounts.retained import SESSIONS
        from chaperone.notices.registry import find_emails_with
        from chaperone.retention.classes import register
        from chaperone.vault.registry import seals_elsewhere

        seals_elsewhere(FactorSecrets())
        find_emails_with(email_of)
        register(SESSIONS)
