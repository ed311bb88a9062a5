from django.apps import AppConfig


class RequestLogConfig(AppConfig):
    name = "chaperone.requestlog"
    label = "requestlog"
