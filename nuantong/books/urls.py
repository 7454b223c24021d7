from django.urls import path

from nuantong.books import views

app_name = "books"
urlpatterns = [
    path("", views.funds, name="funds"),
    path("new/", views.new_fund, name="new_fund"),
    path("months/", views.months, name="months"),
    path("entries/<uuid:key>/", views.entry, name="entry"),
    path("<uuid:key>/", views.fund, name="fund"),
]
