"""Addresses of accounts; a campaign goes by its key."""

from django.urls import path

from nuantong.reckoning import views

app_name = "reckoning"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("<uuid:key>/account/", views.account, name="account"),
    path("<uuid:key>/account/trail/<uuid:start>/", views.trail, name="trail"),
    path("<uuid:key>/account/report/", views.report, name="report"),
    path("<uuid:key>/account/sheet/", views.sheet, name="sheet"),
    path("<uuid:key>/account/published/", views.published, name="published"),
]
