from django.urls import path

from nuantong.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("number/", views.number, name="number"),
    path("quiet/", views.quiet, name="quiet"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_one, name="open"),
]
