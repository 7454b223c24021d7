"""The counselling project of 2017 to 2018: a hundred children of eleven districts, a year of calls and
meetings each, measured at the beginning, after half a year and after a year. All of it is invented."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.consents.models import Consent
from nuantong.counselling.models import Case, Charge, Goal, Session, Supervisor
from nuantong.demo import cast
from nuantong.demo.numbers import reserved_phone
from nuantong.demo.size import SEED, TODAY, chance
from nuantong.instruments.asking import result_of, rules_of
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.regions.models import Region
from nuantong.services import actions
from nuantong.services.actions import Credentials, Draft, Share, Stage, Terms
from nuantong.services.models import Area, Contract, Practitioner, Provider

START, END = dt.date(2017, 8, 1), dt.date(2018, 12, 31)
DISTRICTS: Final = 11
PLACES: Final = 100
WAITING: Final = 8
BUDGET: Final = 30_000_000
"""Fen: 300,000 yuan."""
TEAM: Final = ["夏雨荷", "邓思远", "蒋文静", "余可心"]
DAY: Final = dt.timedelta(days=1)
MEASURED: Final = {"m0": 0, "m6": 182, "m12": 352}
GAIN: Final = {
    "phq-a": -0.16,
    "gad-7": -0.14,
    "ces-dc": -0.15,
    "ses": 0.13,
    "who-5": 0.16,
    "sasc": -0.09,
}
"""How far a year moves the answers of the ordinary child, as a share of the scale."""
FIRST: Final = {"phq-a": 0.5, "gad-7": 0.5, "ces-dc": 0.5, "ses": 0.42, "who-5": 0.4, "sasc": 0.55}
ENDS: Final = [
    *["done"] * 39, *["running"] * 7, "moved", "moved", "consent", "lost",
]  # fmt: skip
"""How it ended, of fifty children."""
FEWEST: Final = 15
GOALS: Final = [
    "想睡个好觉",
    "想敢在课上举手",
    "不想一生气就摔东西",
    "想多跟爸爸说说话",
    "想交到一个朋友",
]


@dataclass
class Story:
    """A child's way through the project, before it is written."""

    case: Case
    child: Child
    counsellor: Practitioner
    started: dt.date
    last: dt.date
    ends: str


def write_project(seed: int = SEED) -> None:
    """Nothing where the city is too small for it."""
    rng, city = chance("project", seed), _reader("M500001")
    groups = _children()
    places = _places(groups)
    if sum(places.values()) < FEWEST:
        return
    contract = _contract(city, places, rng)
    team = _team(contract, city)
    stories = list(_stories(contract, groups, team, rng))
    _write(stories, rng)
    _wait(contract, groups, rng)


def _reader(number: str) -> Reader:
    return reader_of(User.objects.get(staff_number=number))


