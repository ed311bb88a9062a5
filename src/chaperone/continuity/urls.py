from django.urls import URLPattern, URLResolver, include, path

from chaperone.continuity.views import overview

app_name = "continuity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.overview, name="overview"),
    path("backups/", include("chaperone.continuity.backups.urls")),
    path("drills/", include("chaperone.continuity.drills.urls")),
    path("recovery/", include("chaperone.continuity.recovery.urls")),
    path("", include("chaperone.continuity.restoring.urls")),
]
