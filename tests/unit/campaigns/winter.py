"""A campaign of coats with a company's fund and two donors."""

import datetime as dt
import uuid
from typing import Any

from nuantong.access.reader import Reader, system_reader
from nuantong.books.models import Fund
from nuantong.campaigns import actions
from nuantong.campaigns.models import Arrival, Campaign, Donor, Pledge
from tests.conftest import place
from tests.unit.books.book import DAY, make_fund

START = dt.date(2018, 8, 1)
PLAN = {"title": "暖冬行动", "kind": "goods", "gives": "羽绒服1件", "unit_fen": 300_00,
        "children": 3760, "start": START, "end": dt.date(2018, 12, 31)}  # fmt: skip


def make_campaign(by: Reader | None = None, **values: Any) -> Campaign:
    own = {"purpose": "winter_coat", "region_id": place("500000").pk, "key": uuid.uuid4()}
    said = {name: values.pop(name, default) for name, default in own.items()}
    return actions.make_campaign(
        plan=actions.Plan(**{**PLAN, **values}), by=by or system_reader(), **said
    )


def make_donor(name: str = "山城服装公司", kind: str = "company", **values: Any) -> Donor:
    said = {"region_id": place("500000").pk, "key": uuid.uuid4(), "by": system_reader(), **values}
    return actions.register_donor(kind=kind, name=name, **said)


class Winter:
    """The campaign with short verbs; each takes what differs."""

    def __init__(self, by: Reader | None = None) -> None:
        self.by = by or system_reader()
        self.campaign, self.fund, self.donor = make_campaign(), make_fund(), make_donor()

    def pledge(self, fen: int, **values: Any) -> Pledge:
        said = {"donor": self.donor, "fund": self.fund, "on": DAY, "key": uuid.uuid4(), **values}
        return actions.pledge(campaign=self.campaign, fen=fen, by=self.by, **said)

    def receive(self, fen: int, **values: Any) -> Arrival:
        return actions.receive(
            campaign=self.campaign, coming=self.coming(fen, **values), by=self.by
        )

    def coming(self, fen: int, **values: Any) -> actions.Coming:
        said = {"donor": self.donor, "fund": self.fund, "on": DAY, "key": uuid.uuid4(), **values}
        return actions.Coming(fen=fen, **said)

    def undo(self, arrival: Arrival, why: str = "银行退票") -> Arrival:
        return actions.undo_arrival(arrival=arrival, on=DAY, why=why, by=self.by)

    def give_back(self, arrival: Arrival, fen: int, **values: Any) -> Any:
        said = {"on": DAY, "why": "捐赠人来函", "key": uuid.uuid4(), **values}
        return actions.give_back(arrival=arrival, fen=fen, by=self.by, **said)


def other_fund() -> Fund:
    return make_fund("大病基金", purposes=("illness",))
