from django.urls import path

from chaperone.web.fixed_texts import views

app_name = "fixed_texts"
urlpatterns = [
    path("", views.texts, name="texts"),
    path("<str:name>/<str:language>/", views.text, name="text"),
    path("decide/<uuid:text_id>/approve/", views.approve, name="approve"),
    path("decide/<uuid:text_id>/refuse/", views.refuse, name="refuse"),
]
