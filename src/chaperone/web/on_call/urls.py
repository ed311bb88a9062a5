from django.urls import path

from chaperone.web.on_call import views

app_name = "on_call"
urlpatterns = [
    path("", views.rota, name="rota"),
    path("weeks/", views.weeks, name="weeks"),
    path("cover/", views.cover, name="cover"),
    path("swap/", views.swap, name="swap"),
    path("away/", views.away, name="away"),
    path("away/<uuid:away_id>/take-back/", views.away_withdraw, name="away_withdraw"),
    path("number/", views.number, name="number"),
    path("webhook/", views.webhook, name="webhook"),
    path("webhook/end/", views.webhook_end, name="webhook_end"),
]
