from django.urls import path

from chaperone.web.transparency import views

app_name = "transparency"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("keys/<str:number>", views.key_change, name="key-change"),
    path("tile/<str:level>/<path:place>", views.tile, name="tile"),
]
