"""The one-to-one counselling of the 2018 brief: a hundred children of eleven districts for a year, and
the second round in nine districts, which has begun. All of it is invented; its figures are counted
from these rows."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final
from uuid import UUID

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.consents.models import Consent
from nuantong.core.clock import SHANGHAI
from nuantong.counselling.models import Case, Charge, Goal, Note, Session, Supervision, Supervisor
from nuantong.counselling.occasion import KIND
from nuantong.demo import cast
from nuantong.demo.size import SEED, TODAY, chance
from nuantong.demo.writing.tables import write
from nuantong.instruments.asking import rules_of
from nuantong.instruments.definition import Definition
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.instruments.scoring import score
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.regions.tree import Tree
from nuantong.services.actions import Draft, Share, Stage, Terms, make_contract
from nuantong.services.models import (
    Area,
    Contract,
    Practitioner,
    PractitionerCheck,
    PractitionerPledge,
)

FIRST, FIRST_ENDS = dt.date(2017, 7, 1), dt.date(2018, 7, 31)
SECOND, SECOND_ENDS = dt.date(2018, 7, 1), dt.date(2019, 7, 31)
FIRST_AREAS: Final = "永川 綦江 垫江 涪陵 江津 合川 南川 忠县 丰都 武隆 梁平".split()
SECOND_AREAS: Final = "开州 巫溪 酉阳 彭水 巴南 云阳 奉节 城口 秀山".split()
"""The brief names three of the eleven and four of the nine."""
FEN: Final = 30_000_000
PLACES: Final = 100
DAY: Final = dt.timedelta(1)
SCALES: Final = ("phq-a", "gad-7", "ces-dc", "ses", "sasc")
POINTS: Final = (3, 183, 350)
"""Days after the start on which the children were measured."""
EASED: Final = (0.0, 0.08, 0.13)
"""By how much, of the scale's whole width, a child feels better at each point, more or less."""
WORDS: Final = (
    "团体辅导时一直躲在角落，问到妈妈就哭。",
    "老师说最近不跟同学说话，作业也不交。",
    "奶奶说夜里常惊醒，不敢一个人睡。",
)
GOALS: Final = ("我想晚上不怕黑", "我想有一个可以说话的朋友", "我想上课敢举手")
NOTES: Final = (
    "今天说到了妈妈，哭了一会儿，后来愿意画画。",
    "和孩子一起练了慢慢呼吸，睡前再做一次。",
    "孩子说这周在学校笑了两次，一起记了下来。",
)
ENDED: Final = ("孩子能自己说出难过的时候怎么办，和家里人商量好以后找谁。", Case.Reason.DONE)


def write_counselling(tree: Tree, seed: int = SEED) -> None:
    """After the bought services: the tour's counsellor belongs to their provider."""
    rng, by = chance("counselling", seed), _reader("M500001")
    tour = Practitioner.objects.select_related("provider").get(
        user__staff_number=cast.COUNSELLOR.staff_number
    )
    people = _people(tour, rng, by)
    rounds = (
        ("2017-妇儿-11", "困境儿童个案心理辅导（第一轮）", FIRST, FIRST_ENDS, FIRST_AREAS),
        ("2018-妇儿-07", "困境儿童个案心理辅导（第二轮）", SECOND, SECOND_ENDS, SECOND_AREAS),
    )
    for number, title, start, end, names in rounds:
        contract = _contract(tour, number, title, (start, end), _areas(tree, names), by)
        _supervised(contract, by)
        rows = Rows(contract, rng, by)
        rows.begin(_chosen(contract, tree, rng), [tour, *people])
        rows.save()


def _reader(number: str) -> Reader:
    return reader_of(User.objects.get(staff_number=number))


def _entered(by: Reader, on: dt.date) -> dict[str, Any]:
    at = dt.datetime.combine(on, dt.time(18), SHANGHAI)
    return {"entered_at": at, "entered_by_id": by.actor_id, "entered_by_name": by.actor_name}


