from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "chaperone.members"
    label = "members"

    def ready(self) -> None:
        from chaperone.access.registry import know_members_by
        from chaperone.members import destruction
        from chaperone.members.indexing import PhoneIndexes
        from chaperone.members.marks import MARKS
        from chaperone.members.queries import ForAccess
        from chaperone.members.retained import FILES, PEOPLE
        from chaperone.retention.classes import register
        from chaperone.retention.registry import Purger, purge_with
        from chaperone.vault.registry import renews_indexes

        know_members_by(ForAccess())
        renews_indexes(PhoneIndexes())
        for marks in MARKS:
            renews_indexes(marks)
        purge_with(Purger("members", destruction.check, destruction.purge, destruction.write_anew))
        register(FILES, PEOPLE)
