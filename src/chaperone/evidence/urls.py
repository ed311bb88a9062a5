from django.urls import URLPattern, URLResolver, path

from chaperone.evidence.views import (
    aside,
    auditors,
    packages,
    proposed,
    standard,
    standards,
    trust,
)

app_name = "evidence"
_STANDARD = "standards/<str:citation>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", standards.standards, name="standards"),
    path("collect/", standards.collect, name="collect"),
    path("collecting/", standards.collecting, name="collecting"),
    path("proposed/", proposed.proposed, name="proposed"),
    path("packages/", packages.packages, name="packages"),
    path("packages/progress/", packages.progress, name="package_progress"),
    path("packages/<uuid:package_id>/evidence.zip", packages.download, name="package"),
    path("auditors/", auditors.auditors, name="auditors"),
    path("auditors/invite/", auditors.invite, name="auditor_invite"),
    path("trust/", trust.trust_page, name="trust_page"),
    path("trust/withdraw/", trust.trust_withdraw, name="trust_withdraw"),
    path("trust/<slug:organization>/", trust.trust, name="trust"),
    path("trust/<slug:organization>/embed/", trust.embed, name="trust_embed"),
    path("trust/<slug:organization>/badge.svg", trust.badge, name="trust_badge"),
    path("trust/<slug:organization>/statement.json", trust.statement_json, name="statement_json"),
    path(_STANDARD, standard.standard, name="standard"),
    path(f"{_STANDARD}plan/", standard.plan, name="plan"),
    path(f"{_STANDARD}set-aside/", aside.set_aside, name="set_aside"),
    path(f"{_STANDARD}set-aside/decide/", aside.decide, name="aside_decide"),
    path(f"{_STANDARD}set-aside/decline/", aside.decline, name="aside_decline"),
    path(f"{_STANDARD}set-aside/end/", aside.end, name="aside_end"),
]
