from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "chaperone.organizations"
    label = "organizations"
