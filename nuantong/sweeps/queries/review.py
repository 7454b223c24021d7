"""A review card: the row and the child side by side, what agrees and by how much."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.masking import mask_id_number, mask_name, mask_phone
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.file import guardian_of, whole
from nuantong.sweeps.actions.reviewing import for_reading
from nuantong.sweeps.agreement import Agreement, agreement, judged
from nuantong.sweeps.comparing_words import Compared, Evidence, compared, evidence, likely
from nuantong.sweeps.models import Answer, Card, Reading, Record

SEXES: Final = {"1": "男", "2": "女"}


@dataclass(frozen=True)
class Side:
    """One of the two: open words, and the masked parts."""

    title: str
    values: dict[str, str]
    masked: dict[str, str]
    mates: list[str]
    """Brothers and sisters, others of the same home."""


@dataclass(frozen=True)
class View:
    card: Card
    left: Side
    right: Side
    rows: list[Compared]
    evidence: list[Evidence]
    where: str
    opinion: str
    child_number: str
    """Of a child of the reader's; '' for one who lives elsewhere."""


def view_of(card_id: int, reader: Reader) -> View:
    """Everything the card shows, in a handful of queries."""
    card = Card.objects.select_related("record__source", "other__source", "child").get(pk=card_id)
    record = card.record
    left = _of_record(record, reader, _mates_of_record(record))
    own = Child.objects.visible_to(reader, to=Permission.REVIEW_SWEEPS)
    hers = card.child_id is not None and own.filter(pk=card.child_id).exists()
    if card.child:
        child = whole(card.child)
        mates = own.filter(household=child.household_id).exclude(pk=child.pk)
        right = _of_child(child, reader, list(mates.only("name", "birth_date", "sex")[:6]))
    else:
        assert card.other is not None
        right = _of_record(card.other, reader, [])
    rows = compared(left.values, left.masked, right.values, right.masked)
    where = reader.tree.full_name(record.region_id, " ")
    if card.child_id and not hers:
        district = reader.tree.district_of(child.place_id)
        title = f"在册儿童（{district.name if district else '其他地方'}）"
        right, rows = replace(right, title=title, mates=[]), [_veiled(row) for row in rows]
    number = card.child.number if card.child and hers else ""
    said = evidence(card.levels)
    return View(card, left, right, rows, said, where, likely(card.weight), number)


def _veiled(row: Compared) -> Compared:
    """Of a child beyond the reader's scope: whether it agrees, and no more than a search tells."""
    if row.right and row.key not in ("sex", "birth_date"):
        shown = mask_name(row.right) if row.key == "name" else "（其他地方的儿童，已隐藏）"
        return row._replace(right=shown)
    return row


def _of_record(record: Record, reader: Reader, mates: list[Record]) -> Side:
    said = record.said
    values = {
        "name": record.name, "sex": SEXES.get(record.sex, ""),
        "birth_date": f"{record.birth_date or ''}", "id_number": _number(said.get("id_number", "")),
        "guardian": _guardian(said.get("guardian_name", ""), said.get("guardian_relation", "")),
        "phone": said.get("phone", ""), "place": reader.tree.full_name(record.region_id, " "),
        "address": said.get("address", ""), "school": said.get("school", ""),
        "father": _parent(said.get("father", ""), said.get("father_situation", "")),
        "mother": _parent(said.get("mother", ""), said.get("mother_situation", "")),
        "remark": said.get("remark", ""),
    }  # fmt: skip
    return Side(f"{record.source}", values, _masked(values), [_person(m, reader) for m in mates])


def _of_child(child: Child, reader: Reader, mates: list[Child]) -> Side:
    guardian = guardian_of(child)
    situations = {s.parent: s for s in child.parent_situations.all() if s.until is None}
    values = {
        "name": child.name, "sex": SEXES.get(child.sex, ""),
        "birth_date": f"{child.birth_date or ''}", "id_number": str(child.id_number),
        "guardian": _guardian(guardian.name, guardian.relation) if guardian else "",
        "phone": str(guardian.phone) if guardian else "",
        "place": reader.tree.full_name(child.place_id, " "), "address": str(child.address),
        "school": child.school, "remark": "",
    }  # fmt: skip
    for who in ("father", "mother"):
        held = situations.get(who)
        values[who] = _parent(held.name, held.wording or held.get_status_display()) if held else ""
    title = f"在册儿童 {child.number}"
    return Side(title, values, _masked(values), [_person(m, reader) for m in mates])


def _masked(values: dict[str, str]) -> dict[str, str]:
    return {
        "id_number": mask_id_number(values["id_number"]), "phone": mask_phone(values["phone"]),
        "address": "",
    }  # fmt: skip


def _number(text: str) -> str:
    """待补 and 无 are no number that could differ."""
    return text if any(map(str.isdigit, text)) else ""


def _guardian(name: str, relation: str) -> str:
    return f"{name}（{relation}）" if name and relation else name


def _parent(name: str, situation: str) -> str:
    return " ".join(filter(None, [name, situation]))


def _person(one: Record | Child, reader: Reader) -> str:
    age = age_on(one.birth_date, reader.on)
    return f"{one.name} {SEXES.get(one.sex, '')}{f' {age}岁' if age is not None else ''}"


