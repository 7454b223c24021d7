from django.urls import path

from nuantong.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("", views.hints, name="hints"),
    path("<str:number>/", views.history, name="history"),
    path("<str:number>/situations/<int:pk>/", views.situation, name="situation"),
    path("<str:number>/refer/", views.refer, name="refer"),
    path("<str:number>/referrals/<uuid:key>/", views.answer, name="answer"),
]
