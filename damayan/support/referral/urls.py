from django.urls import path

from damayan.support.referral.views import desk, directory, referrals

_REFERRAL = "referrals/<slug:key>/"
_DESK = "desk/services/<slug:key>/"

app_name = "referral"
urlpatterns = [
    path("services/", directory.services, name="services"),
    path("services/<slug:key>/", directory.service, name="service"),
    path("services/<slug:key>/begin/", referrals.begin, name="begin"),
    path("services/<slug:key>/suggest/", referrals.suggest, name="suggest"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/given/", referrals.given, name="given"),
    path(_REFERRAL, referrals.referral, name="referral"),
    path(f"{_REFERRAL}weigh/", referrals.weigh, name="weigh"),
    path(f"{_REFERRAL}answers/", referrals.answers, name="answers"),
    path(f"{_REFERRAL}agree/", referrals.agree, name="agree"),
    path(f"{_REFERRAL}withdraw/", referrals.withdraw, name="withdraw"),
    path(f"{_REFERRAL}sheet.pdf", referrals.sheet, name="sheet"),
    path(f"{_REFERRAL}fhir.json", referrals.as_fhir, name="fhir"),
    path(f"{_REFERRAL}<slug:state>/", referrals.lead, name="lead"),
    path("desk/services/", desk.services, name="desk"),
    path("desk/services/new/", desk.add, name="add_service"),
    path("desk/services/bring-in/", desk.bring_in, name="bring_in"),
    path("desk/services/services.csv", desk.as_csv, name="csv"),
    path("desk/services/services.hsds.json", desk.as_hsds, name="hsds"),
    path("desk/services/figures/", desk.figures, name="figures"),
    path(_DESK, desk.edit, name="edit_service"),
    path(f"{_DESK}verified/", desk.verify, name="verify_service"),
    path(f"{_DESK}retire/", desk.retire, name="retire_service"),
    path(f"{_DESK}return/", desk.put_back, name="return_service"),
]
