from django.urls import path

from damayan.safety.views import (
    care,
    desk,
    help,  # noqa: A004 - the page's own name
    line,
    near,
    reports,
)

app_name = "safety"
urlpatterns = [
    path("help/", help.help_now, name="help"),
    path("help/near/", near.say_near, name="near"),
    path("help/kept/<slug:slug>/", help.kept, name="kept"),
    path("help/leaving/", help.leaving, name="leaving"),
    path("leave/", help.leave, name="leave"),
    path("report/thanks/<slug:kind>/", reports.thanks, name="thanks"),
    path("report/<slug:kind>/<slug:key>/", reports.report, name="report"),
    path("my-reports/<slug:key>/", reports.my_report, name="my_report"),
    path("care/line/<slug:key>/", line.line, name="line"),
    path("care/line/<slug:key>/say/", line.say_on_line, name="say_on_line"),
    path("care/line/<slug:key>/leave/", line.leave_line, name="leave_line"),
    path("care/<slug:kind>/<slug:key>/line/", line.open_line, name="open_line"),
    path("care/<slug:kind>/<slug:key>/", care.say, name="care"),
    path("desk/helplines/", desk.helplines, name="helplines"),
    path("desk/helplines/new/", desk.add, name="add_helpline"),
    path("desk/helplines/<slug:key>/", desk.edit, name="edit_helpline"),
    path("desk/helplines/<slug:key>/verified/", desk.verify, name="verify_helpline"),
    path("desk/helplines/<slug:key>/retire/", desk.retire, name="retire_helpline"),
    path("desk/helplines/<slug:key>/return/", desk.put_back, name="return_helpline"),
]
