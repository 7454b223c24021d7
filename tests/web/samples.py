"""What stands in for the parameters of each address, on one side or the other."""

from collections.abc import Callable
from typing import Any

from nuantong.books.models import Entry
from nuantong.carers.queries.submissions import SIGNER
from nuantong.instruments.tickets import ticket
from tests.web.world import Side

Sample = Callable[[Side], dict[str, Any]]


def _number(side: Side) -> dict[str, Any]:
    return {"number": side.child.number}


def _waiting(side: Side) -> dict[str, Any]:
    return {"number": side.sibling.number}


def _carer(side: Side) -> dict[str, Any]:
    return {"carer_id": side.carer.pk}


def _cohort(side: Side) -> dict[str, Any]:
    return {"key": side.cohort.key}


def _round(side: Side) -> dict[str, Any]:
    return {"pk": side.round.pk}


def _proposal(side: Side) -> dict[str, Any]:
    return {"pk": side.proposal.pk}


def _draft(side: Side) -> dict[str, Any]:
    return {"pk": side.draft.pk}


def _contact(side: Side) -> dict[str, Any]:
    return {"number": side.child.number, "key": side.contact.key}


def _visit(side: Side) -> dict[str, Any]:
    return {"key": side.visit.key}


def _batch(side: Side) -> dict[str, Any]:
    return {"key": side.batch.key}


def _account(side: Side) -> dict[str, Any]:
    return {"user_id": side.carer.user_id}


def _roster(side: Side) -> dict[str, Any]:
    return {"pk": side.roster.pk}


def _load(side: Side) -> dict[str, Any]:
    return {"pk": side.swept.load.pk}


def _record(side: Side) -> dict[str, Any]:
    return {"pk": side.swept.record.pk}


def _session(side: Side) -> dict[str, Any]:
    return {"key": side.bought.key}


def _stage(side: Side) -> Any:
    return side.bought.plan.area.evidence.get().milestone


def _application(side: Side) -> dict[str, Any]:
    return {"key": side.application.key}


def _panel(side: Side) -> dict[str, Any]:
    return {"key": side.panel.key}


def _screening(side: Side) -> dict[str, Any]:
    return {"pk": side.screening.pk}


def _scale(side: Side) -> dict[str, Any]:
    return {**_screening(side), "version": side.begun.version_id}


def _aid(side: Side) -> dict[str, Any]:
    return {"key": side.aid.key}


def _told(side: Side) -> dict[str, Any]:
    return {"key": side.told.campaign.key}


def _handed(side: Side) -> dict[str, Any]:
    return {"key": side.handed.batch.key}


def _handed_at(side: Side) -> dict[str, Any]:
    return {**_handed(side), "place": side.child.place.code}


def _gift(side: Side) -> dict[str, Any]:
    return {"key": side.told.company.key}


def _entry(side: Side) -> dict[str, Any]:
    return {"key": Entry.objects.about("campaigns.arrival", side.told.company.key).get().key}


