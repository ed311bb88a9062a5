from django.urls import path

from chaperone.continuity.restoring import views

urlpatterns = [
    path("restored/", views.page, name="restored"),
    path("restored/lift/", views.let_out, name="restored_lift"),
]
