from django.urls import path

from nuantong.protection import views

app_name = "protection"
urlpatterns = [
    path("", views.report, name="report"),
    path("mine/", views.mine, name="mine"),
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:key>/", views.detail, name="detail"),
    path("stations/", views.stations, name="stations"),
    path("stations/<int:station_id>/remove/", views.remove_station, name="remove_station"),
]
