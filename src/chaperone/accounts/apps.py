from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chaperone.accounts"
    label = "accounts"