def _key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _children() -> dict[str, list[Child]]:
    """Of each of eleven districts, the tour's first, children old enough; not the tour's siblings."""
    rows = Child.objects.on_register().filter(
        birth_date__gt=dt.date(2002, 1, 1), birth_date__lt=dt.date(2009, 1, 1)
    )
    rows = rows.exclude(number__in=["T0000001", "T0000002"]).select_related("place")
    found: dict[str, list[Child]] = {}
    for child in rows.order_by("pk"):
        if child.place is not None:
            found.setdefault(child.place.code[:6], []).append(child)
    most = sorted(found, key=lambda code: (code != cast.DISTRICT, -len(found[code]), code))
    return {code: found[code][: PLACES // DISTRICTS + 1] for code in most[:DISTRICTS]}


def _places(groups: dict[str, list[Child]]) -> dict[str, int]:
    """A hundred in all, as many in each district; fewer where a small city has not so many."""
    wanted = [PLACES // DISTRICTS + (n < PLACES % DISTRICTS) for n in range(len(groups))]
    return {code: min(n, len(rows)) for n, (code, rows) in zip(wanted, groups.items(), strict=True)}


def _provider(city: Reader, rng: Random) -> Provider:
    """The tour's counsellor's, when she has one."""
    number = cast.COUNSELLOR.staff_number
    known = (
        Practitioner.objects.filter(user__staff_number=number).select_related("provider").first()
    )
    return known.provider if known else actions.register_provider(
        name="重庆市暖心社会工作服务中心", short_name="暖心社工", credit_code="52500000MJP000001B",
        contact="夏雨荷", phone=reserved_phone(129), key=_key(rng), by=city,
    )  # fmt: skip


def _contract(city: Reader, places: dict[str, int], rng: Random) -> Contract:
    provider = _provider(city, rng)
    regions = Region.objects.in_bulk([code.ljust(12, "0") for code in places], field_name="code")
    shares = [Share(n, regions[code.ljust(12, "0")].pk) for code, n in places.items()]
    stages = [
        Stage("开案并完成首次测评", dt.date(2017, 10, 31), BUDGET // 3, by_buyer=True),
        Stage("半年测评和督导报告", dt.date(2018, 3, 31), BUDGET // 3, by_buyer=True),
        Stage(
            "一年辅导和专家评议", dt.date(2018, 12, 31), BUDGET - 2 * (BUDGET // 3), by_buyer=True
        ),
    ]
    terms = Terms(
        number="2017-个案-01", title="困境儿童一对一心理辅导", kind="case", provider=provider,
        buyer_id=city.tree.root.id, fund="budget", budget_fen=BUDGET, places=sum(places.values()), start=START,
        end=END, handed=["name", "sex", "age", "school", "guardian"],
    )  # fmt: skip
    return actions.make_contract(draft=Draft(terms, shares, stages), key=_key(rng), by=city)


def _team(contract: Contract, city: Reader) -> list[Practitioner]:
    """The tour's counsellor and four more, each with an account."""
    own = User.objects.get(staff_number=cast.COUNSELLOR.staff_number)
    users = [own]
    for number, name in enumerate(TEAM, 2):
        user = User.objects.create(
            staff_number=f"P50001{number}",
            name=name,
            password=own.password,
            phone=reserved_phone(130 + number),
        )
        Grant.objects.create(
            user=user, role=Role.COUNSELLOR, valid_from=START, reason="个案辅导合同"
        )
        users.append(user)
    supervisor = User.objects.get(staff_number=cast.SUPERVISOR.staff_number)
    Supervisor.objects.create(contract=contract, user=supervisor, **_entered(START))
    return [_practitioner(user, contract.provider, city, n) for n, user in enumerate(users)]


def _practitioner(user: User, provider: Provider, city: Reader, number: int) -> Practitioner:
    known = Practitioner.objects.filter(user=user).first()
    if known is not None:
        return known
    credentials = Credentials(
        qualification="counsellor2", qualification_number=f"1750000020{number:06d}",
        district_id=Region.objects.get(code=cast.DISTRICT.ljust(12, "0")).pk, since=START, capacity=40,
    )  # fmt: skip
    found = actions.register_practitioner(
        user=user, provider=provider, credentials=credentials, by=city
    )
    actions.check_practitioner(
        practitioner=found, on=dt.date(2018, 7, 20), organ="重庆市公安局", by=city
    )
    actions.sign_pledge(practitioner=found, on=START, by=city)
    return found


def _entered(on: dt.date) -> dict[str, Any]:
    return {"entered_at": _at(on), "entered_by_name": "市妇联"}


def _at(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time(10)))


def _stories(
    contract: Contract, groups: dict[str, list[Child]], team: Sequence[Practitioner], rng: Random
) -> Iterator[Story]:
    """Who begins when, and how it ends: most finish their year, some leave, some are under way, two
    of them with the tour's counsellor, whose district comes first."""
    areas = {
        area.region.code[:6]: area
        for area in contract.areas.select_related("region")
        if area.region
    }
    ends = list(islice(cycle(ENDS), contract.places))
    rng.shuffle(ends)
    here = [end for end in ends if end == "running"][:2]
    for end in here:
        ends.remove(end)
    ends += here
    for code, children in groups.items():
        for child in children[: areas[code].places]:
            person = team[0] if code == cast.DISTRICT else rng.choice(team[1:])
            yield _story(areas[code], child, person, ends.pop(), rng)


def _story(area: Area, child: Child, person: Practitioner, ends: str, rng: Random) -> Story:
    started = START + DAY * rng.randint(4, 20)
    if ends == "running":
        started = dt.date(2017, 11, 1) + DAY * rng.randint(0, 150)
    last = {"running": TODAY, "done": started + DAY * 366}.get(
        ends, started + DAY * rng.randint(40, 150)
    )
    closed = {} if ends == "running" else {
        "closed_on": last, "reason": ends, "closed_by": person.user.name, "closing_words": "按计划结束。",
    }  # fmt: skip
    case = Case(
        key=_key(rng), child=child, area=area, origin=rng.choice(["screening", "school", "observation"]),
        need=rng.choice([1, 2, 2, 3]), words="筛查提示情绪低落，夜里睡不好。", started_on=started,
        asked_on=started - DAY * rng.randint(1, 3), **closed, **_entered(started),
    )  # fmt: skip
    return Story(case, child, person, started, last, ends)


def _write(stories: list[Story], rng: Random) -> None:
    Case.objects.bulk_create(story.case for story in stories)
    Charge.objects.bulk_create(
        Charge(
            case=s.case,
            practitioner=s.counsellor,
            start=s.started,
            **_entered(s.case.asked_on),
        )
        for s in stories
    )
    Consent.objects.bulk_create(one for s in stories for one in _consents(s.child, s.case, s.ends))
    Session.objects.bulk_create(
        (one for s in stories for one in _sessions(s, rng)), batch_size=2000
    )
    Goal.objects.bulk_create(
        Goal(case=s.case, words=rng.choice(GOALS), **_entered(s.case.asked_on)) for s in stories
    )
    versions = _versions()
    AnswerSheet.objects.bulk_create(
        (one for s in stories for one in _sheets(s, versions, rng)), batch_size=500
    )


def _consents(child: Child, case: Case, ends: str = "") -> Iterator[Consent]:
    back = {"withdrawn_on": case.closed_on, "withdrawn_by": "唐晓燕"} if ends == "consent" else {}
    for purpose, giver, name in (
        ("counselling", "guardian", f"{child.name[:1]}奶奶"), ("counselling_assent", "child", child.name),
    ):  # fmt: skip
        yield Consent(
            child=child, purpose=purpose, giver=giver, given_by=name, how="signed",
            given_on=case.asked_on, recorded_at=_at(case.asked_on), recorded_by="市妇联",
            **(back if giver == "guardian" else {}),
        )  # fmt: skip


def _sessions(story: Story, rng: Random) -> Iterator[Session]:
    """A call each week, a meeting each month; now and then nobody answers."""
    started, number = story.case.started_on, 0
    assert started is not None
    on = started + DAY
    while on < min(story.last, TODAY):
        kind = "meeting" if number % 4 == 0 else "call"
        absent = rng.random() < 0.04
        yield Session(
            key=_key(rng), case=story.case, practitioner=story.counsellor, on=on, kind=kind,
            minutes=0 if absent else rng.choice([25, 30, 40, 50]),
            absent="no_answer" if absent else "", **_entered(on),
        )  # fmt: skip
        number, on = number + 1, on + DAY * 7


def _versions() -> dict[str, InstrumentVersion]:
    rows = InstrumentVersion.objects.filter(instrument__code__in=GAIN).select_related("instrument")
    return {one.instrument.code: one for one in rows.order_by("pk")}


def _battery(child: Child, on: dt.date) -> list[str]:
    age = age_on(child.birth_date, on) or 0
    return (
        ["phq-a", "gad-7", "ses", "who-5", "sasc"]
        if age >= 12
        else ["ces-dc", "ses", "who-5", "sasc"]
    )


def _sheets(
    story: Story, versions: dict[str, InstrumentVersion], rng: Random
) -> Iterator[AnswerSheet]:
    """At each point that the case reached; now and then one was missed."""
    started = story.case.started_on
    assert started is not None
    own, helped = rng.gauss(0, 0.12), rng.gauss(1, 0.9)
    for point, after in MEASURED.items():
        on = started + DAY * (after + rng.randint(0, 6))
        if on > min(story.last, TODAY) or (point == "m6" and rng.random() < 0.06):
            continue
        for code in _battery(story.child, started):
            share = (
                FIRST[code] + GAIN[code] * helped * after / 352 + (own if GAIN[code] < 0 else -own)
            )
            yield _sheet(story.child, versions[code], (f"{story.case.key}/{point}", on), share, rng)


def _sheet(
    child: Child, version: InstrumentVersion, of: tuple[str, dt.date], share: float, rng: Random
) -> AnswerSheet:
    key, on = of
    answers = _answers(version, share, rng)
    return AnswerSheet(
        key=_key(rng), child=child, version=version, occasion_kind="case", occasion_key=key, mode="tablet",
        given_by="心理咨询师", started_at=_at(on), finished_at=_at(on) + dt.timedelta(minutes=12),
        answers=json.dumps(answers, sort_keys=True), answered=len(answers),
        **result_of(version, answers, child, on),
    )  # fmt: skip


def _answers(version: InstrumentVersion, share: float, rng: Random) -> dict[str, int]:
    """Answers that come to about so much of the scale; what would be red is not said here."""
    rules = rules_of(version)
    red = {one.number for one in rules.red}
    found = {}
    for item in rules.items:
        values = sorted(option.value for option in item.options)
        at = rng.gauss(1 - share if item.number in rules.reverse else share, 0.16)
        place = 0 if item.number in red else round(max(0.0, min(1.0, at)) * (len(values) - 1))
        found[str(item.number)] = values[place]
    return found


def _wait(contract: Contract, groups: dict[str, list[Child]], rng: Random) -> None:
    """Those for whom there was no place yet, measured twice while they wait."""
    versions, rows = _versions(), list(groups.items())
    areas = {a.region.code[:6]: a for a in contract.areas.select_related("region") if a.region}
    spare = [(areas[code], child) for code, some in rows for child in some[areas[code].places :]]
    cases: list[Case] = []
    sheets: list[AnswerSheet] = []
    consents: list[Consent] = []
    for area, child in spare[:WAITING]:
        asked = dt.date(2018, 2, 1) + DAY * rng.randint(0, 20)
        case = Case(
            key=_key(rng), child=child, area=area, origin="screening", need=2, asked_on=asked,
            words="筛查提示情绪低落，名额已满。", **_entered(asked),
        )  # fmt: skip
        cases.append(case)
        consents += _consents(child, case)
        for on in (asked, asked + DAY * 180):
            for code in _battery(child, asked):
                sheets.append(
                    _sheet(child, versions[code], (f"{case.key}/{on}", on), FIRST[code], rng)
                )
    Case.objects.bulk_create(cases)
    Consent.objects.bulk_create(consents)
    AnswerSheet.objects.bulk_create(sheets)
