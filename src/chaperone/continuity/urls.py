from django.urls import URLPattern, URLResolver

app_name = "continuity"
urlpatterns: list[URLPattern | URLResolver] = []
