from django.urls import path

from nuantong.rosters import views

app_name = "rosters"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.roster, name="roster"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/mapping/", views.mapping, name="mapping"),
    path("<int:pk>/kind/", views.kind, name="kind"),
    path("<int:pk>/step/<str:step>/", views.step, name="step"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
]
