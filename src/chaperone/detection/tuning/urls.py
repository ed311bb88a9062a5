from django.urls import path

from chaperone.detection.tuning import views

app_name = "rules"
urlpatterns = [
    path("", views.register, name="register"),
    path("<slug:rule>/", views.adjust, name="adjust"),
    path("<slug:rule>/restore/", views.put_back, name="restore"),
]
