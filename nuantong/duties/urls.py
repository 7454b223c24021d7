"""Addresses of the duties' own pages."""

from django.urls import path

from nuantong.duties import views

app_name = "duties"
urlpatterns = [path("protocols/", views.protocols, name="protocols")]
