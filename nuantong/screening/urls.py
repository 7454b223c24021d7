from django.urls import path

from nuantong.screening.views import alerts, grid, observing, rounds, taking

app_name = "screening"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.new_round, name="new_round"),
    path("red/", alerts.alerts, name="alerts"),
    path("red/<int:pk>/", alerts.alert, name="alert"),
    path("<int:pk>/", rounds.round_, name="round"),
    path("<int:pk>/children/", rounds.participants, name="participants"),
    path("<int:pk>/children/<str:number>/", taking.taking, name="taking"),
    path("<int:pk>/scales/<int:version>/", grid.grid, name="grid"),
    path("<int:pk>/scales/<int:version>/table/", grid.table, name="table"),
    path("<int:pk>/scales/<int:version>/<str:number>/", grid.row, name="row"),
    path("children/<str:number>/observe/", observing.observe, name="observe"),
    path("children/<str:number>/observed/<uuid:key>/", observing.observed, name="observed"),
]
