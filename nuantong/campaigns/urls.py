from django.urls import path

from nuantong.campaigns.views import campaigns, gifts

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("new/", campaigns.new, name="new"),
    path("donors/", gifts.donors, name="donors"),
    path("arrivals/<uuid:key>/", gifts.arrival, name="arrival"),
    path("arrivals/<uuid:key>/letter/", gifts.letter, name="letter"),
    path("<uuid:key>/", campaigns.campaign, name="campaign"),
    path("<uuid:key>/edit/", campaigns.edit, name="edit"),
    path("<uuid:key>/report/", gifts.report, name="report"),
]
