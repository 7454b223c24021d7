"""Protocols, their versions and drafts; what they say is JSON (duties/protocols)."""

import datetime as dt
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.longwork import LongWork
from nuantong.duties.protocols import InvalidDefinition, ProtocolDefinition, parse_definition
from nuantong.regions.models import Region


def validate_definition(content: dict[str, Any]) -> None:
    try:
        parse_definition(content)
    except InvalidDefinition as error:
        raise ValidationError(str(error)) from error


class Protocol(models.Model):
    """A set of recurring promises, as the Six Ones."""

    code = models.SlugField("代码", max_length=32, unique=True)
    title = models.CharField("方案名称", max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def version_on(self, on: dt.date, district: int | None = None) -> "ProtocolVersion | None":
        """The version that governs windows starting that day; the first one also before it.

        A district's own edition stands in the place of the city's from its first day on.
        """
        versions = [one for one in self.versions.all() if one.withdrawn_on is None]
        for region in dict.fromkeys((district, None)):
            ours = [one for one in versions if one.region_id == region]
            started = [one for one in ours if one.valid_from <= on]
            if started or (ours and region is None):
                return started[-1] if started else ours[0]
        return None


class VersionQuerySet(models.QuerySet["ProtocolVersion"]):
    def in_effect(self) -> Self:
        """Without those that were taken back before their day."""
        return self.filter(withdrawn_on=None)


class ProtocolVersion(models.Model):
    """What the protocol says from a day on, in the whole city or in one district.

    Rows are added and never altered; one that has not begun may be taken back (by trigger). One
    without `published_on` was there from the start.
    """

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="versions")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="区县"
    )
    valid_from = models.DateField("施行日期")
    definition = models.JSONField("内容", validators=[validate_definition])
    published_on = models.DateField("发布日期", null=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "region", "valid_from"], nulls_distinct=False,
                condition=Q(withdrawn_on=None), name="protocolversion_one_a_day",
                violation_error_message="这一天已经有一个版本施行。",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(valid_from__gt=F("published_on")),
                name="protocolversion_not_backwards",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None)
                | Q(withdrawn_on__lt=F("valid_from"), withdrawn_on__gte=F("published_on")),
                name="protocolversion_withdrawn_before_its_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.protocol_id} {self.valid_from}"

    @cached_property
    def parsed(self) -> ProtocolDefinition:
        return parse_definition(self.definition)


class ProtocolDraft(LongWork):
    """What an office is about to publish: one for each protocol and office (the city has none).

    `version` follows every change. `seen` is what would have changed on past facts, worked out as
    long work, of the content whose version is `seen_version`.
    """

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="drafts")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="区县"
    )
    definition = models.JSONField("内容")
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField("修改时间")
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    seen = models.JSONField("预览", null=True)
    seen_version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "region"], nulls_distinct=False, name="protocoldraft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id} {self.region_id}"

    @cached_property
    def parsed(self) -> ProtocolDefinition:
        return parse_definition(self.definition)
