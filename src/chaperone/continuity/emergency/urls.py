"""All addresses of the web process in emergency mode; those that are not named here are closed.

They are named as outside of it, so that bookmarks, templates and the record mean the same pages.
"""

from django.urls import URLPattern, path, re_path

from chaperone.continuity.emergency.views import entrance, reading, texts


def _of(name: str, *patterns: URLPattern) -> tuple[list[URLPattern], str, str]:
    return list(patterns), name, name


urlpatterns = [
    path("", _of("web", path("", entrance.home, name="home"))),
    path(
        "",
        _of(
            "conversations",
            path("inbox/", reading.inbox, name="inbox"),
            path("threads/<uuid:conversation_id>/", reading.thread, name="thread"),
        ),
    ),
    path("members/", _of("members", path("<uuid:member_id>/", reading.member, name="member"))),
    path("on-call/", _of("on_call", path("", reading.on_call, name="rota"))),
    path("contacts/", _of("emergency", path("", reading.contacts, name="contacts"))),
    path("carriers/aws/", _of("carriers_aws", path("", texts.inbound, name="inbound"))),
    path("accounts/login/", entrance.sign_in, name="account_login"),
    path("accounts/logout/", entrance.sign_out, name="account_logout"),
    re_path(r"^(?P<path>.*)$", entrance.closed, name="closed"),
]
