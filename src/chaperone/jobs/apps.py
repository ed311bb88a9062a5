from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "chaperone.jobs"
    label = "jobs"
