"""Addresses of the register. A child is named by her public number, never by an ID."""

from django.urls import path

from nuantong.people.views import (
    acts,
    ageing,
    carers,
    children,
    editing,
    file,
    leaving,
    moving,
    places,
    registering,
)

app_name = "people"
urlpatterns = [
    path("children/", children.children, name="children"),
    path("children/suggest/", children.suggest_children, name="suggest_children"),
    path("children/new/", registering.new_child, name="new_child"),
    path("children/take-back/", leaving.take_back, name="take_back"),
    path("children/<slug:number>/", file.child_page, name="child"),
    path("children/<slug:number>/reason/", file.give_reason, name="give_reason"),
    path("children/<slug:number>/reveal/", file.reveal, name="reveal"),
    path("children/<slug:number>/edit/", editing.edit_child, name="edit_child"),
    path("children/<slug:number>/move/", moving.move, name="move"),
    path("children/<slug:number>/leave/", leaving.leave, name="leave"),
    path("children/<slug:number>/died/", leaving.died, name="died"),
    path("children/<slug:number>/undo-exit/", leaving.undo_exit, name="undo_exit"),
    path("children/<slug:number>/return/", leaving.come_back, name="come_back"),
    path("children/<slug:number>/away/", leaving.new_absence, name="new_absence"),
    path(
        "children/<slug:number>/away/<int:absence>/back/",
        leaving.close_absence,
        name="close_absence",
    ),
    path("children/<slug:number>/labels/new/", acts.new_label, name="new_label"),
    path("children/<slug:number>/labels/<int:label>/end/", acts.close_label, name="close_label"),
    path("children/<slug:number>/needs/new/", acts.new_need, name="new_need"),
    path("children/<slug:number>/needs/<int:need>/met/", acts.close_need, name="close_need"),
    path("ageing/", ageing.ageing, name="ageing"),
    path("moves/", moving.moves, name="moves"),
    path("moves/number/", moving.moves_number, name="moves_number"),
    path("moves/<uuid:key>/", moving.one_move, name="one_move"),
    path("carers/", carers.carers, name="carers"),
    path("carers/suggest/", carers.suggest_carers, name="suggest_carers"),
    path("carers/<int:carer_id>/", carers.carer_page, name="carer"),
    path("carers/<int:carer_id>/reveal/", carers.reveal_carer, name="reveal_carer"),
    path("carers/<int:carer_id>/edit/", carers.edit_carer, name="edit_carer"),
    path("carers/<int:carer_id>/account/", carers.open_account, name="open_account"),
    path("places/steps/", places.place_steps, name="place_steps"),
    path("places/suggest/", places.suggest_places, name="suggest_places"),
]
