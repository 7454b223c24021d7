"""Addresses of home visits. Children by their public number, everything else by its key."""

from django.urls import path

from nuantong.visits.views import paper, plan, recording, records, rules

app_name = "visits"
urlpatterns = [
    path("", plan.homes, name="homes"),
    path("route/", plan.route_sheet, name="route"),
    path("form/", plan.blank_form, name="form"),
    path("ask/<slug:number>/", plan.ask, name="ask"),
    path("homes/<slug:number>/", recording.record, name="record"),
    path("asked/<uuid:key>/", recording.record_asked, name="record_asked"),
    path("found/", recording.record_found, name="found"),
    path("records/", records.visits, name="visits"),
    path("records/<uuid:key>/", records.visit, name="visit"),
    path("records/<uuid:key>/saved/", recording.saved, name="saved"),
    path("records/<uuid:key>/words/", records.open_words, name="words"),
    path("records/<uuid:key>/photos/<int:number>/", records.photo, name="photo"),
    path("records/<uuid:key>/correct/", recording.correct, name="correct"),
    path("records/<uuid:key>/withdraw/", recording.withdraw, name="withdraw"),
    path("records/<uuid:key>/changes/<slug:number>/", records.changes, name="changes"),
    path("paper/", paper.batches, name="batches"),
    path("paper/<uuid:key>/", paper.batch, name="batch"),
    path("paper/<uuid:key>/add/", paper.add, name="add_row"),
    path("paper/<uuid:key>/sheet/", paper.sheet, name="sheet"),
    path("paper/<uuid:key>/rows/<int:number>/", paper.row, name="row"),
    path("rules/", rules.rules, name="rules"),
]
