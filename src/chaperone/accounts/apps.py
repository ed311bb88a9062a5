from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chaperone.accounts"
    label = "accounts"

    def ready(self) -> None:
        from chaperone.accounts.factor_secrets import FactorSecrets
        from chaperone.vault.registry import seals_elsewhere

        seals_elsewhere(FactorSecrets())
