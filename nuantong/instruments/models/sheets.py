"""A filled sheet of a scale: whose, which version, for which occasion, what came out."""

import json
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.instruments.models.definitions import InstrumentVersion
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet

STANDING = Q(voided_at=None)
FINISHED = STANDING & Q(finished_at__isnull=False)
Answers = dict[str, int]
"""The form's own number by the item's number; what was not answered is absent."""


class AnswerSheetQuerySet(OfChildQuerySet):
    def standing(self) -> Self:
        """Without those taken out."""
        return self.filter(STANDING)

    def finished(self) -> Self:
        return self.filter(FINISHED)

    def of_occasion(self, kind: str, key: str) -> Self:
        return self.filter(occasion_kind=kind, occasion_key=key)

    def without_answers(self) -> Self:
        """Lists need no answers, so none is decrypted."""
        return self.defer("answers")


class AnswerSheet(models.Model):
    """One child's answers to one version of a scale, for one occasion.

    The occasion is plain words of whoever gave the sheet (a round, a case's assessment): sheets know
    neither. The result is stored when it is finished, by the version's own rules; an invalid sheet
    is kept with its reason and never guessed. Answers open to whoever may read answers, nobody else.
    """

    class Mode(models.TextChoices):
        TABLET = "tablet", "孩子自己填"
        PAPER = "paper", "按纸质表录入"
        SHEET = "sheet", "从表格导入"

    class Colour(models.TextChoices):
        GREEN = "green", "绿色"
        YELLOW = "yellow", "黄色"
        ORANGE = "orange", "橙色"
        RED = "red", "红色"

    key = models.UUIDField(unique=True)
    child = models.ForeignKey(Child, models.PROTECT, related_name="answer_sheets", db_index=False)
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="sheets")
    occasion_kind = models.CharField(max_length=20)
    occasion_key = models.CharField(max_length=60)
    mode = models.CharField("填写方式", max_length=8, choices=Mode)
    giver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    given_by = models.CharField("发放人", max_length=60)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    answers = EncryptedTextField("作答")
    answered = models.PositiveSmallIntegerField("已答题数", default=0)
    total = models.DecimalField("总分", max_digits=8, decimal_places=2, null=True)
    subscales = models.JSONField(default=dict)
    colour = models.CharField(
        "颜色", max_length=8, choices=Colour, blank=True, default="", db_default=""
    )
    valid = models.BooleanField("有效", null=True)
    red = models.BooleanField("有红色项", null=True)
    reason = models.CharField("说明", max_length=200, blank=True, default="")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=60, blank=True, default="")
    voided_why = models.CharField("作废原因", max_length=200, blank=True, default="")

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["child", "-finished_at"], name="answersheet_child"),
            models.Index(fields=["occasion_kind", "occasion_key"], name="answersheet_occasion"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "version", "occasion_kind", "occasion_key"], condition=STANDING,
                name="answersheet_once_for_an_occasion",
            ),
            models.CheckConstraint(
                condition=~Q(occasion_kind="") & ~Q(occasion_key="") & ~Q(given_by=""),
                name="answersheet_says_for_what_and_from_whom",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, valid=None, red=None, colour="", total=None)
                | Q(finished_at__isnull=False, valid__isnull=False, red__isnull=False),
                name="answersheet_result_when_finished",
            ),
            models.CheckConstraint(
                condition=~Q(valid=True) | (Q(total__isnull=False) & ~Q(colour="")),
                name="answersheet_valid_has_a_total",
            ),
            models.CheckConstraint(
                condition=~Q(valid=False) | ~Q(reason=""), name="answersheet_invalid_says_why"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="answersheet_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by="", voided_why="")
                | Q(voided_at__isnull=False) & ~Q(voided_by="") & ~Q(voided_why=""),
                name="answersheet_voided_by_somebody_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.key)

    @property
    def given(self) -> Answers:
        """What was answered so far."""
        found: Answers = json.loads(str(self.answers)) if self.answers else {}
        return found

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.voided_at is None

    def packed(self, answers: Answers) -> dict[str, Any]:
        """The columns that hold these answers."""
        return {
            "answers": json.dumps(answers, sort_keys=True) if answers else "",
            "answered": len(answers),
        }
