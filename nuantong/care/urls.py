from django.urls import path

from nuantong.care import handover_views, views

app_name = "care"
urlpatterns = [
    path("", views.my_children, name="my_children"),
    path("overdue/", views.overdue, name="overdue"),
    path("overdue/<str:number>/", views.act, name="act"),
    path("handovers/<int:pk>/", handover_views.handover, name="handover"),
    path("handovers/<int:pk>/sheet/", handover_views.sheet, name="handover_sheet"),
    path("<str:number>/", views.record, name="record"),
    path("<str:number>/saved/<uuid:key>/", views.saved, name="saved"),
    path("<str:number>/contacts/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
