from django.urls import path

from nuantong.screening.views import alerts, observing

app_name = "screening"
urlpatterns = [
    path("red/", alerts.alerts, name="alerts"),
    path("red/<int:pk>/", alerts.alert, name="alert"),
    path("children/<str:number>/observe/", observing.observe, name="observe"),
    path("children/<str:number>/observed/<uuid:key>/", observing.observed, name="observed"),
]
