from django.urls import path

from nuantong.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("sheet/", views.dashboard_sheet, name="dashboard_sheet"),
    path("monthly/", views.monthly_report, name="monthly"),
    path("monthly/sheet/", views.monthly_sheet, name="monthly_sheet"),
]
