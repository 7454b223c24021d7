"""Opening a scheme, and closing it before its last day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.models import Scheme
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal

REFUSALS = {
    "scheme_once": "同一天开始受理的同名项目已经有了。",
    "scheme_is_named": "请写项目名称。",
    "scheme_gives_something": "金额要大于零。",
    "scheme_closes_after_it_opens": "截止日期不能早于开始日期。",
    "scheme_ages_in_order": "年龄范围不对：最小年龄不能大于最大年龄，最大25岁。",
    "scheme_clocks_are_sane": "办理期限是1至60个工作日，回访是1至365天。",
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a scheme gives, to whom, on which papers, and how long each office may take."""

    kind: str
    title: str
    fen: int
    opens_on: dt.date
    closes_on: dt.date
    is_ceiling: bool = False
    youngest: int = 0
    oldest: int = 17
    sex: str = ""
    labels: Sequence[str] = ()
    stages: Sequence[str] = ()
    papers: Sequence[str] = ()
    township_days: int = 5
    district_days: int = 5
    city_days: int = 10
    follow_days: int = 30


@transaction.atomic
def make_scheme(*, key: UUID, offer: Offer, by: Reader) -> Scheme:
    """A scheme of the whole city; the same key again is the same scheme."""
    _may(by)
    known = Scheme.objects.filter(key=key).first()
    if known is not None:
        return known
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(offer).items()}
    with refusing(REFUSALS):
        scheme = Scheme.objects.create(key=key, made_by=by.actor_name, **values)
    record(action="设立救助项目", by=by, object_type="scheme", object_id=key.hex,
           changes={"title": scheme.title, "fen": scheme.fen})  # fmt: skip
    return scheme


@transaction.atomic
def close_scheme(*, scheme: Scheme, by: Reader) -> Scheme:
    """Today is its last day; what was applied for goes on. Twice is once."""
    _may(by)
    found = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if found.closes_on <= by.on:
        return found
    found.closes_on = max(by.on, found.opens_on)
    found.save(update_fields=["closes_on"])
    record(action="提前截止救助项目", by=by, object_type="scheme", object_id=found.key.hex,
           changes={"closes_on": found.closes_on.isoformat()})  # fmt: skip
    return found


def _may(by: Reader) -> None:
    if not by.covers(P.DECIDE_AID, by.tree.root.id):
        raise Refusal("救助项目由市妇联设立。")
