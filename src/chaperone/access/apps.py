from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "chaperone.access"
    label = "access"

    def ready(self) -> None:
        from chaperone.access import dues
        from chaperone.access.queries import home_organization
        from chaperone.accounts.registry import find_home_with
        from chaperone.duties.registry import due_from, find_people_with

        find_home_with(home_organization)
        find_people_with(dues.people_with)
        due_from(dues.reviews)
        due_from(dues.emergencies)