def _areas(tree: Tree, names: Iterable[str]) -> list[int]:
    return [
        next(place.id for place in tree.districts() if place.name.startswith(name))
        for name in names
    ]


def _people(tour: Practitioner, rng: Random, by: Reader) -> list[Practitioner]:
    """Eleven counsellors beside the tour's; they are not on the sign-in page."""
    users = [
        User(staff_number=f"P5001{number:02d}", name=name, password="!")
        for number, name in enumerate(
            "方静 苏敏 叶青 韩梅 卢兰 汪洁 田蓉 邱莉 江雪 白露 石岚".split()
        )
    ]
    made = User.objects.bulk_create(users)
    Grant.objects.bulk_create(
        Grant(user=user, role=Role.COUNSELLOR, valid_from=FIRST, reason="个案辅导合同")
        for user in made
    )
    people = Practitioner.objects.bulk_create(
        Practitioner(
            user=user, provider=tour.provider, qualification="counsellor2", since=FIRST,
            qualification_number=f"1622{user.staff_number[1:]}", district=tour.district, capacity=20,
        )
        for user in made
    )  # fmt: skip
    for person in people:
        entered = _entered(by, FIRST)
        for on in (FIRST, dt.date(2018, 6, 15)):
            PractitionerCheck.objects.create(
                practitioner=person, on=on, organ="市公安局", result="clear", **entered
            )
        PractitionerPledge.objects.create(practitioner=person, on=FIRST, **entered)
    return people


