"""Links from records to children, the pairs put to people, and what people answered."""

from typing import Any, Final, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.sweeps.models.record import Record
from nuantong.sweeps.models.words import Answer


class Link(models.Model):
    """This row speaks of this child. Never altered but for its undoing."""

    class Decider(models.TextChoices):
        AUTO = "auto", "自动"
        PERSON = "person", "人工"
        REGISTERED = "registered", "由此登记"

    record = models.ForeignKey(Record, models.CASCADE, related_name="links")
    child = models.ForeignKey(Child, models.PROTECT, related_name="roster_links")
    model = models.CharField("模型版本", max_length=40)
    weight = models.FloatField("权重", null=True)
    levels = models.JSONField(default=dict)
    guard = models.CharField(max_length=40, blank=True)
    decider = models.CharField("由谁定", max_length=10, choices=Decider)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=60, blank=True)
    undone_why = EncryptedTextField()

    objects = OfChildQuerySet.as_manager()

    class Meta:
        verbose_name = "名册对应"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(undone_at=None), name="link_one_at_a_time",
                include=["child"],
                violation_error_message="这一行已经对应到另一名儿童。",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_why=None)
                | Q(undone_at__isnull=False, undone_why__isnull=False),
                name="link_undone_with_a_reason",
            ),
        ]  # fmt: skip


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.REVIEW_SWEEPS) -> Self:
        places = reader.places(to)
        return self if places is None else self.filter(record__region__id__any_of=places)

    def waiting(self) -> Self:
        return self.filter(state__in=OPEN_CARDS)


class Card(models.Model):
    """Are these two the same person? Put to people once; the answer holds for good."""

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        ASKED = "asked", "请第二人核对"
        APART = "apart", "两人结论不同，请第三人核对"
        SAME = "same", "同一人"
        DIFFERENT = "different", "不是同一人"
        DROPPED = "dropped", "不再需要"

    record = models.ForeignKey(Record, models.CASCADE, related_name="cards")
    child = models.ForeignKey(Child, models.CASCADE, null=True, related_name="roster_cards")
    other = models.ForeignKey(Record, models.CASCADE, null=True, related_name="cards_beside")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    model = models.CharField(max_length=40)
    weight = models.FloatField(null=True)
    levels = models.JSONField(default=dict)
    guard = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(default=1, help_text="1: the likeliest of a record's")
    sampled = models.BooleanField(default=False, help_text="read again, blind, by somebody else")
    claimed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "核对卡片"
        indexes = [
            models.Index(
                fields=["record", "rank"], name="card_open",
                condition=Q(state__in=["open", "asked", "apart"]),
            ),
            models.Index(fields=["id"], name="card_sampled", condition=Q(sampled=True)),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["record", "child"], name="card_child_once"),
            models.UniqueConstraint(fields=["record", "other"], name="card_other_once"),
            models.CheckConstraint(
                condition=Q(child__isnull=False, other=None) | Q(child=None, other__isnull=False),
                name="card_beside_one",
            ),
            models.CheckConstraint(
                condition=~Q(other=models.F("record")), name="card_beside_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "asked", "apart"], decided_at=None)
                | (~Q(state__in=["open", "asked", "apart"]) & Q(decided_at__isnull=False)),
                name="card_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="card_claim_has_an_end",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CARDS


OPEN_CARDS: Final = (Card.State.OPEN, Card.State.ASKED, Card.State.APART)
"""States in which a card waits for an answer."""


class Reading(models.Model):
    """What one person answered to a card. Nobody reads the same card twice."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="readings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    answer = models.CharField(max_length=9, choices=Answer)
    blind = models.BooleanField(default=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: Any = models.Manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"], name="reading_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "by"], condition=Q(undone_at=None), name="reading_once_each",
                violation_error_message="您已经核对过这张卡片。",
            ),
            models.UniqueConstraint(
                fields=["card"], condition=Q(undone_at=None, blind=True), name="reading_blind_once"
            ),
        ]  # fmt: skip
