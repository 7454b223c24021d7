"""How often homes are visited in a district: data that its officers edit, version by version."""

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.calendars.periods import Rule
from nuantong.regions.models import Region
from nuantong.visits.planning import Rules

PERIODS = [
    (Rule.WEEK.value, "每周"), (Rule.HALF_MONTH.value, "每半月"), (Rule.MONTH.value, "每月"),
    (Rule.QUARTER.value, "每季度"), (Rule.YEAR.value, "每年"),
]  # fmt: skip


class PlanRule(models.Model):
    """What holds in a district, or without one in the whole city. The newest row counts."""

    region = models.ForeignKey(Region, models.PROTECT, null=True, verbose_name="区县")
    focus = models.CharField("重点户", max_length=12, choices=PERIODS, default=Rule.HALF_MONTH)
    ordinary = models.CharField("一般户", max_length=12, choices=PERIODS, default=Rule.MONTH)
    stable = models.CharField("稳定户", max_length=12, choices=PERIODS, default=Rule.QUARTER)
    first_within_days = models.PositiveSmallIntegerField("登记后几天内首访", default=15)
    retry_days = models.PositiveSmallIntegerField("无人在家，隔几天再去", default=3)
    tries = models.PositiveSmallIntegerField("几次无人在家后交乡镇", default=3)
    handed_days = models.PositiveSmallIntegerField("交乡镇后几天再排走访", default=30)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_within_days__gte=1, first_within_days__lte=90)
                & Q(retry_days__gte=1, retry_days__lte=30)
                & Q(tries__gte=1, tries__lte=9)
                & Q(handed_days__gte=1, handed_days__lte=90),
                name="planrule_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return str(self.region or "全市")

    @property
    def rules(self) -> Rules:
        return Rules(
            Rule(self.focus), Rule(self.ordinary), Rule(self.stable), self.first_within_days,
            self.retry_days, self.tries, self.handed_days,
        )  # fmt: skip
