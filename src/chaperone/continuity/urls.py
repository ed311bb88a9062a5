from django.urls import include, path

app_name = "continuity"
urlpatterns = [
    path("", include("chaperone.continuity.restoring.urls")),
]
