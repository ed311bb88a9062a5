from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chaperone.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        from chaperone.access.registry import Ending, end_with_access
        from chaperone.accounts.registry import home_of
        from chaperone.accounts.requests import address_of
        from chaperone.duties.actions.feeds import end_feed
        from chaperone.notices.readings import readings_from
        from chaperone.notices.registry import find_watchers_with
        from chaperone.policies.registry import know_official_by
        from chaperone.requestlog.registry import know_requests_by
        from chaperone.retention.classes import register as keep
        from chaperone.risks.registry import assets_from, flows_from
        from chaperone.web.enforcement.registering import register
        from chaperone.web.inventory.assets import assets
        from chaperone.web.inventory.flows import flows
        from chaperone.web.official import official
        from chaperone.web.status.readings import SOURCES
        from chaperone.web.status.retained import LOG_LINES
        from chaperone.web.status.watchers import watchers

        end_with_access(Ending("links to the calendar", end_feed))
        know_official_by(official)
        know_requests_by(home=home_of, address=address_of)
        register()
        assets_from(assets)
        flows_from(flows)
        find_watchers_with(watchers)
        keep(LOG_LINES)
        for source in SOURCES:
            readings_from(source)
