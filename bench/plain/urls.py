from django.urls import path

from bench.plain import views
from chaperone.web.urls import urlpatterns as ours

urlpatterns = [*ours, path("plain/<uuid:conversation_id>/", views.thread)]
