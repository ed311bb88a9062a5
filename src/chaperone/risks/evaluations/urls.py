from django.urls import path

from chaperone.risks.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.register, name="register"),
    path("add/", views.add, name="add"),
    path("<uuid:evaluation_id>/", views.evaluation, name="evaluation"),
    path("<uuid:evaluation_id>/change/", views.change, name="change"),
    path("<uuid:evaluation_id>/done/", views.conclude, name="conclude"),
    path("<uuid:evaluation_id>/cancel/", views.cancel, name="cancel"),
]
