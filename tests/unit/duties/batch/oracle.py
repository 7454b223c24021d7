"""The rules read literally, day by day, one window at a time: what the engine is held against.

Written from the design's rules alone, for files; it shares no code with the engine and knows no
shortcut. Rules are numbered as in ADR 7.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chinese_calendar import get_holiday_detail

Row = Mapping[str, Any]
DAY = dt.timedelta(days=1)
FOREVER = dt.date(2200, 1, 1)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
LANTERN = {2017: (2, 11), 2018: (3, 2), 2019: (2, 19), 2020: (2, 8)}
GRACE = {
    "day": 0,
    "week": 3,
    "half_month": 5,
    "month": 7,
    "quarter": 14,
    "term": 14,
    "three_months": 14,
    "half_year": 14,
    "year": 30,
}
MONTHS = {"three_months": 3, "half_year": 6}  # fmt: skip
KEPT = {
    "new_year": ["2018-01-01", "2019-01-01"],
    "spring": ["2018-02-16", "2019-02-05"],
    "lantern": ["2018-03-02", "2019-02-19"],
    "dragon_boat": ["2018-06-18"],
    "children": ["2018-06-01"],
    "mid_autumn": ["2018-09-24"],
    "national": ["2018-10-01", "2017-10-01"],
    "double_ninth": ["2018-10-17"],
}
OFF = {
    "New Year's Day": "new_year", "Spring Festival": "spring", "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn", "National Day": "national",
    "Tomb-sweeping Day": "tomb_sweeping", "Labour Day": "labour",
}  # fmt: skip
SIX_ONES = [
    {"code": "week", "period": "week", "accepts": [{"acts": ["meet"], "means": ["face"]}]},
    {"code": "half_month", "period": "half_month", "accepts": [{"acts": ["talk"], "means": ["face", "phone", "video"]}]},
    {"code": "month", "period": "month", "catch_up": True, "accepts": [{"acts": ["guardian"]}]},
    {"code": "quarter", "period": "quarter", "catch_up": True, "accepts": [{"acts": ["teacher"]}]},
    {"code": "term", "period": "term", "catch_up": True, "accepts": [{"acts": ["activity"], "means": ["face"]}]},
    {"code": "year", "period": "year", "catch_up": True, "accepts": [{"acts": ["festival"], "means": ["face"], "festivals": [*KEPT, "birthday"]}]},
]  # fmt: skip


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def until(text: str) -> dt.date:
    return day(text) if text else FOREVER


def civil(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text).astimezone(SHANGHAI).date()


@dataclass
class Window:
    duty: Row
    key: str
    start: dt.date
    end: dt.date
    grace_end: dt.date
    contacts: list[Row] = field(default_factory=list)

    @property
    def times(self) -> int:
        return int(self.duty.get("times", 1))

    @property
    def days(self) -> list[dt.date]:
        return [self.start + n * DAY for n in range((self.end - self.start).days)]

    def holds(self, on: dt.date) -> bool:
        return self.start <= on < self.end


class Oracle:
    """`tables` as the files have them; `protocols` by name: [(valid from, duties)], in order."""

    def __init__(
        self, tables: Mapping[str, Sequence[Row]], protocols: Mapping[str, Any], as_of: dt.date
    ) -> None:
        self.tables, self.protocols, self.as_of = tables, protocols, as_of
        self.periods: dict[Any, tuple[str, dt.date, dt.date]] = {}

    def outcomes(self) -> dict[tuple[str, str, str], Row]:
        found = {}
        for enrolment in self.tables["enrolments"]:
            for row in self.judge(enrolment):
                key = row["enrolment"], row["duty"], row["period"]
                assert key not in found
                found[key] = row
        return found

    def judge(self, enrolment: Row) -> Iterator[Row]:
        contacts = [c for c in self.known(enrolment["child"]) if self.counts(c, enrolment)]
        versions = self.protocols[enrolment["protocol"]]
        codes = list(dict.fromkeys(d["code"] for _, duties in versions for d in duties))
        for code in codes:
            windows = self.windows(enrolment, code)
            loose = [c for c in contacts if not self.place(c, windows, enrolment)]
            self.catch_up(windows, loose, enrolment)
            for window in windows:
                yield self.row(window, enrolment)

    # Which windows there are

    def windows(self, enrolment: Row, code: str) -> list[Window]:
        """Every period that a day of the enrolment up to as-of lies in."""
        versions = self.protocols[enrolment["protocol"]]
        found: dict[str, Window] = {}
        on, end = day(enrolment["start"]), min(until(enrolment["end"]), self.as_of + DAY)
        while on < end:
            for number, (since, duties) in enumerate(versions):
                before = versions[number + 1][0] if number + 1 < len(versions) else FOREVER
                for duty in duties:
                    period = self.period(duty["period"], on, enrolment)
                    if duty["code"] != code or period is None:
                        continue
                    key, first, last = period
                    if (number == 0 or since <= first) and first < before:
                        grace = duty.get("grace_days", GRACE[duty["period"]])
                        grace += 7 if enrolment["no_signal"] == "1" else 0
                        found.setdefault(key, Window(duty, key, first, last, last + grace * DAY))
            on += DAY
        return sorted(found.values(), key=lambda window: window.start)

    def period(self, rule: str, on: dt.date, enrolment: Row) -> tuple[str, dt.date, dt.date] | None:
        if rule == "term":
            return self.term(on, enrolment["stage"])
        seen = rule, on, enrolment["start"] if rule in MONTHS else ""
        if seen not in self.periods:
            self.periods[seen] = self.walked(rule, on, enrolment)
        return self.periods[seen]

    def walked(self, rule: str, on: dt.date, enrolment: Row) -> tuple[str, dt.date, dt.date]:
        name = self.name(rule, on, enrolment)
        first = last = on
        while self.name(rule, first - DAY, enrolment) == name:
            first -= DAY
        while self.name(rule, last, enrolment) == name:
            last += DAY
        return name, first, last

    def name(self, rule: str, on: dt.date, enrolment: Row) -> str:
        if rule == "day":
            return on.isoformat()
        if rule == "week":
            year, week, _ = on.isocalendar()
            return f"{year}-W{week:02d}"
        if rule == "half_month":
            return f"{on:%Y-%m}-H{1 if on.day <= 15 else 2}"
        if rule == "month":
            return f"{on:%Y-%m}"
        if rule == "quarter":
            return f"{on.year}-Q{(on.month + 2) // 3}"
        if rule in MONTHS:
            return f"{self.counted(on, day(enrolment['start']), MONTHS[rule])}+{MONTHS[rule]}M"
        return str(on.year)

    def counted(self, on: dt.date, start: dt.date, length: int) -> dt.date | None:
        """The last day of the plan, so many months apart, that is not after the day."""
        latest = None
        for months in range(0, 120, length):
            year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
            last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - DAY).day
            begins = dt.date(year, month + 1, min(start.day, last))
            if begins <= on:
                latest = begins
        return latest

    def term(self, on: dt.date, stage: str) -> tuple[str, dt.date, dt.date] | None:
        table = {}
        for autumn in range(2016, 2020):
            month, number = LANTERN[autumn + 1]
            table[f"{autumn}-{autumn + 1}-T1"] = (dt.date(autumn, 9, 1), dt.date(autumn + 1, 1, 26))
            table[f"{autumn}-{autumn + 1}-T2"] = (
                dt.date(autumn + 1, month, number) + DAY, dt.date(autumn + 1, 7, 6),
            )  # fmt: skip
        for wanted in dict.fromkeys(("", stage)):
            for row in self.tables.get("terms", ()):
                if row["stage"] == wanted:
                    table[row["term"]] = (day(row["start"]), day(row["end"]))
        for key, (first, last) in table.items():
            if first <= on < last:
                return key, first, last
        return None

    # Which contacts count

    def known(self, child: str) -> list[Row]:
        """Each contact once, as it was received first; without those corrected; nothing that
        arrived after as-of."""
        once: dict[str, Row] = {}
        for contact in self.tables["contacts"]:
            if civil(contact["received_at"]) <= self.as_of:
                other = once.get(contact["contact"], contact)
                once[contact["contact"]] = min(contact, other, key=self.arrival)
        hers = [c for c in once.values() if c["child"] == child]
        replaced = {c["supersedes"] for c in hers if c["supersedes"] != c["contact"]}
        found = [c for c in hers if c["contact"] not in replaced]
        return sorted(found, key=lambda c: (c["happened_on"], self.arrival(c)[0], c["contact"]))

    def arrival(self, contact: Row) -> tuple[dt.datetime, str]:
        return dt.datetime.fromisoformat(contact["received_at"]), contact["happened_on"]

    def counts(self, contact: Row, enrolment: Row) -> bool:
        """Rule 4, and nothing after the child left."""
        on = day(contact["happened_on"])
        future = on > civil(contact["received_at"])
        return not future and day(enrolment["start"]) <= on < until(enrolment["end"])

    def carries(self, contact: Row, duty: Row, enrolment: Row) -> bool:
        return any(self.fits(contact, way, enrolment) for way in duty["accepts"])

    def fits(self, contact: Row, way: Row, enrolment: Row) -> bool:
        on, acts = day(contact["happened_on"]), contact["acts"].split(";")
        if not any(act in way["acts"] for act in acts):
            return False
        if way.get("means") and contact["means"] not in way["means"]:
            return False
        if way.get("stages") and enrolment["stage"] not in way["stages"]:
            return False
        if way.get("boarding") not in (None, enrolment["boarding"] == "1"):
            return False
        if way.get("in_term") not in (None, self.term(on, enrolment["stage"]) is not None):
            return False
        kept = self.festivals(on, enrolment["birthday"])
        return not way.get("festivals") or any(one in way["festivals"] for one in kept)

    def festivals(self, on: dt.date, birthday: str) -> set[str]:
        found = {name for name, days in KEPT.items() if on.isoformat() in days}
        off, name = get_holiday_detail(on)
        if off and name in OFF:
            found.add(OFF[name])
        leap = birthday.endswith("02-29") and on.year % 4 and (on.month, on.day) == (2, 28)
        if birthday and (birthday[5:] == on.isoformat()[5:] or leap):
            found.add("birthday")
        return found

    def place(self, contact: Row, windows: list[Window], enrolment: Row) -> bool:
        """Rules 1 and 2: into the window of its day, one at most; whether it lies in any. Of two
        that run at once (the protocol changed its rhythm) the older has it until it is full."""
        here = [window for window in windows if window.holds(day(contact["happened_on"]))]
        fitting = [window for window in here if self.carries(contact, window.duty, enrolment)]
        lacking = [window for window in fitting if len(window.contacts) < window.times]
        for window in (lacking or fitting[-1:])[:1]:
            window.contacts.append(contact)
        return bool(here)

    def catch_up(self, windows: list[Window], loose: list[Row], enrolment: Row) -> None:
        """Rule 3."""
        for window in windows:
            lacking = window.times - len(window.contacts)
            if lacking <= 0 or not window.duty.get("catch_up") or self.exempted(window, enrolment):
                continue
            taken: list[tuple[list[Row], Row]] = []
            spare = {id(w): len(w.contacts) - w.times for w in windows}
            pools = [
                (w.contacts, c, id(w))
                for w in windows
                if w.start > window.start
                for c in w.contacts
            ]
            pools += [(loose, c, 0) for c in loose]
            for pool, contact, owner in sorted(pools, key=lambda one: self.order(one[1])):
                on = day(contact["happened_on"])
                in_grace = window.end <= on < window.grace_end
                surplus = owner == 0 or spare[owner] > 0
                if (
                    len(taken) < lacking
                    and in_grace
                    and surplus
                    and self.carries(contact, window.duty, enrolment)
                ):
                    taken.append((pool, contact))
                    spare[owner] = spare.get(owner, 0) - 1
            if len(taken) == lacking:
                for pool, contact in taken:
                    pool.remove(contact)
                    window.contacts.append(contact)

    def order(self, contact: Row) -> tuple[Any, ...]:
        return contact["happened_on"], self.arrival(contact)[0], contact["contact"]

    # What became of a window

    def row(self, window: Window, enrolment: Row) -> Row:
        outcome, reason = self.outcome(window, enrolment)
        contact = window.contacts[window.times - 1] if outcome in ("met", "met_late") else None
        unmet = outcome in ("missed", "in_grace", "unreported")
        return {
            "enrolment": enrolment["enrolment"],
            "duty": window.duty["code"],
            "period": window.key,
            "outcome": outcome,
            "reason": reason,
            "contact": contact["contact"] if contact else "",
            "credit_carer": contact["carer"] if contact else "",
            "handover": "1" if unmet and self.handed_over(window, enrolment) else "0",
        }

    def outcome(self, window: Window, enrolment: Row) -> tuple[str, str]:
        left = until(enrolment["end"])
        if reason := self.exempted(window, enrolment):
            return "exempt", reason
        if len(window.contacts) >= window.times:
            last = day(window.contacts[window.times - 1]["happened_on"])
            return ("met_late" if last >= window.end else "met"), ""
        if window.start < left < window.end and left <= self.as_of:
            return "void", ""
        enrolled = sum(day(enrolment["start"]) <= on < left for on in window.days)
        if 2 * enrolled < len(window.days) or enrolled < min(3, len(window.days)):
            return "exempt", "partial"
        if self.as_of < window.end:
            return "open", ""
        if self.as_of >= window.grace_end:
            return "missed", ""
        return ("unreported" if self.silent(window, enrolment) else "in_grace"), ""

    def exempted(self, window: Window, enrolment: Row) -> str:
        """Rule 7: all exemptions together; the reason of the one that covers most."""
        spans = [
            (row, {on for on in window.days if day(row["start"]) <= on < until(row["end"])})
            for row in self.tables["exemptions"]
            if row["child"] == enrolment["child"]
        ]
        covered = set().union(*(days for _, days in spans))
        if not covered or 2 * len(covered) < len(window.days):
            return ""
        spans.sort(key=lambda one: (-len(one[1]), one[0]["start"], one[0]["reason"]))
        return str(spans[0][0]["reason"])

    def silent(self, window: Window, enrolment: Row) -> bool:
        """Rule 9 and `unreported`: whoever held the child on the last day was not heard since."""
        heard = {
            carer: max(civil(r["last_heard_at"]) for r in rows)
            for carer, rows in self.heard().items()
        }
        holders = self.holders(window.end - DAY, enrolment["child"])
        return any(heard.get(carer, FOREVER) < window.end for carer in holders)

    def heard(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.tables.get("heard", ()):
            found.setdefault(row["carer"], []).append(row)
        return found

    def handed_over(self, window: Window, enrolment: Row) -> bool:
        """Rule 5."""
        held: dict[str, int] = {}
        for on in window.days:
            for carer in self.holders(on, enrolment["child"]):
                held[carer] = held.get(carer, 0) + 1
        return any(2 * days < len(window.days) for days in held.values())

    def holders(self, on: dt.date, child: str) -> set[str]:
        """Who answers for the child on the day: of a carer on leave, whoever stands in."""
        return {
            self.standing_in(row["carer"], on, set())
            for row in self.tables["pairings"]
            if row["child"] == child and day(row["start"]) <= on < until(row["end"])
        }

    def standing_in(self, carer: str, on: dt.date, away: set[str]) -> str:
        leaves = [
            row
            for row in self.tables.get("leaves", ())
            if row["carer"] == carer and day(row["start"]) <= on < until(row["end"])
        ]
        for row in sorted(leaves, key=lambda row: (row["start"], until(row["end"]))):
            if row["substitute"] and row["substitute"] not in away | {carer}:
                return self.standing_in(row["substitute"], on, away | {carer})
        return carer
