from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "chaperone.notices"
    label = "notices"

    def ready(self) -> None:
        from chaperone.jobs.steady import steadily
        from chaperone.notices.actions.deliver import deliver_everywhere
        from chaperone.notices.actions.measure import measure

        steadily(deliver_everywhere)
        # Apart: some readings wait for a network.
        steadily(measure, apart=True)