SAMPLES: dict[str, Sample] = {
    "books:entry": _entry,
    "books:fund": lambda side: {"key": side.told.company.fund.key},
    "campaigns:arrival": _gift,
    "campaigns:campaign": _told,
    "campaigns:edit": _told,
    "campaigns:letter": _gift,
    "campaigns:report": _told,
    "access:account": _account,
    "access:grant": lambda side: {"grant_id": side.grant.pk},
    "access:reset_password": _account,
    "access:switch_account": _account,
    "accounts:remove_view": lambda side: {"view_id": side.view.pk},
    "aid:act": lambda side: {**_aid(side), "which": "payee"},
    "aid:application": _aid,
    "aid:apply": lambda side: {**_number(side), "scheme": side.aid.scheme.key},
    "aid:choose": _number,
    "aid:other": _number,
    "aid:paper": lambda side: {**_aid(side), "paper": side.aid.papers.get().key},
    "aid:payment": _aid,
    "care:act": _number,
    "care:back": lambda side: {"pk": side.away.pk},
    "care:bulk": lambda side: {"which": "overdue"},
    "care:bulk_result": lambda side: {"which": "overdue", "key": side.bulk.key},
    "care:call": _number,
    "care:escalation": _number,
    "care:handover": lambda side: {"pk": side.handover.pk},
    "care:calendar": lambda side: {"token": side.token},
    "care:handover_sheet": lambda side: {"pk": side.handover.pk},
    "care:record": _number,
    "care:saved": _contact,
    "care:withdraw": _contact,
    "carers:application": _application,
    "carers:join": lambda side: {"token": SIGNER.sign(side.child.place.code)},
    "carers:new_check": _carer,
    "carers:new_pledge": _carer,
    "carers:new_training": _carer,
    "carers:submission": lambda side: {"key": side.submission.key},
    "carers:void_check": lambda side: {**_carer(side), "pk": side.carer.checks.first().pk},
    "cohorts:by_hand": _cohort,
    "cohorts:cohort": _cohort,
    "cohorts:freeze": _cohort,
    "cohorts:remove": lambda side: {**_cohort(side), **_number(side)},
    "cohorts:rule": _cohort,
    "counselling:act": lambda side: {"key": side.case.key, "which": "session"},
    "counselling:case": lambda side: {"key": side.case.key},
    "counselling:refer": _number,
    "counselling:supervisors": lambda side: {"key": side.case.area.contract.key},
    "duties:begin": lambda side: {"code": "six-ones"},
    "duties:end_exemption": lambda side: {"pk": side.exemption.pk},
    "duties:discard": _draft,
    "duties:draft": _draft,
    "duties:draft_file": _draft,
    "duties:foresee": _draft,
    "duties:progress": _draft,
    "duties:publish": _draft,
    "duties:resolve": lambda side: {"pk": side.aside.pk},
    "duties:signal_back": lambda side: {"pk": side.silent.pk},
    "duties:take_back": lambda side: {"pk": side.edition.pk},
    "duties:version_file": lambda side: {"pk": side.edition.pk},
    "duties:words": _draft,
    "eligibility:answer": lambda side: {**_number(side), "key": side.referral.key},
    "eligibility:history": _number,
    "eligibility:refer": _number,
    "eligibility:situation": lambda side: {**_number(side), "pk": side.situation.pk},
    "goods:act": lambda side: {"key": side.goods.store.key, "which": "count"},
    "goods:box": lambda side: {"key": side.goods.box.key},
    "goods:item": lambda side: {"key": side.goods.item.key},
    "goods:purchase": lambda side: {"key": side.goods.purchase.key},
    "goods:store": lambda side: {"key": side.goods.store.key},
    "goods:taking": lambda side: {"key": side.goods.taking.key},
    "goods:transfer": lambda side: {"key": side.goods.transfer.key},
    "growth:album": _number,
    "growth:closing": _number,
    "growth:consent": _number,
    "growth:keepsake": lambda side: {**_number(side), "year": 2018},
    "growth:photo": lambda side: {**_number(side), "key": side.photo.key},
    "growth:remove": lambda side: {**_number(side), "key": side.photo.key},
    "growth:withdraw": _number,
    "growth:year": lambda side: {**_number(side), "year": 2018},
    "reckoning:account": _told,
    "reckoning:published": _told,
    "reckoning:report": _told,
    "reckoning:sheet": _told,
    "reckoning:trail": lambda side: {**_told(side), "start": side.told.receipts[0].key},
    "handouts:bank": _handed,
    "handouts:bank_list": lambda side: {"key": side.handed.made.key},
    "handouts:batch": _handed,
    "handouts:list_at": _handed_at,
    "handouts:mine": _handed,
    "handouts:paper": _handed_at,
    "handouts:picture": lambda side: {"key": side.handed.receipt.key},
    "handouts:printed": _handed_at,
    "handouts:slip": lambda side: {"key": side.handed.slip.key},
    "handouts:slips": _handed,
    "helpers:circle": _number,
    "helpers:edit_helper": lambda side: {"pk": side.service.helper_id},
    "helpers:helper": lambda side: {"pk": side.service.helper_id},
    "helpers:need": lambda side: {**_number(side), "need": side.need.pk},
    "helpers:new_pledge": lambda side: {"pk": side.service.helper_id},
    "helpers:new_check": lambda side: {"pk": side.service.helper_id},
    "help:complaint": lambda side: {"key": side.complaint.key},
    "instruments:answer": lambda side: {"token": ticket(side.begun)},
    "instruments:download": lambda side: {"pk": side.sheet.version_id, "form": "fhir"},
    "instruments:enter": lambda side: {"key": side.begun.key},
    "instruments:hand_over": lambda side: {"key": side.begun.key},
    "instruments:instrument": lambda side: {"code": side.sheet.version.instrument.code},
    "instruments:response": lambda side: {"key": side.sheet.key},
    "instruments:sheet": lambda side: {"key": side.sheet.key},
    "notices:open": lambda side: {"pk": side.notice.pk},
    "outcomes:case": lambda side: {"case": f"{side.child.pk}"},
    "outcomes:file": lambda side: {"key": side.panel.key, "number": 1},
    "outcomes:panel": _panel,
    "pairing:accept": _round,
    "pairing:accept_one": _proposal,
    "pairing:close": _round,
    "pairing:compare": _round,
    "pairing:end": lambda side: {"pk": side.pairing.pk},
    "pairing:cancel": _round,
    "pairing:household": lambda side: {**_round(side), "household": side.child.household_id},
    "pairing:left_over": _round,
    "pairing:lift_wish": lambda side: {"pk": side.wish.pk},
    "pairing:publish": _round,
    "pairing:rerun": _round,
    "pairing:shortage": lambda side: {**_round(side), "number": 0},
    "pairing:since": _round,
    "pairing:take_back": _proposal,
    "pairing:undo": lambda side: {"pk": side.publication.pk},
    "pairing:publication": lambda side: {"pk": side.publication.pk},
    "pairing:stop_publication": lambda side: {"pk": side.publication.pk},
    "pairing:go_on": lambda side: {"pk": side.publication.pk},
    "pairing:pin": lambda side: {"code": side.child.place.code},
    "pairing:pin_load": lambda side: {"key": side.pins.key},
    "pairing:lift": _proposal,
    "pairing:change_leave": lambda side: {"pk": side.leave.pk},
    "pairing:leaves": _carer,
    "pairing:options": _waiting,
    "pairing:widest": _waiting,
    "pairing:pair": _waiting,
    "pairing:progress": _round,
    "pairing:reject": _proposal,
    "pairing:review": lambda side: {"pk": side.pairing.pk},
    "pairing:round": _round,
    "programmes:faces": _session,
    "programmes:plan": lambda side: {"pk": side.bought.plan_id},
    "programmes:session": _session,
    "programmes:sheet": _session,
    "people:carer": _carer,
    "people:child": _number,
    "people:close_absence": lambda side: {**_number(side), "absence": side.absence.pk},
    "people:close_label": lambda side: {**_number(side), "label": side.label.pk},
    "people:close_need": lambda side: {**_number(side), "need": side.need.pk},
    "people:come_back": _number,
    "people:died": _number,
    "people:edit_carer": _carer,
    "people:edit_child": _number,
    "people:give_reason": _number,
    "people:leave": _number,
    "people:move": _number,
    "people:new_absence": _number,
    "people:new_label": _number,
    "people:new_need": _number,
    "people:one_move": lambda side: {"key": side.move.together},
    "people:open_account": _carer,
    "people:reveal": _number,
    "people:reveal_carer": _carer,
    "people:undo_exit": _number,
    "protection:detail": lambda side: {"key": side.report.key},
    "protection:remove_station": lambda side: {"station_id": side.station.pk},
    "rosters:kind": _roster,
    "rosters:mapping": _roster,
    "rosters:progress": _roster,
    "rosters:roster": _roster,
    "rosters:sheet": _roster,
    "screening:alert": lambda side: {"pk": side.alert.pk},
    "screening:grid": _scale,
    "screening:observe": _number,
    "screening:observed": lambda side: {**_number(side), "key": side.observation.key},
    "screening:participants": _screening,
    "screening:round": _screening,
    "screening:row": lambda side: {**_scale(side), **_number(side)},
    "screening:table": _scale,
    "screening:taking": lambda side: {**_screening(side), **_number(side)},
    "tasks:task": lambda side: {"pk": side.task.pk},
    "rosters:step": lambda side: {**_roster(side), "step": "apply"},
    "services:contract": lambda side: {"key": side.bought.plan.area.contract.key},
    "services:evidence": lambda side: {"key": side.bought.plan.area.evidence.get().key},
    "services:milestone": lambda side: {"pk": _stage(side).pk},
    "services:practitioner": lambda side: {"pk": side.bought.facilitator_id},
    "sweeps:answer": lambda side: {"pk": side.swept.card.pk},
    "sweeps:columns": _load,
    "sweeps:decide": lambda side: {**_record(side), "what": "exclude"},
    "sweeps:load": _load,
    "sweeps:progress": _load,
    "sweeps:record": _record,
    "sweeps:register": _record,
    "sweeps:reopen": lambda side: {"pk": side.swept.closing.pk},
    "sweeps:reveal": _record,
    "sweeps:takers": _record,
    "sweeps:source": lambda side: {"pk": side.swept.load.source_id},
    "sweeps:step": lambda side: {**_load(side), "step": "stop"},
    "sweeps:undo": lambda side: {"pk": side.swept.link.pk},
    "visits:add_row": _batch,
    "visits:ask": _number,
    "visits:batch": _batch,
    "visits:changes": lambda side: {**_visit(side), **_number(side)},
    "visits:correct": _visit,
    "visits:photo": lambda side: {**_visit(side), "number": 0},
    "visits:record": _number,
    "visits:record_asked": lambda side: {"key": side.asked.key},
    "visits:row": lambda side: {**_batch(side), "number": 1},
    "visits:saved": _visit,
    "visits:sheet": _batch,
    "visits:visit": _visit,
    "visits:withdraw": _visit,
    "visits:words": _visit,
}
