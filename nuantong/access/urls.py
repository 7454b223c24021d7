from django.urls import path

from nuantong.access import administration, log

app_name = "access"
urlpatterns = [
    path("log/", log.log, name="log"),
    path("accounts/", administration.account_list, name="accounts"),
    path("accounts/<int:user_id>/", administration.account, name="account"),
    path("accounts/<int:user_id>/switch/", administration.switch_account, name="switch_account"),
    path("accounts/<int:user_id>/password/", administration.reset_password, name="reset_password"),
    path("grants/", administration.grant_list, name="grants"),
    path("grants/<int:grant_id>/", administration.grant, name="grant"),
]
