"""Addresses of the growth file, below the child's."""

from django.urls import path

from nuantong.growth import views

app_name = "growth"
urlpatterns = [
    path("keepsakes/", views.keepsakes, name="keepsakes"),
    path("children/<slug:number>/album/", views.album, name="album"),
    path("children/<slug:number>/album/consent/", views.consent, name="consent"),
    path("children/<slug:number>/album/withdraw/", views.withdraw, name="withdraw"),
    path("children/<slug:number>/album/<uuid:key>/", views.photo, name="photo"),
    path("children/<slug:number>/album/<uuid:key>/remove/", views.remove, name="remove"),
    path("children/<slug:number>/keepsake/<int:year>/", views.keepsake, name="keepsake"),
    path("children/<slug:number>/year/<int:year>/", views.year, name="year"),
    path("children/<slug:number>/closing-sheet/", views.closing_sheet, name="closing"),
]
