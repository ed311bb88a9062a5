from django.urls import path

from chaperone.access import views

app_name = "access"
urlpatterns = [
    path("clearances/", views.clearances, name="clearances"),
]
