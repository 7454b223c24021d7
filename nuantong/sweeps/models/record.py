"""A row of a source that persists over its loads, with its one standing."""

import json
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.sweeps.models.load import Load
from nuantong.sweeps.models.source import Source
from nuantong.sweeps.models.words import EXCLUSIONS, WAITS, Flag, Reason, Standing


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_SWEEPS) -> Self:
        """The rows whose place lies in the reader's scope."""
        places = reader.places(to)
        return self if places is None else self.filter(region__id__any_of=places)

    def waiting(self) -> Self:
        return self.filter(standing=Standing.WAITING)


class Record(models.Model):
    """Millions are written at once, so an index holds no row that has nothing in it."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="records", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("姓名", max_length=40, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    birth_date = models.DateField("出生日期", null=True)
    id_index = BlindIndexField()
    fingerprint = BlindIndexField()
    flags = ArrayField(models.CharField(max_length=10, choices=Flag), default=list)
    hint = models.CharField("情形", max_length=24, blank=True)
    hint_basis = EncryptedTextField("依据")
    content = EncryptedTextField(help_text="JSON: everything else the row says")
    first_load = models.ForeignKey(Load, models.PROTECT, related_name="+", db_index=False)
    last_load = models.ForeignKey(Load, models.PROTECT, related_name="+", db_index=False)
    gone_at = models.DateTimeField("不再出现", null=True)

    standing = models.CharField("去向", max_length=12, choices=Standing, default=Standing.WAITING)
    reason = models.CharField(
        "原因", max_length=10, choices=Reason, blank=True, default=Reason.LINKING
    )
    since = models.DateTimeField("起")
    by_name = models.CharField("由谁定", max_length=60, blank=True)
    rule = models.CharField("依据的规则", max_length=80, blank=True)
    note = EncryptedTextField("说明")
    handed_to = models.CharField("转由何人", max_length=80, blank=True)
    handed_user = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name="转给谁", related_name="+", db_index=False,
        help_text="her account; a person without one is a name alone",
    )  # fmt: skip
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, related_name="sweep_records", db_index=False
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", db_index=False
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "名册记录"
        indexes = [
            models.Index(fields=["source", "fingerprint"], name="record_fingerprint"),
            models.Index(fields=["region", "name", "id"], name="record_by_place"),
            models.Index(fields=["standing", "reason", "region"], name="record_by_standing"),
            models.Index(
                fields=["name"], name="record_by_name", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["hint", "region"], name="record_with_hint", condition=~Q(hint="")
            ),
            models.Index(
                fields=["source", "region"], name="record_gone", condition=Q(gone_at__isnull=False)
            ),
            models.Index(
                fields=["region"], name="record_handed", condition=~Q(handed_to="")
            ),
            models.Index(
                fields=["region", "reason", "since"], name="record_waiting",
                condition=Q(standing="waiting"),
            ),
            models.Index(
                fields=["child", "source", "id"], name="record_of_child",
                condition=Q(child__isnull=False),
            ),
            *(
                models.Index(fields=[name], name=f"record_{name}", condition=Q(**{f"{name}__isnull": False}))
                for name in ("duplicate_of", "handed_user")
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(standing="excluded", reason__in=EXCLUSIONS)
                | Q(standing="waiting", reason__in=WAITS)
                | Q(standing__in=["on_register", "found", "not_home"], reason=""),
                name="record_standing_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["on_register", "found"], child__isnull=False)
                | (~Q(standing__in=["on_register", "found"]) & Q(child=None)),
                name="record_registered_means_a_child",
            ),
            models.CheckConstraint(
                condition=Q(reason="duplicate", duplicate_of__isnull=False)
                | (~Q(reason="duplicate") & Q(duplicate_of=None)),
                name="record_duplicate_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("id")), name="record_is_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(handed_to="") | Q(standing="waiting"),
                name="record_only_waiting_is_handed",
            ),
            models.CheckConstraint(
                condition=Q(handed_user=None) | ~Q(handed_to=""),
                name="record_handed_by_name_too",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def write(self, values: dict[str, Any]) -> None:
        """Save what differs: a note sealed anew would be another note to the database."""
        changed = {name: value for name, value in values.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))

    @property
    def said(self) -> dict[str, Any]:
        """The sealed part of the row, by field."""
        return json.loads(str(self.content)) if self.content else {}


class FormerStanding(models.Model):
    """A standing a record had until another took its place; written by the database."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="former")
    standing = models.CharField(max_length=12, choices=Standing)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    note = EncryptedTextField(sealed_as="sweeps.record.note")
    handed_to = models.CharField(max_length=80, blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    child = models.ForeignKey(
        Child, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-pk"]
