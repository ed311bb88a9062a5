from django.urls import path

from chaperone.web.calendar.views import feed, pages

app_name = "calendar"
urlpatterns = [
    path("", pages.dues, name="calendar"),
    path("month/", pages.month, name="month"),
    path("link/", pages.link, name="link"),
    path("link/end/", pages.link_end, name="link_end"),
    path("reminders/<uuid:reminder_id>/", pages.reminder, name="reminder"),
    path("feed/<str:token>.ics", feed.feed, name="feed"),
]
