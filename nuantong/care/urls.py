from django.urls import path

from nuantong.care import bulk_views, escalation_views, feed_views, handover_views, views

app_name = "care"
urlpatterns = [
    path("", views.my_children, name="my_children"),
    path("feed/", feed_views.feed, name="feed"),
    path("calendar/<str:token>.ics", feed_views.calendar, name="calendar"),
    path("overdue/", views.overdue, name="overdue"),
    path("overdue/<str:number>/", views.act, name="act"),
    path("handovers/<int:pk>/", handover_views.handover, name="handover"),
    path("handovers/<int:pk>/sheet/", handover_views.sheet, name="handover_sheet"),
    path("escalations/", escalation_views.escalations, name="escalations"),
    path("escalations/away/", escalation_views.away, name="away"),
    path("escalations/away/<int:pk>/", escalation_views.back, name="back"),
    path("escalations/<str:number>/", escalation_views.escalation, name="escalation"),
    path("escalations/<str:number>/call/", escalation_views.call, name="call"),
    path("many/<str:which>/", bulk_views.bulk, name="bulk"),
    path("many/<str:which>/<uuid:key>/", bulk_views.result, name="bulk_result"),
    path("<str:number>/", views.record, name="record"),
    path("<str:number>/saved/<uuid:key>/", views.saved, name="saved"),
    path("<str:number>/contacts/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
