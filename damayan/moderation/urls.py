from django.urls import path

from damayan.moderation import urls_cases, urls_figures, urls_line
from damayan.moderation.views import (
    appeals,
    closed,
    concerns,
    decisions,
    resting,
    reveal,
    sanctions,
    shifts,
)

_SHIFT = "guides/shifts/<slug:key>/"
_DEBRIEF = "guides/me/notes/<slug:key>/"
_REVEAL = "guides/reveals/<slug:key>/"

app_name = "moderation"
urlpatterns = [
    *urls_cases.urlpatterns,
    *urls_figures.urlpatterns,
    *urls_line.urlpatterns,
    path("guides/personas/<slug:key>/", concerns.look_behind, name="look_behind"),
    path("guides/held/", sanctions.held, name="held"),
    path("guides/held/<slug:key>/", sanctions.lift, name="lift"),
    path("guides/removals/<slug:key>/", sanctions.removal, name="removal"),
    path("guides/appeals/", appeals.appeals, name="appeals"),
    path("guides/appeals/<slug:key>/", appeals.look, name="appeal"),
    path("guides/appeals/<slug:key>/take/", appeals.take, name="take_appeal"),
    path("account/closed/why/", closed.account_closed, name="account_closed"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<slug:key>/", decisions.decision, name="decision"),
    path("decisions/<slug:key>/appeal/", appeals.appeal, name="ask_again"),
    path("guides/log/", concerns.log, name="log"),
    path("guides/shifts/", shifts.shifts, name="shifts"),
    path("guides/shifts/plan/", shifts.plan, name="plan"),
    path("guides/shifts/offer/", shifts.offer, name="offer_shift"),
    path("guides/shifts/now/", shifts.come, name="come"),
    path(f"{_SHIFT}take/", shifts.take, name="take_shift"),
    path(f"{_SHIFT}give-back/", shifts.give_back, name="give_back_shift"),
    path(f"{_SHIFT}begin/", shifts.begin, name="begin_shift"),
    path(f"{_SHIFT}end/", shifts.end, name="end_shift"),
    path(f"{_SHIFT}read/", shifts.read, name="read_hand_over"),
    path(f"{_SHIFT}cancel/", shifts.cancel, name="cancel_shift"),
    path("guides/me/", resting.how_you_are, name="how_you_are"),
    path("guides/me/rest/", resting.take_rest, name="take_rest"),
    path("guides/me/back/", resting.end_rest, name="end_rest"),
    path("guides/me/notes/", resting.debrief, name="debrief"),
    path(f"{_DEBRIEF}share/", resting.share, name="share_debrief"),
    path(f"{_DEBRIEF}take-back/", resting.take_back, name="take_back_debrief"),
    path(f"{_DEBRIEF}remove/", resting.remove, name="remove_debrief"),
    path("guides/care/", resting.how_guides_are, name="how_guides_are"),
    path("guides/reports/<slug:key>/reveal/", reveal.ask, name="ask_reveal"),
    path("guides/reveals/", reveal.reveals, name="reveals"),
    path(_REVEAL, reveal.reveal, name="reveal"),
    path(f"{_REVEAL}approve/", reveal.approve, name="approve_reveal"),
    path(f"{_REVEAL}refuse/", reveal.refuse, name="refuse_reveal"),
    path(f"{_REVEAL}see/", reveal.see, name="see_reveal"),
    path(f"{_REVEAL}leave-untold/", reveal.leave_untold, name="leave_untold"),
    path(f"{_REVEAL}tell-now/", reveal.tell_now, name="tell_now"),
]
