from django.urls import include, path

app_name = "risks"
# Each subject below the register has addresses and names of its own: `risks:findings:register`.
urlpatterns = [
    path("findings/", include("chaperone.risks.findings.urls")),
    path("changes/", include("chaperone.risks.changes.urls")),
    path("evaluations/", include("chaperone.risks.evaluations.urls")),
    path("specifications/", include("chaperone.risks.specifications.urls")),
    path("processing/", include("chaperone.risks.processing.urls")),
]
