"""A scheme with money behind it, a carer with her child, and the offices above her."""

import datetime as dt
import uuid
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.aid import actions
from nuantong.aid.actions import Account, Agreed, Asked, Offer
from nuantong.aid.models import Application, Scheme
from nuantong.books import posting
from nuantong.books.models import Balance, Fund
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child, Label
from nuantong.services.papers import Paper as File
from tests.conftest import TODAY, make_user
from tests.unit.books.book import make_fund, move

SPRING = dt.date(2018, 3, 1)
GIVEN = 2_000_00
PDF = File("证明.pdf", "pdf", b"%PDF-1.4 demo")


@dataclass
class Room:
    child: Child
    scheme: Scheme
    fund: Fund
    carer: Reader
    village: Reader
    township: Reader
    district: Reader
    city: Reader
    second: Reader
    accountant: Reader

    @property
    def balance(self) -> Balance:
        return Balance.objects.get(fund=self.fund, purpose="education")


def make_room(cast: SimpleNamespace, *, money: int = 10_000_00) -> Room:
    child = cast.children.own
    Pairing.objects.create(
        child=child, carer=cast.carer, start=SPRING, tier="village", checked_on=SPRING
    )
    Label.objects.create(child=child, category="orphan", basis="民政认定", since=SPRING)
    fund = make_fund("春蕾专项", ("education", "illness"))
    if money:
        move(posting.receive, fund, money, purpose="education")
    second = make_user("city-second", "市妇联干部乙", Role.CITY_OFFICER, "500000")
    own = {role: reader_of(cast.staff[role], TODAY) for role in Role}
    return Room(
        child=child, scheme=make_scheme(), fund=fund, carer=own[Role.CARER],
        village=own[Role.VILLAGE_CHAIR], township=own[Role.TOWNSHIP_CHAIR],
        district=own[Role.DISTRICT_OFFICER], city=own[Role.CITY_OFFICER],
        second=reader_of(second, TODAY), accountant=own[Role.ACCOUNTANT],
    )  # fmt: skip


def make_scheme(**values: Any) -> Scheme:
    said = {
        "kind": "education", "title": "春蕾圆梦", "fen": GIVEN, "youngest": 6, "oldest": 15,
        "sex": "2", "labels": ("orphan", "hardship"), "stages": ("primary", "junior"),
        "papers": ("school",), "opens_on": dt.date(2018, 7, 1), "closes_on": dt.date(2018, 9, 30),
    }  # fmt: skip
    return actions.make_scheme(
        key=uuid.uuid4(), offer=Offer(**{**said, **values}), by=system_reader()
    )


def ask(room: Room, by: Reader | None = None, **values: Any) -> Application:
    """What the carer hands in: the guardian has agreed, the school's paper is there."""
    key = values.pop("key", None) or uuid.uuid4()
    said: dict[str, Any] = {
        "need": "奶奶生病，学费没有着落", "applied_for": "guardian", "papers": [("school", PDF)],
        "payee": Account("奶奶", "农商银行", "6228480000000000018"),
        "agreed": Agreed("guardian", "奶奶", "spoken", TODAY),
    }  # fmt: skip
    return actions.apply(
        key=key, child=values.pop("child", room.child), scheme=values.pop("scheme", room.scheme),
        asked=Asked(**{**said, **values}), by=by or room.carer,
    )  # fmt: skip


def judged(room: Room, until: str = "city", **values: Any) -> Application:
    """An application that has come as far as a state."""
    one = ask(room, **values)
    if until == "township":
        return one
    actions.visit(
        application=one, on=TODAY, words="家里只有奶奶", key=uuid.uuid4(), by=room.township
    )
    actions.township_opinion(
        application=one, agree=True, words="", key=uuid.uuid4(), by=room.township
    )
    if until == "city":
        actions.district_opinion(
            application=one, agree=True, words="", key=uuid.uuid4(), by=room.district
        )
    return again(one)


def granted(room: Room, fen: int = GIVEN, **values: Any) -> Application:
    one = judged(room, **values)
    actions.grant(
        application=one, fen=fen, source=room.balance, words="", key=uuid.uuid4(), by=room.city
    )
    return again(one)


def refused(room: Room) -> Application:
    one = judged(room)
    actions.refuse(application=one, words="学费已由学校免除", key=uuid.uuid4(), by=room.city)
    return again(one)


def paid(room: Room, fen: int = GIVEN) -> Application:
    one = granted(room)
    actions.pay(
        application=one, fen=fen, on=TODAY, voucher="付-018", key=uuid.uuid4(), by=room.accountant
    )
    return again(one)


def again(one: Application) -> Application:
    return Application.objects.select_related("child", "scheme", "consent").get(pk=one.pk)
