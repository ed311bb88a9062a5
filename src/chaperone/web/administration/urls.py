from django.urls import path

from chaperone.web.administration.views import imports, members, requests, settings, teams

app_name = "administration"
urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/find/", members.member_find, name="member_find"),
    path("members/add/", members.member_add, name="member_add"),
    path("members/import/", imports.member_import, name="member_import"),
    path(
        "members/import/<uuid:upload_id>/",
        imports.member_import_preview,
        name="member_import_preview",
    ),
    path(
        "members/import/<uuid:upload_id>/discard/",
        imports.member_import_discard,
        name="member_import_discard",
    ),
    path("members/<uuid:member_id>/", members.member, name="member"),
    path("members/<uuid:member_id>/end/", members.member_end, name="member_end"),
    path("care-teams/", teams.teams, name="teams"),
    path("care-teams/<uuid:care_team_id>/", teams.team, name="team"),
    path("care-teams/<uuid:care_team_id>/assign/", teams.team_assign, name="team_assign"),
    path(
        "care-teams/<uuid:care_team_id>/leave/<uuid:grant_id>/",
        teams.team_leave,
        name="team_leave",
    ),
    path("settings/", settings.settings, name="settings"),
    path("settings/<str:name>/", settings.setting, name="setting"),
    path("requests/", requests.requests, name="requests"),
]
