"""What is kept of everybody who comes near children: background checks, pledges.

Carers and helpers have tables of their own of one shape; rows are added, never altered but to say
that one was a mistake.
"""

from typing import Any, Final

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField

OF_A_LIST: Final = "名册所载"
"""Whom the database names where a roster's day takes the place of another."""
CORRECTED: Final = "登记的查询日期已更正"


class Result(models.TextChoices):
    CLEAR = "clear", "没有相关违法犯罪记录"
    ADVERSE = "adverse", "有相关违法犯罪记录"


class Entered(models.Model):
    """A row that says who entered it."""

    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_by_name = models.CharField("登记人", max_length=60)

    class Meta:
        abstract = True


class CheckRow(Entered):
    """One background check (未成年人保护法 §62: before work and every year again).

    An adverse result bars at once, whatever was found before or after, until it is shown to be a
    mistake.
    """

    Result = Result

    on = models.DateField("查询日期")
    organ = models.CharField("查询机关", max_length=60, blank=True)
    result = models.CharField("结果", max_length=8, choices=Result)
    document = models.CharField("文书号", max_length=60, blank=True)
    note = EncryptedTextField("说明")
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=60, blank=True)
    voided_reason = EncryptedTextField("作废原因")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        abstract = True
        ordering = [F("voided_at").desc(nulls_first=True), "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["clear", "adverse"]),
                name="%(app_label)s_%(class)s_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by_name="", voided_reason=None)
                | (
                    Q(voided_at__isnull=False)
                    & ~Q(voided_by_name="")
                    & (Q(voided_reason__isnull=False) | Q(voided_by_name=OF_A_LIST))
                ),
                name="%(app_label)s_%(class)s_voided_with_reason",
            ),
        ]

    @property
    def stands(self) -> bool:
        return self.voided_at is None

    @property
    def why_voided(self) -> str:
        """The database cannot seal a reason of its own, and has only one."""
        return self.voided_reason or CORRECTED

    @property
    def is_adverse(self) -> bool:
        return self.result == Result.ADVERSE