def _mates_of_record(record: Record) -> list[Record]:
    """Rows of the same list, village and surname whose names stand close: likely one home."""
    if not record.name:
        return []
    near = Record.objects.filter(
        source=record.source_id, region=record.region_id, name__startswith=record.name[0]
    ).exclude(pk=record.pk)
    guardian = record.said.get("guardian_name", "")
    if not guardian:
        return []
    found = near.only("name", "sex", "birth_date", "content")[:40]
    return [one for one in found if one.said.get("guardian_name") == guardian][:4]


def progress(reader: Reader, places: list[int] | None) -> dict[str, int]:
    """What waits for this reader, and what she did today: one query each."""
    today = Reading.objects.filter(by=reader.actor_id, undone_at=None, at__date=reader.on)
    minutes = today.filter(at__gte=clock.now() - dt.timedelta(hours=1))
    done = today.aggregate(
        done=Count("pk"), hour=Count("pk", filter=Q(pk__in=minutes.values("pk")))
    )
    return {"waiting": for_reading(reader, places).count(), **done}


class Twice(NamedTuple):
    """A card read by two who did not know of each other; the third where they differ."""

    first: Reading
    blind: Reading
    third: Reading | None

    @property
    def differ(self) -> bool:
        return bool(self.first.answer != self.blind.answer)


def read_twice(reader: Reader) -> list[Twice]:
    """Each card of the scope that was read twice."""
    cards = Card.objects.visible_to(reader).filter(readings__blind=True, readings__undone_at=None)
    found: dict[int, list[Reading]] = {}
    rows = Reading.objects.filter(card__in=cards.values("pk"), undone_at=None).order_by("at", "pk")
    for reading in rows.select_related("card__record"):
        found.setdefault(reading.card_id, []).append(reading)
    twice = (_twice(readings) for readings in found.values())
    return [one for one in twice if one]


def _twice(readings: list[Reading]) -> Twice | None:
    """What was said before the blind reading, and after it."""
    at = next((n for n, one in enumerate(readings) if one.blind), 0)
    after = readings[at + 1 :]
    return Twice(readings[at - 1], readings[at], after[-1] if after else None) if at else None


def agreed(pairs: list[Twice]) -> Agreement:
    """Over all double readings, whatever a third made of those that differ."""
    return agreement([(one.first.answer, one.blind.answer) for one in pairs])


WEIGHTS: Final = """
WITH last AS (
  SELECT DISTINCT ON (r.card_id) r.card_id, r.answer FROM sweeps_reading r
   WHERE r.undone_at IS NULL AND NOT r.blind ORDER BY r.card_id, r.at DESC, r.id DESC)
SELECT width_bucket(w, -10, 30, 20) AS step, l.answer, count(*), sum(p), sum(p * (1 - p))
  FROM last l JOIN sweeps_card c ON c.id = l.card_id JOIN sweeps_record k ON k.id = c.record_id
  CROSS JOIN LATERAL (SELECT coalesce(c.weight, 0) AS w) AS given
  CROSS JOIN LATERAL (SELECT 1 / (1 + power(2.0, -w)) AS p) AS odds
 WHERE c.state <> 'apart' {where} GROUP BY 1, 2 ORDER BY 1
"""
"""The answer that holds of each card: where two differ, the third's."""


def by_weight(reader: Reader) -> list[dict[str, Any]]:
    """How people answered, by the weight the model gave, and whether its odds were right."""
    places = reader.places(reader_permission())
    where = "" if places is None else "AND k.region_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(WEIGHTS.format(where=where), [] if places is None else [places])
        rows = cursor.fetchall()
    found: dict[int, dict[str, Any]] = {}
    for step, answer, count, expected, variance in rows:
        none = dict.fromkeys([*Answer.values, "expected", "variance"], 0)
        line = found.setdefault(step, none | {"from": -12 + 2 * step})
        line[answer] = count
        if answer != Answer.ASK:
            line["expected"], line["variance"] = (
                line["expected"] + expected,
                line["variance"] + variance,
            )
    for line in found.values():
        line["verdict"] = judged(line["expected"], line["variance"], line["same"])
        line["total"] = sum(line[a] for a in Answer.values)
        line["to"] = line["from"] + 2
        line["share_text"] = f"{100 * line['same'] / line['total']:.0f}%"
    return list(found.values())


def reader_permission() -> Any:
    from nuantong.access.roles import Permission

    return Permission.REVIEW_SWEEPS


def labels(reader: Reader) -> list[tuple[Any, ...]]:
    """Answers with model, weight and levels, in the order they were given."""
    cards = Card.objects.visible_to(reader)
    rows = Reading.objects.filter(card__in=cards.values("pk"), undone_at=None).order_by("at", "pk")
    return [
        (
            r.card_id, r.card.model, r.card.weight, r.card.rank, r.card.guard,
            "；".join(f"{k}={v}" for k, v in r.card.levels.items()), r.answer, r.blind, r.at,
            r.card.get_state_display(),
        )
        for r in rows.select_related("card")
    ]  # fmt: skip
