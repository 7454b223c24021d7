from django.urls import path

from nuantong.access import log

app_name = "access"
urlpatterns = [
    path("", log.log, name="log"),
]
