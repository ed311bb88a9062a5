from django.urls import path

from chaperone.web.administration.views import (
    certificates,
    destructions,
    imports,
    members,
    requests,
    sessions,
    settings,
    staff,
    staff_acts,
    staff_imports,
    teams,
)

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
    path("members/<uuid:member_id>/destroy/", destructions.member_destroy, name="member_destroy"),
    path("destructions/", destructions.destructions, name="destructions"),
    path("destructions/<uuid:destruction_id>/", destructions.destruction, name="destruction"),
    path(
        "destructions/<uuid:destruction_id>/decide/",
        destructions.destruction_decide,
        name="destruction_decide",
    ),
    path(
        "destructions/<uuid:destruction_id>/withdraw/",
        destructions.destruction_withdraw,
        name="destruction_withdraw",
    ),
    path(
        "destructions/<uuid:destruction_id>/certificate.pdf",
        certificates.destruction_pdf,
        name="destruction_pdf",
    ),
    path(
        "destructions/<uuid:destruction_id>/certificate.json",
        certificates.destruction_json,
        name="destruction_json",
    ),
    path("staff/", staff.staff, name="staff"),
    path("staff/invite/", staff.staff_invite, name="staff_invite"),
    path("staff/import/", staff_imports.staff_import, name="staff_import"),
    path(
        "staff/import/<uuid:upload_id>/",
        staff_imports.staff_import_preview,
        name="staff_import_preview",
    ),
    path(
        "staff/import/<uuid:upload_id>/discard/",
        staff_imports.staff_import_discard,
        name="staff_import_discard",
    ),
    path("staff/<uuid:user_id>/", staff.staff_person, name="staff_person"),
    path("staff/<uuid:user_id>/unlock/", staff_acts.staff_unlock, name="staff_unlock"),
    path("staff/<uuid:user_id>/reset/", staff_acts.staff_reset, name="staff_reset"),
    path(
        "staff/<uuid:user_id>/sessions/end/",
        staff_acts.staff_sessions_end,
        name="staff_sessions_end",
    ),
    path("staff/<uuid:user_id>/end/", staff_acts.staff_end, name="staff_end"),
    path(
        "staff/<uuid:user_id>/invite-again/",
        staff_acts.staff_invite_again,
        name="staff_invite_again",
    ),
    path(
        "staff/<uuid:user_id>/take-back/",
        staff_acts.staff_invitation_revoke,
        name="staff_invitation_revoke",
    ),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<uuid:session_id>/end/", sessions.session_end, name="session_end"),
    path("care-teams/", teams.teams, name="teams"),
    path("care-teams/<uuid:care_team_id>/", teams.team, name="team"),
    path("care-teams/<uuid:care_team_id>/assign/", teams.team_assign, name="team_assign"),
    path(
        "care-teams/<uuid:care_team_id>/leave/<uuid:grant_id>/",
        teams.team_leave,
        name="team_leave",
    ),
    path("settings/", settings.settings, name="settings"),
    path("organization/", settings.organization, name="organization"),
    path("settings/<str:name>/", settings.setting, name="setting"),
    path("requests/", requests.requests, name="requests"),
]
