from django.urls import URLPattern

app_name = "specifications"
urlpatterns: list[URLPattern] = []
