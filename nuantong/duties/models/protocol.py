"""Protocols and their versions; what they say is JSON (duties/protocols)."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from nuantong.duties.protocols import InvalidDefinition, ProtocolDefinition, parse_definition


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

    def version_on(self, on: dt.date) -> "ProtocolVersion | None":
        """The version that governs windows starting that day; the first one also before it."""
        versions = list(self.versions.all())
        started = [version for version in versions if version.valid_from <= on]
        return started[-1] if started else (versions[0] if versions else None)


class ProtocolVersion(models.Model):
    """What the protocol says from a day on. Rows are added, never altered (by trigger)."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="versions")
    valid_from = models.DateField("施行日期")
    definition = models.JSONField("内容", validators=[validate_definition])

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "valid_from"],
                name="protocolversion_one_a_day",
                violation_error_message="这一天已经有一个版本施行。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id} {self.valid_from}"

    @cached_property
    def parsed(self) -> ProtocolDefinition:
        return parse_definition(self.definition)
