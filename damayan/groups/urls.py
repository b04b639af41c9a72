from django.urls import path

from damayan.groups.views import desk, invitations, joining, lists, pacing, personas

_PERSONA = "groups/<slug:slug>/people/<slug:key>/"
_DESK = "desk/groups/<slug:slug>/"

app_name = "groups"
urlpatterns = [
    path("robots.txt", lists.robots, name="robots"),
    path("groups/", lists.group_list, name="list"),
    path("groups/<slug:slug>/about/", joining.about, name="about"),
    path("groups/<slug:slug>/join/", joining.join, name="join"),
    path("groups/<slug:slug>/rules/", joining.rules, name="rules"),
    path("groups/<slug:slug>/leave/", joining.leave, name="leave"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path(_PERSONA, personas.persona, name="persona"),
    path(f"{_PERSONA}block/", personas.block, name="block"),
    path(f"{_PERSONA}unblock/", personas.unblock, name="unblock"),
    path(f"{_PERSONA}mute/", personas.mute, name="mute"),
    path(f"{_PERSONA}unmute/", personas.unmute, name="unmute"),
    path("me/groups/", lists.mine, name="mine"),
    path("me/groups/set-aside/", lists.set_aside, name="set_aside"),
    path("desk/groups/", desk.desk, name="desk"),
    path("desk/groups/new/", desk.found, name="found"),
    path(_DESK, desk.edit, name="edit"),
    path(f"{_DESK}archive/", desk.archive, name="archive"),
    path(f"{_DESK}reopen/", desk.reopen, name="reopen"),
    path(f"{_DESK}search/open/", desk.open_to_search, name="open_to_search"),
    path(f"{_DESK}search/close/", desk.close_to_search, name="close_to_search"),
    path(f"{_DESK}pace/", pacing.pace, name="pace"),
    path(f"{_DESK}roles/", desk.roles, name="roles"),
    path(f"{_DESK}roles/<int:pk>/end/", desk.end_role, name="end_role"),
    path(f"{_DESK}invitations/", invitations.invitations, name="invitations"),
    path(f"{_DESK}invitations/<slug:key>/withdraw/", invitations.withdraw, name="withdraw"),
]
