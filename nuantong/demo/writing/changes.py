"""Eight months of a living register: who left, came back, moved, waits to be taken over, is away."""

import datetime as dt
import uuid
from collections.abc import Iterable
from random import Random
from typing import Any, Final

from nuantong.core.copying import reserve_ids
from nuantong.demo import cast
from nuantong.demo.families import Family
from nuantong.demo.names import Names
from nuantong.demo.places import Spot
from nuantong.demo.size import SEED, TODAY, chance, day_between, pick
from nuantong.demo.writing.people import People
from nuantong.demo.writing.tables import write
from nuantong.people.identity import search_key
from nuantong.people.models import (
    Absence,
    Child,
    Exit,
    ExitReason,
    Household,
    Move,
    Registration,
    Residence,
)

BEGAN: Final = dt.date(2017, 12, 20)
REASONS: Final = {
    ExitReason.ADULT: 46, ExitReason.INELIGIBLE: 16, ExitReason.RELEASED: 11,
    ExitReason.LEFT_CITY: 11, ExitReason.ADOPTED: 8, ExitReason.PARENTS_FOUND: 4,
    ExitReason.REHABILITATED: 3, ExitReason.DIED: 1,
}  # fmt: skip
WHY: Final = "随监护人租房进城", "投靠外祖父母", "转学投亲", "易地扶贫搬迁"
AWAY: Final = (("with_parents", "广东省东莞市，父亲打工处"), ("holiday", "贵州省遵义市，姑姑家"),
               ("with_parents", "浙江省义乌市，母亲打工处"), ("hospital", "区人民医院儿科"))  # fmt: skip
Row = dict[str, Any]


