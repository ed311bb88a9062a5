from django.urls import include, path

from chaperone.detection.alerts.views import noise, one, register, verbs

app_name = "detection"
_ALERT = "<uuid:alert_id>/"
urlpatterns = [
    path("", register.suspicious, name="alerts"),
    path("open/", register.open_count, name="open"),
    path("explained/", register.explained, name="explained"),
    path("noise/", noise.noise, name="noise"),
    path("reviews/", include("chaperone.detection.reviews.urls")),
    path("rules/", include("chaperone.detection.tuning.urls")),
    path(_ALERT, one.alert, name="alert"),
    path(f"{_ALERT}acknowledge/", verbs.acknowledge, name="acknowledge"),
    path(f"{_ALERT}assign/", verbs.assign, name="assign"),
    path(f"{_ALERT}close/", verbs.close, name="close"),
    path(f"{_ALERT}note/", verbs.note, name="note"),
    path(f"{_ALERT}reopen/", verbs.reopen, name="reopen"),
]
