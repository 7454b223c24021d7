"""The calendar an office keeps: school terms, festivals, days off. Ends are exclusive."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from nuantong.calendars.festivals import TITLES
from nuantong.regions.models import Region

FESTIVALS = [(festival.value, title) for festival, title in TITLES.items()]


class Entry(models.Model):
    """A row that an office wrote and may end, never alter: by whom, since when it is known, why.

    Without `entered_on` it was there from the start. An ended row stays; another takes its place.
    """

    entered_on = models.DateField("登记日期", null=True)
    entered_by = models.CharField("登记人", max_length=60, blank=True, default="")
    reason = models.CharField("依据", max_length=200, blank=True, default="")
    ended_on = models.DateField("停用日期", null=True)
    ended_by = models.CharField("停用人", max_length=60, blank=True, default="")

    class Meta:
        abstract = True


class SchoolTerm(Entry):
    """The dates of one term for one school stage, in one district or in the whole city.

    An empty stage stands for every stage, no region for the city. A district's own row stands in
    the place of the city's.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区县"
    )
    stage = models.CharField("学段", max_length=16, blank=True, default="")
    key = models.CharField("学期", max_length=12)
    starts = models.DateField("开学")
    ends = models.DateField("放假")

    class Meta:
        ordering = ["starts", "stage", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "stage", "key"], nulls_distinct=False,
                condition=Q(ended_on=None), name="schoolterm_once",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="schoolterm_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(key__regex=r"^\d{4}-\d{4}-T\d$"), name="schoolterm_key_is_read"
            ),
            ExclusionConstraint(
                name="schoolterm_one_at_a_time",
                expressions=[
                    (Coalesce("region", 0), RangeOperators.EQUAL),
                    ("stage", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts"), F("ends"), Value("[)"),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_on=None),
                violation_error_message="同一学段的学期不能重叠，请核对起止日期。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.key} {self.stage}".strip()


class FestivalDay(models.Model):
    """The day itself of a festival in one year."""

    day = models.DateField("日期")
    festival = models.CharField("节日", max_length=16, choices=FESTIVALS)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day", "festival"], name="festivalday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_festival_display()}"


class Holiday(Entry):
    """A statutory day off that belongs to a festival, as the State Council announced it."""

    day = models.DateField("日期")
    festival = models.CharField("节日", max_length=16, choices=FESTIVALS)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "festival"], condition=Q(ended_on=None), name="holiday_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_festival_display()}"


class Revision(models.Model):
    """One row; its number changes with every change of the tables above (by trigger)."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
