"""The festivals a carer keeps with a child, and the holidays the state adds to them."""

from calendar import isleap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nuantong.calendars.lunar import civil_date, new_year

FIRST_YEAR_OF_NEW_HOLIDAYS = 2025


class Festival(StrEnum):
    """Days people keep; 清明 and 劳动节 are holidays only, a child's birthday is its own day."""

    NEW_YEAR = "new_year"
    SPRING = "spring"
    LANTERN = "lantern"
    TOMB_SWEEPING = "tomb_sweeping"
    LABOUR = "labour"
    DRAGON_BOAT = "dragon_boat"
    CHILDREN = "children"
    MID_AUTUMN = "mid_autumn"
    NATIONAL = "national"
    DOUBLE_NINTH = "double_ninth"
    BIRTHDAY = "birthday"


TITLES = {
    Festival.NEW_YEAR: "元旦",
    Festival.SPRING: "春节",
    Festival.LANTERN: "元宵",
    Festival.TOMB_SWEEPING: "清明",
    Festival.LABOUR: "劳动节",
    Festival.DRAGON_BOAT: "端午",
    Festival.CHILDREN: "六一",
    Festival.MID_AUTUMN: "中秋",
    Festival.NATIONAL: "国庆",
    Festival.DOUBLE_NINTH: "重阳",
    Festival.BIRTHDAY: "孩子生日",
}

DATES: dict[Festival, Callable[[int], date]] = {
    Festival.NEW_YEAR: lambda year: date(year, 1, 1),
    Festival.SPRING: new_year,
    Festival.LANTERN: lambda year: civil_date(year, 1, 15),
    Festival.DRAGON_BOAT: lambda year: civil_date(year, 5, 5),
    Festival.CHILDREN: lambda year: date(year, 6, 1),
    Festival.MID_AUTUMN: lambda year: civil_date(year, 8, 15),
    Festival.NATIONAL: lambda year: date(year, 10, 1),
    Festival.DOUBLE_NINTH: lambda year: civil_date(year, 9, 9),
}


@dataclass(frozen=True, slots=True)
class FestivalDay:
    """One day that belongs to a festival: the day itself or a day of its statutory holiday."""

    day: date
    festival: Festival


def festival_days(year: int) -> list[FestivalDay]:
    """The day itself of every festival kept in a civil year."""
    return [FestivalDay(dated(year), festival) for festival, dated in DATES.items()]


def holidays(year: int) -> list[FestivalDay]:
    """Every statutory day off, from the State Council's notice as ``chinesecalendar`` has it.

    A year whose notice the package does not know yet has the days that the law itself names.
    """
    try:
        return list(_announced_holidays(year))
    except NotImplementedError:
        return legal_holidays(year)


def announced_years(first: int, last: int) -> list[int]:
    """The years whose notice the package knows."""
    return [year for year in range(first, last + 1) if _is_announced(year)]


def _is_announced(year: int) -> bool:
    try:
        next(_announced_holidays(year))
    except NotImplementedError:
        return False
    return True


def _announced_holidays(year: int) -> Iterator[FestivalDay]:
    from chinese_calendar import get_dates, get_holiday_detail

    for day in get_dates(date(year, 1, 1), date(year, 12, 31)):
        day_off, name = get_holiday_detail(day)
        if day_off and name in PACKAGE_NAMES:
            yield FestivalDay(day, PACKAGE_NAMES[name])


PACKAGE_NAMES = {
    "New Year's Day": Festival.NEW_YEAR,
    "Spring Festival": Festival.SPRING,
    "Tomb-sweeping Day": Festival.TOMB_SWEEPING,
    "Labour Day": Festival.LABOUR,
    "Dragon Boat Festival": Festival.DRAGON_BOAT,
    "Mid-autumn Festival": Festival.MID_AUTUMN,
    "National Day": Festival.NATIONAL,
}


def legal_holidays(year: int) -> list[FestivalDay]:
    """The days named by 《全国年节及纪念日放假办法》 as amended from 2025, without moved rest days."""
    spans = [
        (Festival.NEW_YEAR, date(year, 1, 1), 1),
        (Festival.SPRING, new_year(year) - timedelta(days=1), 4),
        (Festival.TOMB_SWEEPING, tomb_sweeping(year), 1),
        (Festival.LABOUR, date(year, 5, 1), 2),
        (Festival.DRAGON_BOAT, civil_date(year, 5, 5), 1),
        (Festival.MID_AUTUMN, civil_date(year, 8, 15), 1),
        (Festival.NATIONAL, date(year, 10, 1), 3),
    ]
    return [
        FestivalDay(first + timedelta(days=number), festival)
        for festival, first, days in spans
        for number in range(days)
    ]


def tomb_sweeping(year: int) -> date:
    """清明 is a solar term, not a lunar day."""
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def birthday_in(year: int, birthday: date) -> date:
    """A child of 29 February has its birthday on the last of the month (民法典 art. 202)."""
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return birthday.replace(year=year)


class FestivalTable:
    """Which festivals a day belongs to."""

    def __init__(self, days: Iterable[FestivalDay]) -> None:
        self._festivals: dict[date, set[Festival]] = defaultdict(set)
        for row in days:
            self._festivals[row.day].add(row.festival)

    def festivals_on(self, on: date, birthday: date | None = None) -> frozenset[Festival]:
        """The festivals of the day, with the birthday when it is the child's."""
        own = {Festival.BIRTHDAY} if birthday and birthday_in(on.year, birthday) == on else set()
        return frozenset(self._festivals.get(on, set()) | own)


def known_festivals(first: int = 2017, last: int = 2027) -> FestivalTable:
    """The table as it is seeded: festivals and holidays of the given years."""
    years = range(first, last + 1)
    return FestivalTable(day for year in years for day in festival_days(year) + holidays(year))
