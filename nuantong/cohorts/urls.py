from django.urls import path

from nuantong.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("", views.cohorts, name="cohorts"),
    path("new/", views.new, name="new"),
    path("fairness/", views.fairness, name="fairness"),
    path("<uuid:key>/", views.cohort, name="cohort"),
    path("<uuid:key>/rule/", views.rule, name="rule"),
    path("<uuid:key>/by-hand/", views.by_hand, name="by_hand"),
    path("<uuid:key>/freeze/", views.freeze, name="freeze"),
    path("<uuid:key>/remove/<str:number>/", views.remove, name="remove"),
]