def _contract(
    tour: Practitioner, number: str, title: str, term: tuple[dt.date, dt.date],
    areas: list[int], by: Reader,
) -> Contract:  # fmt: skip
    """A hundred places shared out, thirty ten thousand fen in two parts."""
    each, more = divmod(PLACES, len(areas))
    shares = [Share(each + (at < more), area) for at, area in enumerate(areas)]
    start, end = term
    stages = [
        Stage("建档和首次测评", start + 60 * DAY, FEN // 2),
        Stage("一年辅导和结案测评", end, FEN - FEN // 2),
    ]
    terms = Terms(
        number=number, title=title, kind="case", provider=tour.provider, buyer_id=by.tree.root.id,
        fund="budget", budget_fen=FEN, places=PLACES, start=start, end=end,
        handed=["name", "sex", "age", "school", "guardian"],
    )  # fmt: skip
    key = UUID(int=chance(number).getrandbits(128), version=4)
    return make_contract(draft=Draft(terms, shares, stages), key=key, by=by)


def _supervised(contract: Contract, by: Reader) -> None:
    user = User.objects.get(staff_number="P500002")
    Supervisor.objects.create(contract=contract, user=user, **_entered(by, TODAY))


def _chosen(contract: Contract, tree: Tree, rng: Random) -> list[tuple[Area, Child]]:
    """As many children of eight to sixteen of each district as it has places, if it has so many."""
    found = []
    taken = set(Case.objects.values_list("child", flat=True))
    for area in contract.areas.all():
        rows = Child.objects.on_register().filter(
            place__id__any_of=tree.below(area.region_id), institution=None
        ).exclude(pk__in=taken)  # fmt: skip
        fit = [
            child
            for child in rows.order_by("pk")
            if 8 <= (age_on(child.birth_date, contract.start) or 0) <= 16
        ]
        found += [(area, child) for child in rng.sample(fit, min(area.places, len(fit)))]
    return found


class Rows:
    """The rows of one contract, written at the end in a few statements."""

    def __init__(self, contract: Contract, rng: Random, by: Reader) -> None:
        self.contract, self.rng, self.by = contract, rng, by
        self.over = contract.end < TODAY
        self.sessions: list[dict[str, Any]] = []
        self.sheets: list[dict[str, Any]] = []
        self.consents: list[Consent] = []
        rows = InstrumentVersion.objects.filter(instrument__code__in=SCALES).select_related(
            "instrument"
        )
        self.scales: list[tuple[InstrumentVersion, Definition]] = [
            (one, rules_of(one)) for one in rows
        ]

    def begin(self, chosen: list[tuple[Area, Child]], people: list[Practitioner]) -> None:
        """Of the round that runs a few still wait; the tour's counsellor has those near her."""
        loads = {person.pk: 0 for person in people}
        for number, (area, child) in enumerate(chosen):
            asked = self.contract.start + self.rng.randint(0, 10) * DAY
            waits = not self.over and number % 16 == 15
            case = self._case(area, child, asked, waits)
            if not waits:
                person = self._person(people, loads, area)
                self._year(case, child, person)

    def _person(
        self, people: list[Practitioner], loads: dict[int, int], area: Area
    ) -> Practitioner:
        tour, *others = people
        here = area.region_id == tour.district_id and loads[tour.pk] < tour.capacity
        found = tour if here else min(others, key=lambda one: (loads[one.pk], one.pk))
        loads[found.pk] += 1
        return found

    def _case(self, area: Area, child: Child, asked: dt.date, waits: bool) -> Case:
        started = None if waits else asked + self.rng.randint(2, 8) * DAY
        return Case.objects.create(
            key=UUID(int=self.rng.getrandbits(128), version=4), child=child, area=area,
            origin=self.rng.choice(["screening", "group", "observation"]), asked_on=asked,
            need=self.rng.choice([1, 2, 2, 3]), words=self.rng.choice(WORDS), started_on=started,
            **_entered(self.by, asked),
        )  # fmt: skip

    def _year(self, case: Case, child: Child, person: Practitioner) -> None:
        assert case.started_on is not None
        rng, start = self.rng, case.started_on
        early = self.over and rng.random() < 0.09
        last = min(TODAY, start + (rng.randint(60, 170) if early else 355) * DAY)
        for giver, purpose in (("guardian", "counselling"), ("child", "counselling_assent")):
            self.consents.append(self._consent(child, giver, purpose, case.asked_on))
        Charge.objects.create(
            case=case, practitioner=person, start=start, end=last if self.over else None,
            **_entered(self.by, start),
        )  # fmt: skip
        self._meet(case, person, start, last)
        self._measure(case, child, start, last)
        Goal.objects.create(case=case, words=rng.choice(GOALS), **_entered(self.by, start))
        if self.over:
            self._end(case, last, early)

    def _consent(self, child: Child, giver: str, purpose: str, on: dt.date) -> Consent:
        name = child.name if giver == "child" else f"{child.name[:1]}奶奶"
        return Consent(
            child=child, purpose=purpose, giver=giver, given_by=name, how="spoken", given_on=on,
            recorded_at=_entered(self.by, on)["entered_at"], recorded_by=self.by.actor_name,
        )  # fmt: skip

    def _meet(self, case: Case, person: Practitioner, start: dt.date, last: dt.date) -> None:
        """A call a week and a meeting a month; now and then nobody answers, or it was forgotten."""
        rng, on, week = self.rng, start, 0
        while on < last:
            meeting = week % 4 == 0
            absent = "" if rng.random() > 0.06 else "not_come" if meeting else "no_answer"
            if rng.random() > 0.05:
                self.sessions.append({
                    "key": UUID(int=rng.getrandbits(128), version=4), "case_id": case.pk,
                    "practitioner_id": person.pk, "on": on, "absent": absent,
                    "kind": "meeting" if meeting else "call",
                    "minutes": 0 if absent else 50 if meeting else rng.choice([20, 25, 30]),
                    "entered_at": _entered(self.by, on)["entered_at"],
                    "entered_by_id": person.user_id, "entered_by_name": person.user.name,
                })  # fmt: skip
            on, week = on + rng.randint(6, 8) * DAY, week + 1

    def _measure(self, case: Case, child: Child, start: dt.date, last: dt.date) -> None:
        """Each point that was reached, by the scales for her age; some miss the one in the middle."""
        rng, low = self.rng, self.rng.uniform(0.42, 0.68)
        helped = rng.gauss(1.0, 0.7)
        for number, (days, eased) in enumerate(zip(POINTS, EASED, strict=True)):
            on = start + (days + rng.randint(0, 5)) * DAY
            if on >= last or (number == 1 and rng.random() < 0.08):
                continue
            age = age_on(child.birth_date, on)
            for version, rules in self.scales:
                if (
                    age is not None
                    and rules.fits(age)
                    and not (age >= 12 and rules.code == "ces-dc")
                ):
                    self.sheets.append(
                        self._sheet(case, child, (version, rules), on, low - eased * helped)
                    )

    def _sheet(
        self, case: Case, child: Child, scale: tuple[InstrumentVersion, Definition], on: dt.date,
        low: float,
    ) -> dict[str, Any]:  # fmt: skip
        """Answers as a child who feels so low might give them; a red item is never ticked here."""
        version, rules = scale
        given = dict(self._answers(rules, min(0.9, max(0.06, low))))
        found = score(
            rules, given, age=age_on(child.birth_date, on), sex="男" if child.sex == "1" else "女"
        )
        at = dt.datetime.combine(on, dt.time(15), SHANGHAI)
        return {
            "key": UUID(int=self.rng.getrandbits(128), version=4), "child_id": child.pk,
            "version_id": version.pk, "occasion_kind": KIND,
            "occasion_key": f"{case.key.hex}/{on:%Y-%m}", "mode": "paper", "given_by": "咨询师",
            "started_at": at, "finished_at": at + dt.timedelta(minutes=12),
            "answers": json.dumps({str(n): v for n, v in given.items()}, sort_keys=True),
            "answered": len(given), "total": found.total, "subscales": json.dumps(found.subscales),
            "colour": found.colour or "", "valid": found.valid, "red": found.red,
            "reason": found.reason, "voided_by": "", "voided_why": "",
        }  # fmt: skip

    def _answers(self, rules: Definition, low: float) -> Iterator[tuple[int, int]]:
        red = {one.number for one in rules.red}
        for item in rules.items:
            bad = item.number not in rules.reverse
            share = low if bad != rules.total.low_is_worse else 1 - low
            values = sorted(option.value for option in item.options)
            at = round(min(1.0, max(0.0, self.rng.gauss(share, 0.22))) * (len(values) - 1))
            yield item.number, values[0] if item.number in red else values[at]

    def _end(self, case: Case, last: dt.date, early: bool) -> None:
        words, reason = ENDED
        case.closed_on, case.closed_by, case.closing_words = last, self.by.actor_name, words
        case.reason = self.rng.choice(["moved", "lost", "consent"]) if early else reason
        case.save(update_fields=["closed_on", "closed_by", "closing_words", "reason"])

    def save(self) -> None:
        Consent.objects.bulk_create(self.consents)
        write(Session, self.sessions)
        write(AnswerSheet, self.sheets)
        if not self.over:
            self._write_down()

    def _write_down(self) -> None:
        """Notes of the tour's counsellor, and a word of the supervisor."""
        rows = Session.objects.filter(
            case__area__contract=self.contract, absent="",
            practitioner__user__staff_number=cast.COUNSELLOR.staff_number,
        ).select_related("practitioner__user")  # fmt: skip
        for session in rows:
            entered = _entered(_reader(cast.COUNSELLOR.staff_number), session.on)
            Note.objects.create(session=session, number=1, words=self.rng.choice(NOTES), **entered)
        first = rows.first()
        if first is not None:
            by = _entered(_reader("P500002"), TODAY)
            Supervision.objects.create(
                case_id=first.case_id, words="多听孩子说，先不急着讲道理。", **by
            )