def write_changes(people: People, seed: int = SEED) -> None:
    """One in a hundred of everything, and what the tour's township has to answer."""
    rng = chance("changes", seed)
    homes = list(zip(people.families, people.children, people.households, strict=True))
    some = max(len(homes) // 100, 4)
    at_home = [one for one in homes if one[0].institution is None and not one[0].key]
    in_homes = [one for one in homes if one[0].institution is not None]
    _left(rng, [family.spot for family, *_ in rng.sample(at_home, some)])
    _returned(rng, [ids[0] for _, ids, _ in rng.sample(in_homes, max(some // 8, 1))])
    settled = [one for one in at_home if not one[0].moved_from]
    moving = rng.sample(settled, 2 * some)
    _moved(rng, moving[:some], at_home)
    _waiting(rng, moving[some : some + 6], people)
    _away(rng, [ids[0] for _, ids, _ in rng.sample(at_home, some)])


def _township(spot: Spot) -> str:
    return f"{spot.township.name}妇联"


def _left(rng: Random, spots: list[Spot]) -> None:
    """Children who were on the register at the year's beginning and are no more."""
    names, keys = Names(rng), reserve_ids(Child, len(spots))
    homes = reserve_ids(Household, len(spots))
    write(Household, ({"id": h, "place": s.village.id} for h, s in zip(homes, spots, strict=True)))
    exits = [_exit(rng, key, spot) for key, spot in zip(keys, spots, strict=True)]
    write(Child, (
        _gone(rng, names, gone, home, spot)
        for gone, home, spot in zip(exits, homes, spots, strict=True)
    ))  # fmt: skip
    write(Exit, exits)
    Registration.objects.filter(child__in=keys).delete()
    places = {key: spot.village.id for key, spot in zip(keys, spots, strict=True)}
    write(Registration, (
        row for gone in exits
        for row in _until(gone["child"], places[gone["child"]], "scattered", BEGAN, gone["on"], gone["reason"])
    ))  # fmt: skip


def _exit(rng: Random, child: int, spot: Spot) -> Row:
    on, reason = day_between(rng, dt.date(2018, 1, 10), dt.date(2018, 8, 20)), pick(rng, REASONS)
    return {
        "child": child, "on": on, "reason": reason.value, "note": "",
        "last_paid": on.replace(day=1), "evidence": "村（社区）证明，乡镇核查",
        "cause": "先天性心脏病" if reason == ExitReason.DIED else "", "handling": "",
        "recorded_on": on, "by": _township(spot), "undone_by": "", "undone_why": "",
    }  # fmt: skip


def _gone(rng: Random, names: Names, gone: Row, home: int, spot: Spot) -> Row:
    boy, grown = rng.random() < 0.5, gone["reason"] == ExitReason.ADULT
    name = names.child(names.surname(spot.southeast), boy)
    years = 18 if grown else rng.randint(4, 15)
    born = gone["on"].replace(day=min(gone["on"].day, 28), year=gone["on"].year - years)
    return {
        "id": gone["child"], "household": home, "place": spot.village.id, "place_since": BEGAN,
        "status": "left", "registered_on": BEGAN, "left_on": gone["on"],
        "left_reason": str(ExitReason(gone["reason"]).label), "name": name,
        "pinyin": search_key(name), "sex": "1" if boy else "2", "birth_date": born,
        "ethnicity": "汉族", "id_status": "missing", "setting": "scattered", "stage": "",
        "school": "", "grade": "", "teacher": "", "health": "healthy",
    }  # fmt: skip


def _until(
    child: int,
    place: int | None,
    setting: str,
    since: dt.date,
    until: dt.date,
    ended: str,
    **more: Any,
) -> list[Row]:
    """A span as it was known while it lasted, and since it ended."""
    row = {
        "child": child, "place": place, "setting": setting, "since": since, "until": None,
        "begun": "registered", "ended": "", "came_from": None, "went_to": None, "note": "",
        "known_from": since, "known_until": until,
    }  # fmt: skip
    return [row, {**row, "until": until, "ended": ended, "known_from": until, "known_until": None,
                  **more}]  # fmt: skip


def _since(
    child: int, place: int | None, setting: str, since: dt.date, begun: str, **more: Any
) -> Row:
    row = _until(child, place, setting, since, since, begun)[0]
    return {**row, "begun": begun, "known_until": None, **more}


def _returned(rng: Random, children: list[int]) -> None:
    """Taken home by relatives in spring, back in an institution in summer."""
    spans, exits = [], []
    for child in Child.objects.filter(pk__in=children, registered_on__lt=dt.date(2018, 2, 1)):
        left = day_between(rng, dt.date(2018, 2, 20), dt.date(2018, 4, 20))
        back = left + dt.timedelta(rng.randint(50, 100))
        spans += _until(child.pk, child.place_id, child.setting, child.registered_on, left,
                        "parents_found")  # fmt: skip
        spans.append(_since(child.pk, child.place_id, child.setting, back, "returned",
                            note="亲属无力抚养，重新入院"))  # fmt: skip
        exits.append({
            "child": child.pk, "on": left, "reason": "parents_found", "note": "",
            "recorded_on": left, "by": "儿童福利机构", "undone_by": "", "undone_why": "",
            "evidence": "", "cause": "", "handling": "",
        })  # fmt: skip
    _rewrite(spans)
    write(Exit, exits)


def _rewrite(spans: list[Row]) -> None:
    Registration.objects.filter(child__in={span["child"] for span in spans}).delete()
    write(Registration, spans)


def _moved(rng: Random, moving: list[tuple[Family, list[int], int]], others: Iterable[Any]) -> None:
    """Families who came this year from another village of their district, whole."""
    near: dict[int, list[Spot]] = {}
    for family, *_ in others:
        near.setdefault(family.spot.district.id, []).append(family.spot)
    spans, stays, moves = [], [], []
    for family, ids, _ in moving:
        before = rng.choice(near[family.spot.district.id])
        first = family.registered_on()
        on = day_between(rng, dt.date(2018, 1, 15), dt.date(2018, 8, 10))
        if before.village.id == family.spot.village.id or on <= first:
            continue
        together, why = uuid.UUID(int=rng.getrandbits(128)), rng.choice(WHY)
        for child, plan in zip(ids, family.children, strict=True):
            if on <= plan.registered_on:
                continue
            spans += _until(child, before.village.id, "scattered", plan.registered_on, on, "moved",
                            went_to=family.spot.village.id)  # fmt: skip
            spans.append(_since(child, family.spot.village.id, "scattered", on, "moved",
                                came_from=before.village.id))  # fmt: skip
            stays.append({"child": child, "place": before.village.id, "until": on, "reason": why,
                          "by": _township(before)})  # fmt: skip
            moves.append(_move(child, together, before, family.spot, on, why, on) | {
                "state": "accepted", "decided_on": min(on + dt.timedelta(3), TODAY),
                "decider": _township(family.spot),
            })  # fmt: skip
            Child.objects.filter(pk=child).update(place_since=on)
    _rewrite(spans)
    write(Residence, stays)
    write(Move, moves)


def _move(
    child: int, together: uuid.UUID, source: Spot, target: Spot, on: dt.date, why: str,
    proposed: dt.date,
) -> Row:  # fmt: skip
    return {
        "child": child, "together": together, "source": source.village.id,
        "target": target.village.id, "on": on, "reason": why, "state": "proposed",
        "proposed_on": proposed, "proposer": _township(source), "decided_on": None, "decider": "",
        "decision": "",
    }  # fmt: skip


def _waiting(rng: Random, moving: list[tuple[Family, list[int], int]], people: People) -> None:
    """Some wait to be taken over by the tour's township, one of them for too long."""
    tour = next(
        family.spot for family in people.families if family.spot.village.code == cast.VILLAGE
    )
    rows = []
    for number, (family, ids, _) in enumerate(moving):
        target = tour if number < 3 else moving[number - 1][0].spot
        if target.township.id == family.spot.township.id:
            continue
        proposed = TODAY - dt.timedelta(11 if number == 0 else rng.randint(0, 5))
        together = uuid.UUID(int=rng.getrandbits(128))
        rows += [
            _move(child, together, family.spot, target, proposed, rng.choice(WHY), proposed)
            for child in ids
        ]
    write(Move, rows)


def _away(rng: Random, children: list[int]) -> None:
    """The summer holidays with parents who work far away; some are back."""
    rows = []
    for child in children:
        kind, where = rng.choice(AWAY)
        since = day_between(rng, dt.date(2018, 7, 5), dt.date(2018, 8, 15))
        back = since + dt.timedelta(rng.randint(7, 40))
        rows.append({
            "child": child, "kind": kind, "where": where, "contact": "", "since": since,
            "expected": back, "until": back if back < TODAY else None, "by": "村（社区）妇联",
        })  # fmt: skip
    write(Absence, rows)
