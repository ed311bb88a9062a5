from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "chaperone.notices"
    label = "notices"

    def ready(self) -> None:
        from chaperone.jobs.steady import steadily
        from chaperone.notices.actions.deliver import deliver_everywhere
        from chaperone.notices.actions.measure import measure
        from chaperone.notices.retained import NOTICES
        from chaperone.retention.classes import register

        steadily(deliver_everywhere)
        # Apart: some readings wait for a network.
        steadily(measure, apart=True)
        register(NOTICES)
