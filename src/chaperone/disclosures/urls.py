from django.urls import path

from chaperone.disclosures.departures import views

app_name = "disclosures"
urlpatterns = [
    path("", views.departures, name="departures"),
    path("ask/", views.departure_ask, name="departure_ask"),
    path("<uuid:departure_id>/", views.departure, name="departure"),
    path("<uuid:departure_id>/approve/", views.departure_approve, name="departure_approve"),
    path("<uuid:departure_id>/decline/", views.departure_decline, name="departure_decline"),
    path("<uuid:departure_id>/arrived/", views.departure_arrived, name="departure_arrived"),
    path("<uuid:departure_id>/agree/", views.departure_agree, name="departure_agree"),
    path(
        "<uuid:departure_id>/parts/<int:part_number>/", views.departure_part, name="departure_part"
    ),
    path(
        "<uuid:departure_id>/certificate.json",
        views.departure_certificate,
        name="departure_certificate",
    ),
]
