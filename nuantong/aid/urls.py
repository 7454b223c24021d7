from django.urls import path

from nuantong.aid.views import application, applications, applying, payments, schemes

app_name = "aid"
urlpatterns = [
    path("", applications.applications, name="applications"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.new_scheme, name="new_scheme"),
    path("payments/", payments.payments, name="payments"),
    path("payments/<uuid:key>/", payments.payment, name="payment"),
    path("children/<slug:number>/", applying.choose, name="choose"),
    path("children/<slug:number>/other/", applying.other, name="other"),
    path("children/<slug:number>/<uuid:scheme>/", applying.apply, name="apply"),
    path("<uuid:key>/", application.application, name="application"),
    path("<uuid:key>/papers/<uuid:paper>/", application.paper, name="paper"),
    path("<uuid:key>/<slug:which>/", application.act, name="act"),
]
