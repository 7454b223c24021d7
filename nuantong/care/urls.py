from django.urls import path

from nuantong.care import views

app_name = "care"
urlpatterns = [
    path("", views.my_children, name="my_children"),
    path("overdue/", views.overdue, name="overdue"),
    path("overdue/<str:number>/", views.act, name="act"),
    path("<str:number>/", views.record, name="record"),
    path("<str:number>/saved/<uuid:key>/", views.saved, name="saved"),
    path("<str:number>/contacts/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
