"""Addresses of hand-outs: batches, slips and lists by their keys, places by their codes."""

from django.urls import path

from nuantong.handouts.views import bank, batches, lists, slips

app_name = "handouts"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("new/", batches.new, name="new"),
    path("<uuid:key>/", batches.batch, name="batch"),
    path("<uuid:key>/slips/", batches.slips, name="slips"),
    path("<uuid:key>/mine/", lists.mine, name="mine"),
    path("<uuid:key>/at/<slug:place>/", lists.at, name="list_at"),
    path("<uuid:key>/at/<slug:place>/print/", lists.printed, name="printed"),
    path("<uuid:key>/at/<slug:place>/paper/", lists.paper, name="paper"),
    path("<uuid:key>/bank/", bank.lists, name="bank"),
    path("bank/<uuid:key>/", bank.bank_list, name="bank_list"),
    path("slips/<uuid:key>/", slips.slip, name="slip"),
    path("receipts/<uuid:key>/", slips.picture, name="picture"),
]
