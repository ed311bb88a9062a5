from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "chaperone.members"
    label = "members"

    def ready(self) -> None:
        from chaperone.access.registry import know_members_by
        from chaperone.members.queries import ForAccess

        know_members_by(ForAccess())
