"""A slip 发放单: one child's part of a batch, where it stands, and what happened to it."""

from typing import Any

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.cohorts.models import Cohort
from nuantong.core.fields import EncryptedTextField
from nuantong.goods.models import Store
from nuantong.handouts import states
from nuantong.handouts.models.batch import Batch
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet
from nuantong.regions.models import Region


class State(models.TextChoices):
    """The words are those of `states`."""

    WAITING = states.WAITING, states.TITLES[states.WAITING]
    HANDED = states.HANDED, states.TITLES[states.HANDED]
    ABSENT = states.ABSENT, states.TITLES[states.ABSENT]
    MOVED = states.MOVED, states.TITLES[states.MOVED]
    REFUSED = states.REFUSED, states.TITLES[states.REFUSED]
    WRONG_SIZE = states.WRONG_SIZE, states.TITLES[states.WRONG_SIZE]
    RETURNED = states.RETURNED, states.TITLES[states.RETURNED]


class Slip(models.Model):
    """One a batch and child. Only a child of the batch's frozen cohort can have one: composite
    foreign keys slip_of_the_batchs_cohort and slip_of_a_member. `handed` is where a receipt stands,
    and nowhere else (triggers of handouts_receipt, handouts_takenback and handouts_slip).

    `place` follows the child while it is open; afterwards it is where the gift was handed out.
    """

    State = State

    key = models.UUIDField(unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="slips", db_index=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+", db_index=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="slips")
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="发放地点"
    )
    store = models.ForeignKey(
        Store, models.PROTECT, null=True, related_name="+", verbose_name="从哪个库发"
    )
    size = models.CharField("尺码", max_length=8, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    state_on = models.DateField("状态日期", null=True)
    version = models.PositiveIntegerField(default=1)
    payee = models.CharField("收款人", max_length=40, blank=True)
    account = EncryptedTextField("账号")
    bank = models.CharField("开户行", max_length=60, blank=True)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["batch", "place", "state"], name="slip_of_a_place")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "child"], name="slip_once_a_child"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="slip_state_is_of_the_table"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(state_on__isnull=False),
                name="slip_state_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(account=None) | ~Q(payee=""), name="slip_account_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def look(self) -> str:
        return states.LOOKS[self.state]

    @property
    def icon(self) -> str:
        return states.ICONS.get(self.state, "")


class SlipStep(models.Model):
    """What somebody found or did, short of a receipt; rows are only added."""

    class Kind(models.TextChoices):
        WAITING = "waiting", "重新安排发放"
        ABSENT = "absent", "人不在家"
        MOVED = "moved", "已搬走"
        REFUSED = "refused", "不愿领取"
        WRONG_SIZE = "wrong_size", "尺码不合"
        RESIZED = "resized", "换尺码"
        REROUTED = "rerouted", "转到现居住地"

    key = models.UUIDField(unique=True, editable=False)
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="steps")
    kind = models.CharField("经过", max_length=10, choices=Kind)
    on = models.DateField("日期")
    size = models.CharField("尺码", max_length=8, blank=True)
    place = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name="原地点"
    )
    words = EncryptedTextField("说明")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("登记人", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="rerouted") | Q(place__isnull=False),
                name="slipstep_rerouted_from_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind="resized") | ~Q(size=""), name="slipstep_resized_to_something"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
