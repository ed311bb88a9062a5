from django.urls import include, path

from chaperone.risks.views import accepting, analyses, assets, knowledge, one, register

app_name = "risks"
_ASSET, _ANALYSIS, _RISK = (
    "assets/<uuid:asset_id>/",
    "analyses/<uuid:analysis_id>/",
    "<uuid:risk_id>/",
)
urlpatterns = [
    path("", register.register, name="register"),
    path("add/", register.risk_add, name="risk_add"),
    path("heat/", register.heat, name="heat"),
    path("starters/", register.starters, name="starters"),
    path("ephi/", knowledge.ephi, name="ephi"),
    path("catalogue/", knowledge.catalogue, name="catalogue"),
    path("penalties/", knowledge.penalties, name="penalties"),
    path("assets/", assets.assets, name="assets"),
    path("assets/look/", assets.assets_look, name="assets_look"),
    path("assets/add/", assets.asset_add, name="asset_add"),
    path(_ASSET, assets.asset, name="asset"),
    path(f"{_ASSET}change/", assets.asset_change, name="asset_change"),
    path(f"{_ASSET}retire/", assets.asset_retire, name="asset_retire"),
    path("analyses/", analyses.analyses, name="analyses"),
    path("analyses/draw-up/", analyses.analysis_draw_up, name="analysis_draw_up"),
    path(_ANALYSIS, analyses.analysis, name="analysis"),
    path(f"{_ANALYSIS}sign/", analyses.analysis_sign, name="analysis_sign"),
    path(f"{_ANALYSIS}report.pdf", analyses.report_pdf, name="report_pdf"),
    path(f"{_ANALYSIS}report.json", analyses.report_json, name="report_json"),
    path(_RISK, one.risk, name="risk"),
    path(f"{_RISK}change/", one.risk_change, name="risk_change"),
    path(f"{_RISK}assess/", one.risk_assess, name="risk_assess"),
    path(f"{_RISK}treat/", one.risk_treat, name="risk_treat"),
    path(f"{_RISK}treated/", one.risk_treated, name="risk_treated"),
    path(f"{_RISK}accept/", accepting.risk_accept, name="risk_accept"),
    path(f"{_RISK}withdraw/", accepting.risk_withdraw, name="risk_withdraw"),
    path(f"{_RISK}review/", one.risk_review, name="risk_review"),
    path(f"{_RISK}close/", one.risk_close, name="risk_close"),
    path(f"{_RISK}reopen/", one.risk_reopen, name="risk_reopen"),
    # Each subject below the register has addresses and names of its own: `risks:findings:register`.
    path("findings/", include("chaperone.risks.findings.urls")),
    path("changes/", include("chaperone.risks.changes.urls")),
    path("evaluations/", include("chaperone.risks.evaluations.urls")),
    path("specifications/", include("chaperone.risks.specifications.urls")),
    path("processing/", include("chaperone.risks.processing.urls")),
]
