from django.urls import URLPattern, URLResolver, include, path

app_name = "continuity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("backups/", include("chaperone.continuity.backups.urls")),
]
