from django.urls import path

from nuantong.counselling.views import case, cases

app_name = "counselling"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("children/<str:number>/", cases.refer, name="refer"),
    path("projects/<uuid:key>/", cases.supervisors, name="supervisors"),
    path("<uuid:key>/", case.case, name="case"),
    path("<uuid:key>/<slug:which>/", case.act, name="act"),
]
