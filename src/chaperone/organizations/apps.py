from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "chaperone.organizations"
    label = "organizations"

    def ready(self) -> None:
        from chaperone.organizations.queries import organizations_all
        from chaperone.retention.registry import know_organizations_by

        know_organizations_by(organizations_all)
