"""A batch 发放批次: what every child of a frozen cohort is to get, from where, on which day."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.books.models import Fund, Project
from nuantong.books.purposes import WORDS
from nuantong.cohorts.models import Cohort
from nuantong.core.longwork import LongWork
from nuantong.goods.models import Item, Kit, Store


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_HAND_OUTS) -> Self:
        """Batches with a child of the reader's, and those she made herself."""
        from nuantong.handouts.models.slip import Slip

        if not reader.can(to):
            return self.none()
        if reader.places(to) is None:
            return self
        hers = Slip.objects.visible_to(reader, to).values("batch")
        return self.filter(Q(pk__in=hers) | Q(begun_by=reader.actor_id or 0))


class Batch(LongWork):
    """One thing, one kit or a sum of money for each child of a cohort, for a project of the books (a
    campaign is one).

    Its cohort is frozen before (trigger handouts_check_batch); making its slips is a job whose steps
    may be run again at any time.
    """

    key = models.UUIDField(unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="batches")
    purpose = models.CharField("用途", max_length=20, choices=list(WORDS.items()))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="batches")
    title = models.CharField("名称", max_length=60)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", verbose_name="物资")
    kit = models.ForeignKey(Kit, models.PROTECT, null=True, related_name="+", verbose_name="礼包")
    fen = models.BigIntegerField("每人金额（分）", null=True)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, related_name="+", verbose_name="从哪笔资金付"
    )
    pieces = models.PositiveSmallIntegerField("每人件数", default=1)
    store = models.ForeignKey(
        Store, models.PROTECT, null=True, related_name="batches", verbose_name="从哪个库发"
    )
    on = models.DateField("发放日期")
    within = models.PositiveSmallIntegerField("多少天内领取", default=30)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    begun_by_name = models.CharField("登记人", max_length=60)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "cohort"], name="batch_of_a_cohort"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, kit=None, fen=None, fund=None, store__isnull=False)
                | Q(item=None, kit__isnull=False, fen=None, fund=None, store__isnull=False)
                | Q(item=None, kit=None, fen__gt=0, fund__isnull=False, store=None),
                name="batch_is_a_thing_a_kit_or_money",
            ),
            models.CheckConstraint(
                condition=Q(pieces__range=(1, 100), within__range=(1, 366)) & ~Q(title=""),
                name="batch_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_money(self) -> bool:
        return self.fen is not None

    @property
    def thing(self) -> Any:
        return self.item or self.kit
