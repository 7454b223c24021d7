"""Growing up: until which age a category holds. Data, pure; eligibility reads the same table.

国发〔2016〕13号 and the 2024 action plan for migrant children: under sixteen. 国办发〔2010〕54号 and
民发〔2019〕62号: under eighteen; Chongqing (渝民发〔2021〕5号) goes on while an orphan or unattended child
is in full-time secondary or vocational school.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from nuantong.people.models import Child, Label

Category = Label.Category


@dataclass(frozen=True)
class Limit:
    """`age` is the birthday on which the category ends; `mechanical`: nothing is to be judged."""

    age: int
    mechanical: bool = False
    longer_in_school: bool = False


LIMITS: Final[dict[str, Limit]] = {
    Category.LEFT_BEHIND: Limit(16, mechanical=True),
    Category.MIGRANT: Limit(16, mechanical=True),
    Category.ORPHAN: Limit(18, longer_in_school=True),
    Category.UNATTENDED: Limit(18, longer_in_school=True),
    **dict.fromkeys(
        (Category.HARDSHIP, Category.DISABLED, Category.SEVERELY_ILL, Category.POOR,
         Category.GUARDIANSHIP),
        Limit(18),
    ),
}  # fmt: skip
SIXTEEN: Final = [key for key, limit in LIMITS.items() if limit.mechanical]
IN_SCHOOL: Final = [key for key, limit in LIMITS.items() if limit.longer_in_school]
SCHOOLS: Final = (Child.Stage.JUNIOR, Child.Stage.SENIOR, Child.Stage.VOCATIONAL)
"""Full-time secondary and vocational school."""
AHEAD: Final = dt.timedelta(days=60)
"""How long before the birthday it is said."""
BY_AGE: Final = "年满16周岁"
"""What an ended label says."""


def birthday(born: dt.date, age: int) -> dt.date:
    """The day on which somebody is that old; born on 29 February: 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)
