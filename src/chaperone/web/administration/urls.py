from django.urls import path

from chaperone.web.administration.views import requests

app_name = "administration"
urlpatterns = [
    path("requests/", requests.requests, name="requests"),
]
