"""A pairing round 结对批次: what was proposed over a scope on a day, and what became of it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.core.longwork import LongWork
from nuantong.pairing.models.words import Change, Kind, Reason, Tier
from nuantong.people.models import Carer, Household
from nuantong.people.visibility import InPlaceQuerySet
from nuantong.regions.models import Region


class RoundQuerySet(models.QuerySet["PairingRound"]):
    def visible_to(self, reader: Reader) -> Self:
        """Rounds over the reader's places, and rounds over a larger place these belong to."""
        places = reader.places(Permission.RUN_ROUNDS)
        if places is None:
            return self
        above = {
            ancestor
            for region in reader.regions(Permission.RUN_ROUNDS)
            for ancestor in reader.tree.ancestors(region)
        }
        return self.filter(region__in=above | set(places))


class PairingRound(LongWork):
    """`frozen` keeps the figures of the last run; the place of a round never changes.

    `run` counts how often it was worked out; `version` rises with every decision.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="范围")
    on = models.DateField("基准日")
    created_at = models.DateTimeField("发起时间")
    by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="发起人")
    closed_at = models.DateTimeField("结束时间", null=True)
    frozen = models.JSONField(default=dict)
    kind = models.CharField("办法", max_length=8, choices=Kind, default=Kind.WAITING)
    policy = models.JSONField("排法", default=dict)
    run = models.PositiveSmallIntegerField("算了几次", default=0, db_default=0)
    version = models.PositiveIntegerField(default=0, db_default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(closed_at=None), name="pairinground_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.on}"

    @property
    def is_open(self) -> bool:
        """Whether proposals can still be decided."""
        return self.work_state == self.State.DONE and self.closed_at is None


class OfRoundQuerySet(InPlaceQuerySet):
    def visible_to(self, reader: Reader, to: Permission = Permission.RUN_ROUNDS) -> Self:
        return super().visible_to(reader, to)


class OfRound(models.Model):
    """One household of a round, at the place it had then."""

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="%(class)s_set")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    place = models.ForeignKey(Region, models.PROTECT, null=True)
    children = models.PositiveSmallIntegerField("儿童数")

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        abstract = True


STANDS = ~Q(state="replaced")
COUNTED = ["state", "tier", "distance", "children", "lacks", "pinned", "change", "run"]
"""What a list is narrowed by: the index that has it counts a city without reading its rows."""


class Proposal(OfRound):
    """A household with the carer the round found for it. `fits` says why, for the page: needs met
    and not met, and `others`, the next best carers with why not.

    `current` is the carer the household has; `run` the run that proposed it. A later run leaves
    the row where its answer is the same, and replaces it otherwise (trigger proposal_keep_path).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        ACCEPTED = "accepted", "已采纳"
        REJECTED = "rejected", "不采纳"
        LAPSED = "lapsed", "已失效"
        PUBLISHED = "published", "已生效"
        UNDONE = "undone", "已撤回"
        REPLACED = "replaced", "重算后改配"
        KEPT = "kept", "不变"

    LIVE = (State.PROPOSED, State.ACCEPTED, State.PUBLISHED, State.KEPT)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="proposals")
    current = models.ForeignKey(Carer, models.PROTECT, null=True, related_name="+")
    change = models.CharField("变化", max_length=8, choices=Change, default=Change.NEW)
    tier = models.CharField("远近", max_length=8, choices=Tier)
    distance = models.PositiveIntegerField("距离", default=0, db_default=0)
    lacks = models.PositiveSmallIntegerField("未对上的需求", default=0, db_default=0)
    pinned = models.BooleanField("已指定", default=False, db_default=False)
    run = models.PositiveSmallIntegerField(default=1, db_default=1)
    publication = models.ForeignKey("pairing.Publication", models.SET_NULL, null=True)
    fits = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = EncryptedTextField("原因")

    class Meta:
        indexes = [
            models.Index(fields=["round", "state", "tier"], name="proposal_round_state"),
            models.Index(
                fields=["round", "place", "id"], include=COUNTED, condition=STANDS,
                name="proposal_by_place",
            ),
            *(
                models.Index(
                    fields=["round", first, "id"], include=["state", "tier"], condition=STANDS,
                    name=f"proposal_by_{first}",
                )
                for first in ("distance", "children", "carer")
            ),
            models.Index(
                fields=["round", "place", "id"], condition=STANDS & Q(pinned=True),
                name="proposal_pinned",
            ),
            models.Index(
                fields=["round", "place", "id"], condition=STANDS & Q(lacks__gt=0),
                name="proposal_lacks",
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["round", "household"],
                condition=Q(state__in=["proposed", "accepted", "published", "kept"]),
                name="proposal_household_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "kept"], decided_at=None)
                | (~Q(state__in=["proposed", "kept"]) & Q(decided_at__isnull=False)),
                name="proposal_decided_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "published", "kept"])
                | Q(reason__isnull=False),
                name="proposal_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(change="new", current=None)
                | Q(change="kept", current=F("carer"))
                | (Q(change="moved", current__isnull=False) & ~Q(current=F("carer"))),
                name="proposal_change_is_true",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}–{self.carer_id}"


class ProposalTally(models.Model):
    """How many proposals of a round are alike in all that its lists are narrowed by: kept with every
    change by triggers (pairing_tally), so that a city's page need not count them.

    `far` is the number of the class of distance (summary.CLASSES_KM).
    """

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="tallies", db_index=False)
    state = models.CharField(max_length=10)
    tier = models.CharField(max_length=8)
    change = models.CharField(max_length=8)
    run = models.PositiveSmallIntegerField()
    pinned = models.BooleanField()
    far = models.PositiveSmallIntegerField()
    lacking = models.BooleanField()
    households = models.IntegerField()
    heads = models.IntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "state", "tier", "change", "run", "pinned", "far", "lacking"],
                name="proposaltally_kind_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state} {self.tier}"


class Rejection(models.Model):
    """What a rejected proposal means for later rounds: the household and the carer are not brought
    together again while both live where they did then, unless an officer lifts it.
    """

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="rejection")
    carer_place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_reason = EncryptedTextField("撤销原因")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_reason=None)
                | Q(lifted_at__isnull=False, lifted_reason__isnull=False),
                name="rejection_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class LeftOver(OfRound):
    """A household the round found nobody for: one reason, and the carers it hangs on."""

    reason = models.CharField("原因", max_length=16, choices=Reason)
    detail = models.JSONField(default=dict)
    run = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [models.Index(fields=["round", "reason"], name="leftover_round_reason")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.reason}"


class Shortage(models.Model):
    """Households of the last run that can only reach these carers, who have fewer places (Hall
    1935): by `number` the left-overs' detail names it. Replaced by every run.
    """

    round = models.ForeignKey(PairingRound, models.CASCADE, related_name="shortages")
    number = models.PositiveIntegerField()
    households = models.JSONField(default=list)
    carers = models.JSONField(default=list)
    places = models.PositiveIntegerField("名额")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="shortage_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"
