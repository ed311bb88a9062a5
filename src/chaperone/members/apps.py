from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "chaperone.members"
    label = "members"
