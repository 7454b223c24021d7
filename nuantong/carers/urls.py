from django.urls import path

from nuantong.carers.views import applications, checks, joining, record

app_name = "carers"
urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/new/", applications.new_application, name="new_application"),
    path("applications/<uuid:key>/", applications.application, name="application"),
    path("checks/", checks.checks, name="checks"),
    path("invite/", joining.invite, name="invite"),
    path("join/<str:token>/", joining.join, name="join"),
    path("receipt/", joining.receipt, name="receipt"),
    path("submissions/<uuid:key>/", joining.submission, name="submission"),
    path("new/", record.new_carer, name="new_carer"),
    path("own/", record.own, name="own"),
    path("<int:carer_id>/checks/new/", record.new_check, name="new_check"),
    path("<int:carer_id>/checks/<int:pk>/void/", record.void_check, name="void_check"),
    path("<int:carer_id>/pledges/new/", record.new_pledge, name="new_pledge"),
    path("<int:carer_id>/trainings/new/", record.new_training, name="new_training"),
]
