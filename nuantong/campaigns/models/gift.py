"""What was promised, what came, and what went back to the donor. Each rests in the books."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.books.models import Fund
from nuantong.books.purposes import WORDS
from nuantong.campaigns.models.campaign import Campaign
from nuantong.campaigns.models.donor import Donor
from nuantong.core.fields import EncryptedTextField


class GiftQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(reader).values("pk"))


class Gift(models.Model):
    """From whom, for which campaign, through which fund. A restriction fits the campaign's purpose,
    and the campaign is open (trigger campaigns_check_gift)."""

    key = models.UUIDField(unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="%(class)ss")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="%(class)ss")
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name="资金", related_name="+")
    restriction = models.CharField(
        "捐赠人限定的用途", max_length=20, choices=list(WORDS.items()), default="any"
    )
    fen = models.BigIntegerField("金额（分）")
    on = models.DateField("日期")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField("登记人", max_length=60)

    objects = GiftQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="%(class)s_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.fen}"


class Pledge(Gift):
    """认捐. `open_fen` is what has neither come nor been forgone."""

    open_fen = models.BigIntegerField("未到（分）")
    version = models.PositiveIntegerField(default=1)

    class Meta(Gift.Meta):
        constraints = [
            *Gift.Meta.constraints,
            models.CheckConstraint(
                condition=Q(open_fen__gte=0, open_fen__lte=F("fen")), name="pledge_open_within"
            ),
        ]


class Arrival(Gift):
    """到账: money in the bank, or goods at their value. Written once; a mistake is undone, once."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="arrivals")
    settles = models.BigIntegerField("其中兑现认捐（分）", default=0)
    in_kind = models.BooleanField("实物", default=False)
    voucher = models.CharField("银行回单或收据号", max_length=40, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField("撤销人", max_length=60, blank=True)
    undone_why = EncryptedTextField("撤销原因")

    class Meta(Gift.Meta):
        constraints = [
            *Gift.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pledge=None, settles=0)
                | Q(pledge__isnull=False, settles__gt=0, settles__lte=F("fen")),
                name="arrival_settles_its_pledge",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="", undone_why=None)
                | (Q(undone_at__isnull=False, undone_why__isnull=False) & ~Q(undone_by="")),
                name="arrival_undone_by_somebody",
            ),
        ]


class GiveBack(models.Model):
    """退回: a part of what came goes back to the donor, never more than came (trigger)."""

    key = models.UUIDField(unique=True, editable=False)
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="given_back")
    fen = models.BigIntegerField("金额（分）")
    on = models.DateField("日期")
    why = EncryptedTextField("退回原因", null=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField("登记人", max_length=60)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="giveback_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_id} {self.fen}"
