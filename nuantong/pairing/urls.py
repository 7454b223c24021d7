from django.urls import path

from nuantong.pairing.views import (
    decisions,
    leaves,
    options,
    pairs,
    pins,
    publishing,
    reviews,
    rounds,
    wishes,
)

app_name = "pairing"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("rounds/<int:pk>/", rounds.round, name="round"),
    path("rounds/<int:pk>/left/", rounds.left_over, name="left_over"),
    path("rounds/<int:pk>/progress/", rounds.progress, name="progress"),
    path("rounds/<int:pk>/accept/", decisions.accept, name="accept"),
    path("rounds/<int:pk>/close/", rounds.close, name="close"),
    path("rounds/<int:pk>/rerun/", rounds.rerun, name="rerun"),
    path("rounds/<int:pk>/cancel/", rounds.cancel, name="cancel"),
    path("rounds/<int:pk>/since/", rounds.since, name="since"),
    path("rounds/<int:pk>/publish/", publishing.publish, name="publish"),
    path("publications/<int:pk>/undo/", publishing.undo, name="undo"),
    path("rounds/<int:pk>/households/<int:household>/", wishes.household, name="household"),
    path("wishes/<int:pk>/lift/", wishes.lift, name="lift_wish"),
    path("proposals/<int:pk>/take-back/", decisions.take_back, name="take_back"),
    path("proposals/<int:pk>/accept/", decisions.accept_one, name="accept_one"),
    path("proposals/<int:pk>/reject/", decisions.reject, name="reject"),
    path("proposals/<int:pk>/lift/", decisions.lift, name="lift"),
    path("children/<str:number>/pair/", pairs.pair, name="pair"),
    path("children/<str:number>/options/", options.options, name="options"),
    path("leave/", leaves.own, name="own_leave"),
    path("carers/<int:carer_id>/leaves/", leaves.leaves, name="leaves"),
    path("leaves/<int:pk>/", leaves.change, name="change_leave"),
    path("pairings/<int:pk>/end/", pairs.end, name="end"),
    path("pairings/<int:pk>/review/", reviews.review, name="review"),
    path("places/", pins.pins, name="pins"),
    path("places/<str:code>/", pins.pin, name="pin"),
    path("places/tables/<uuid:key>/", pins.pin_load, name="pin_load"),
]
