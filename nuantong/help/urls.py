from django.urls import path

from nuantong.help import views

app_name = "help"
urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("new/", views.complain, name="complain"),
    path("mine/", views.mine, name="mine"),
    path("<uuid:key>/", views.complaint, name="complaint"),
]
