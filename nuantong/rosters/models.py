"""A roster as it was sent, what became of each of its rows, and what undo needs."""

import base64
import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.core.longwork import LongWork
from nuantong.people.models import Carer, Child

LONGEST = dt.timedelta(minutes=15)
"""No step takes so long: after that it may be begun again."""
OUTCOMES = ("new", "changed", "unchanged", "repeated", "refused")


class RosterQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, reader: Reader) -> Self:
        """One's own; to whoever imports for the whole city, everybody's."""
        if reader.tree.root.id in reader.regions(Permission.IMPORT_ROSTERS):
            return self
        return self.filter(by=reader.user)


class RosterImport(LongWork):
    """One file on its way to the register: uploaded, previewed, applied, perhaps undone."""

    class Kind(models.TextChoices):
        CHILDREN = "children", "儿童"
        CARERS = "carers", "爱心妈妈"
        CHECKS = "checks", "背景查询结果"

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "待核对列"
        PREVIEWED = "previewed", "待确认导入"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"

    kind = models.CharField("内容", max_length=8, choices=Kind)
    file_name = models.CharField("文件", max_length=200)
    title = models.CharField("名册标题", max_length=200, blank=True)
    sheet = models.CharField("工作表", max_length=80, blank=True)
    sheets = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=8, blank=True, default="")
    unmapped = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("导入人", max_length=60)
    at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=list, help_text="row numbers undo left alone, with the reason")

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("new") + models.F("changed") + models.F("unchanged")
                    + models.F("repeated") + models.F("refused")
                ),
                name="rosterimport_sums_close",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Queued or running, and not left behind by a worker that was stopped."""
        begun = self.started_at
        return self.is_active and (begun is None or clock.now() - begun < LONGEST)

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: getattr(self, outcome) for outcome in OUTCOMES}


class RosterFile(models.Model):
    """The bytes as they were sent; kept so that the same sheet can be given back."""

    roster = models.OneToOneField(RosterImport, models.CASCADE, related_name="file")
    content = EncryptedTextField()

    def __str__(self) -> str:
        return self.roster.file_name

    @property
    def data(self) -> bytes:
        return base64.b64decode(self.content)

    @classmethod
    def keep(cls, roster: RosterImport, data: bytes) -> None:
        cls.objects.create(roster=roster, content=base64.b64encode(data).decode())


class RosterRow(models.Model):
    """What became of one data row; `number` is the row as Excel shows it.

    Written by the ten thousand and looked up by their roster only: the links to people are without
    index and constraint, and cleared when undo removes somebody.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "更新"
        UNCHANGED = "unchanged", "无变化"
        REPEATED = "repeated", "重复"
        REFUSED = "refused", "未导入"

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=9, choices=Outcome)
    name = models.CharField("姓名", max_length=40, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    child = models.ForeignKey(
        Child, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    carer = models.ForeignKey(
        Carer, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    has_problems = models.BooleanField(default=False)
    problems = EncryptedTextField("问题", help_text="JSON: pairs of heading and problem")
    before = EncryptedTextField(help_text="JSON: what undo puts back")
    version = models.PositiveIntegerField(null=True, help_text="the record's version afterwards")
    fingerprint = BlindIndexField()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["fingerprint"], name="rosterrow_fingerprint"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="rosterrow_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def person(self) -> Any:
        return self.child or self.carer
