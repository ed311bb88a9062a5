from django.urls import path

from chaperone.continuity.drills import views

app_name = "drills"
_EXERCISE = "<uuid:exercise_id>/"
urlpatterns = [
    path("", views.register, name="register"),
    path("add/", views.add, name="add"),
    path(_EXERCISE, views.exercise, name="exercise"),
    path(f"{_EXERCISE}done/", views.step_done, name="step_done"),
]
