"""Instruments and their versions: a definition is written once, what changes is another version."""

from django.db import models
from django.db.models import Q

from nuantong.instruments.definition import Definition
from nuantong.instruments.reading import read


class Instrument(models.Model):
    code = models.SlugField("代码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=80)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "InstrumentVersion":
        """The newest version; older ones go on scoring the sheets that were filled in by them."""
        return self.versions.latest("pk")


class InstrumentVersion(models.Model):
    """A definition as data (`reading`), append-only: sheets stay what they were worked out by."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    version = models.CharField("版本", max_length=20)
    definition = models.JSONField("定义")
    added_at = models.DateTimeField("加入时间")
    added_by = models.CharField("加入人", max_length=60, blank=True)

    class Meta:
        ordering = ["instrument", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "version"], name="instrumentversion_once"
            ),
            models.CheckConstraint(
                condition=~Q(version=""), name="instrumentversion_has_a_number"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.instrument.title} {self.version}"

    @property
    def rules(self) -> Definition:
        return read(self.definition)
