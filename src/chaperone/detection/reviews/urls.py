from django.urls import path

from chaperone.detection.reviews import views

app_name = "reviews"
_REVIEW = "<uuid:review_id>/"
urlpatterns = [
    path("", views.register, name="register"),
    path(_REVIEW, views.review, name="review"),
    path(f"{_REVIEW}sign/", views.sign, name="sign"),
    path(f"{_REVIEW}accesses/<uuid:access_id>/", views.judge, name="judge"),
]
