from django.urls import path

from nuantong.helpers import views

app_name = "helpers"
urlpatterns = [
    path("helpers/", views.helpers, name="helpers"),
    path("helpers/expiring/", views.expiring, name="expiring"),
    path("helpers/new/", views.new_helper, name="new_helper"),
    path("helpers/<int:pk>/", views.helper, name="helper"),
    path("helpers/<int:pk>/edit/", views.edit_helper, name="edit_helper"),
    path("helpers/<int:pk>/pledges/new/", views.new_pledge, name="new_pledge"),
    path("helpers/<int:pk>/checks/new/", views.new_check, name="new_check"),
    path("children/<slug:number>/circle/", views.circle, name="circle"),
    path("children/<slug:number>/needs/<int:need>/helpers/", views.need, name="need"),
]
