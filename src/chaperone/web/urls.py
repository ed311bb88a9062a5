"""All addresses. A room's own addresses live in its `urls.py`."""

from django.urls import include, path

from chaperone.web import views

web = ([path("", views.home, name="home")], "web")

urlpatterns = [
    path("", include(web)),
    path("", include("chaperone.conversations.urls")),
    path("unknown/", include("chaperone.conversations.unknown.urls")),
    path("pages/", include("chaperone.conversations.paging.urls")),
    path("status/", include("chaperone.web.status.urls")),
    path("today/", include("chaperone.web.today.urls")),
    path("calendar/", include("chaperone.web.calendar.urls")),
    path("on-call/", include("chaperone.web.on_call.urls")),
    path("texts/", include("chaperone.web.fixed_texts.urls")),
    path("members/", include("chaperone.members.urls")),
    path("access/", include("chaperone.access.urls")),
    path("ledger/", include("chaperone.web.ledger.urls")),
    path("transparency/", include("chaperone.web.transparency.urls")),
    path("registers/", include("chaperone.registers.urls")),
    path("policies/", include("chaperone.policies.urls")),
    path("training/", include("chaperone.training.urls")),
    path("workforce/", include("chaperone.workforce.urls")),
    path("vendors/", include("chaperone.vendors.urls")),
    path("risks/", include("chaperone.risks.urls")),
    path("facilities/", include("chaperone.facilities.urls")),
    path("continuity/", include("chaperone.continuity.urls")),
    path("departures/", include("chaperone.disclosures.urls")),
    path("detection/", include("chaperone.detection.urls")),
    path("incidents/", include("chaperone.incidents.urls")),
    path("evidence/", include("chaperone.evidence.urls")),
    path("retention/", include("chaperone.web.retention.urls")),
    path("administration/", include("chaperone.web.administration.urls")),
    path("handset/", include("chaperone.carriers.handset.urls")),
    path("carriers/aws/", include("chaperone.carriers.aws.urls")),
    path("accounts/", include("chaperone.accounts.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.missing
handler500 = views.failed
