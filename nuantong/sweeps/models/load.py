"""One file of a source on its way into the sweep, and what became of each of its rows."""

import base64
from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.crypto import decrypt_bytes
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.core.longwork import LongWork
from nuantong.regions.models import Region
from nuantong.sweeps.models.source import Source
from nuantong.sweeps.models.words import Flag

PART: Final = 3 << 20
"""Bytes of a file kept in one row."""


class LoadQuerySet(models.QuerySet["Load"]):
    def visible_to(self, reader: Reader) -> Self:
        sources = Source.objects.visible_to(reader, Permission.LOAD_SWEEPS)
        return self.filter(source__in=sources)


class Load(LongWork):
    class Stage(models.TextChoices):
        RECEIVED = "received", "待核对"
        READING = "reading", "读取"
        COMPARING = "comparing", "与上次比较"
        LINKING = "linking", "与台账比对"
        DONE = "done", "已完成"
        DISCARDED = "discarded", "已作废"

    source = models.ForeignKey(Source, models.PROTECT, related_name="loads")
    version = models.PositiveIntegerField("期数")
    stage = models.CharField("状态", max_length=10, choices=Stage, default=Stage.RECEIVED)
    file_name = models.CharField("文件", max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes")
    sheets = models.JSONField(default=list, help_text="what was found: name, rows, title, years")
    chosen = models.JSONField(default=list, help_text="names of the sheets to be read, in order")
    mapping = models.JSONField(default=dict, help_text="heading → field")
    revision = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)
    stop_asked = models.BooleanField(default=False)
    at_sheet = models.PositiveSmallIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0, help_text="everything up to here is stored")

    rows = models.PositiveIntegerField("行数", default=0)
    new = models.PositiveIntegerField("新出现", default=0)
    changed = models.PositiveIntegerField("有变化", default=0)
    same = models.PositiveIntegerField("无变化", default=0)
    gone = models.PositiveIntegerField("不再出现", default=0)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("上传人", max_length=60)
    at = models.DateTimeField("上传时间")

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "version"], name="load_version_once"),
            models.UniqueConstraint(
                fields=["source"], name="load_one_at_a_time",
                condition=~Q(stage__in=["done", "discarded"]),
                violation_error_message="这份名册还有一期没有处理完，请先完成或作废。",
            ),
            models.UniqueConstraint(
                fields=["source", "digest"], name="load_file_once",
                condition=~Q(stage="discarded"),
                violation_error_message="同一个文件已经导入过。",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["received", "reading", "comparing", "discarded"])
                | Q(rows=F("new") + F("changed") + F("same")),
                name="load_sums_close",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source} 第{self.version}期"

    @property
    def may_discard(self) -> bool:
        return self.stage in (self.Stage.RECEIVED, self.Stage.READING, self.Stage.COMPARING)


class FilePart(models.Model):
    """The bytes as received, in parts of PART bytes so that none is large.

    A part opens only as what it is, this one of so many of this load's: none can be left out, put
    elsewhere or taken from another file unnoticed. `content` is the form of former releases.
    """

    load = models.ForeignKey(Load, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    content = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "number"], name="filepart_once"),
            models.CheckConstraint(
                condition=Q(sealed=None, content__isnull=False)
                | Q(sealed__isnull=False, content=None),
                name="filepart_has_one_form",
            ),
        ]  # fmt: skip

    @staticmethod
    def about(load: int, number: int, of: int) -> str:
        return f"sweeps.filepart:{load}:{number}/{of}"

    def opened(self, of: int) -> bytes:
        if self.sealed is None:
            return base64.b64decode(str(self.content))
        return decrypt_bytes(bytes(self.sealed), self.about(self.load_id, self.number, of))


class LoadRow(models.Model):
    """A data row of a load. `number` is the row as the sheet shows it.

    Until the load is compared, `content` is what the row says (sealed as Record.content);
    afterwards only `before` stays, of a changed row: what the record said until then.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "新出现"
        CHANGED = "changed", "有变化"
        SAME = "same", "无变化"

    load = models.ForeignKey(Load, models.CASCADE, related_name="lines", db_index=False)
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("行号")
    record = models.ForeignKey(
        "sweeps.Record", models.CASCADE, null=True, related_name="rows", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    fingerprint = BlindIndexField()
    id_index = BlindIndexField()
    name = models.CharField("姓名", max_length=40, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    region = models.ForeignKey(Region, models.PROTECT, db_constraint=False, db_index=False)
    flags = ArrayField(models.CharField(max_length=10, choices=Flag), default=list)
    hint = models.CharField(max_length=24, blank=True)
    hint_basis = EncryptedTextField(sealed_as="sweeps.record.hint_basis")
    problems = EncryptedTextField(help_text="JSON: pairs of heading and problem")
    content = models.BinaryField(null=True)
    before = models.BinaryField(null=True)

    class Meta:
        ordering = ["sheet", "number"]
        indexes = [
            models.Index(
                fields=["load", "outcome", "sheet", "number"], name="loadrow_changed",
                condition=Q(outcome__in=["new", "changed"]),
            ),
            models.Index(
                fields=["load", "sheet", "number"], name="loadrow_problems",
                condition=Q(problems__isnull=False),
            ),
            models.Index(
                fields=["load", "name"], name="loadrow_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["load", "sheet", "number"], name="loadrow_once"),
            models.UniqueConstraint(
                fields=["record", "load"], name="loadrow_record_once",
                condition=Q(record__isnull=False),
            ),
        ]  # fmt: skip
