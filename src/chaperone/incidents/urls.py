from django.urls import URLPattern, URLResolver, path

from chaperone.incidents.assessing import views as assessing
from chaperone.incidents.cases.views import files, opening, register, tasks, team, working
from chaperone.incidents.containment import views as containment
from chaperone.incidents.exposure import views as exposure
from chaperone.incidents.notifying.views import customer, notices
from chaperone.incidents.notifying.views import files as authorities
from chaperone.incidents.notifying.views import public as told
from chaperone.incidents.reports.views import officers, public, staff

app_name = "incidents"
_EXPOSURE = "<uuid:incident_id>/exposure/"
_ASSESSMENT = "<uuid:incident_id>/assessment/"
_NOTICES = "<uuid:incident_id>/notices/"
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
    path("reports/<uuid:report_id>/text/", officers.text, name="text_report"),
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
    path(_EXPOSURE, exposure.exposure, name="exposure"),
    path(f"{_EXPOSURE}compute/", exposure.expose, name="expose"),
    path(f"{_EXPOSURE}<uuid:exposure_id>/", exposure.lines, name="exposure_lines"),
    path(
        f"{_EXPOSURE}<uuid:exposure_id>/<uuid:subject_id>/", exposure.proof, name="exposure_proof"
    ),
    path(_ASSESSMENT, assessing.assessment, name="assessment"),
    path(f"{_ASSESSMENT}write/", assessing.assess, name="assess"),
    path(f"{_ASSESSMENT}sign/", assessing.sign, name="assessment_sign"),
    path(f"{_ASSESSMENT}return/", assessing.give_back, name="assessment_return"),
    path(f"{_ASSESSMENT}delay/", assessing.delay, name="delay"),
    path(f"{_ASSESSMENT}<slug:name>/give/", assessing.give, name="clock_give"),
    path(f"{_ASSESSMENT}<slug:name>/done/", assessing.meet, name="clock_meet"),
    path(_NOTICES, notices.notices, name="notices"),
    path(f"{_NOTICES}write/", notices.write, name="notice_write"),
    path(f"{_NOTICES}approve/", notices.approve, name="notice_approve"),
    path(f"{_NOTICES}post/", notices.post, name="notice_post"),
    path(f"{_NOTICES}letters/", notices.letters, name="letters_ask"),
    path(f"{_NOTICES}letters/instead/", notices.letters_instead, name="letters_instead"),
    path(f"{_NOTICES}letters/note/", notices.note, name="letters_note"),
    path(f"{_NOTICES}texts/", notices.texts, name="texts_ask"),
    path(f"{_NOTICES}media/", notices.media, name="media"),
    path(f"{_NOTICES}customer/", customer.customer, name="customer"),
    path(f"{_NOTICES}customer/names/", customer.customer_names, name="customer_names"),
    path(f"{_NOTICES}customer/sent/", customer.customer_sent, name="customer_sent"),
    path(f"{_NOTICES}customer.pdf", customer.customer_pdf, name="customer_pdf"),
    path(f"{_NOTICES}customer.json", customer.customer_json, name="customer_json"),
    path(f"{_NOTICES}hhs.csv", authorities.secretary_csv, name="secretary_csv"),
    path(f"{_NOTICES}hhs.json", authorities.secretary_json, name="secretary_json"),
    path(f"{_NOTICES}authority.json", authorities.authority_json, name="authority_json"),
    path("breaches/<int:year>.csv", authorities.log, name="breach_log"),
    path("letters/", authorities.mailings, name="letters"),
    path("letters/<uuid:mailing_id>/", authorities.letters, name="letters_take"),
    path("told/<slug:organization>/", told.posted, name="posted"),
    path("told/<slug:organization>/<slug:token>/", told.emailed, name="emailed"),
]
