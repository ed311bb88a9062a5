from django.urls import URLPattern, URLResolver, path

from chaperone.incidents.cases.views import files, opening, register, tasks, team, working
from chaperone.incidents.containment import views as containment
from chaperone.incidents.reports.views import officers, public, staff

app_name = "incidents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", register.incidents, name="incidents"),
    path("open/", opening.open_by_hand, name="open"),
    path("alerts/<uuid:alert_id>/open/", opening.open_from_alert, name="open_from_alert"),
    path("drills/", register.drills, name="drills"),
    path("drills/begin/", opening.begin_drill, name="begin_drill"),
    path("report/", staff.report, name="report"),
    path("report/<slug:organization>/", public.concern, name="public_report"),
    path("report/<slug:organization>/follow/", public.followed, name="public_followed"),
    path("reports/", officers.reports, name="reports"),
    path("reports/<uuid:report_id>/", officers.one, name="one_report"),
    path("reports/<uuid:report_id>/take-up/", officers.acknowledge, name="acknowledge_report"),
    path("reports/<uuid:report_id>/close/", officers.close, name="close_report"),
    path("reports/<uuid:report_id>/merge/", officers.merge, name="merge_report"),
    path("<uuid:incident_id>/", working.case, name="case"),
    path("<uuid:incident_id>/take/", working.acknowledge, name="acknowledge"),
    path("<uuid:incident_id>/change/", working.change, name="change"),
    path("<uuid:incident_id>/stage/", working.stage, name="stage"),
    path("<uuid:incident_id>/close/", working.close, name="close"),
    path("<uuid:incident_id>/team/", team.add, name="team_add"),
    path("<uuid:incident_id>/team/<uuid:duty_id>/leave/", team.leave, name="team_leave"),
    path("<uuid:incident_id>/timeline/", working.timeline, name="timeline"),
    path("<uuid:incident_id>/note/", working.note, name="note"),
    path("<uuid:incident_id>/tasks/", tasks.listed, name="tasks"),
    path("<uuid:incident_id>/tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("<uuid:incident_id>/tasks/<uuid:task_id>/assign/", tasks.assign, name="task_assign"),
    path("<uuid:incident_id>/files/", files.files, name="files"),
    path("<uuid:incident_id>/contain/", containment.contained, name="contain"),
    path("<uuid:incident_id>/contain/<slug:how>/", containment.stop, name="stop"),
    path("<uuid:incident_id>/contain/<uuid:containment_id>/undo/", containment.undone, name="undo"),
]
