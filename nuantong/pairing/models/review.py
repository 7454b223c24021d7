"""A year's review 年度回访 of a pairing: how it goes, what each of them wishes, what follows."""

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.pairing.models.pairing import Pairing
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet


class Going(models.TextChoices):
    WELL = "well", "处得好"
    FAIR = "fair", "一般"
    HARD = "hard", "有困难"


class Wish(models.TextChoices):
    CONTINUE = "continue", "愿意继续"
    CHANGE = "change", "希望换一位"
    END = "end", "希望结束"
    UNKNOWN = "unknown", "没能问到"


class Outcome(models.TextChoices):
    CONTINUE = "continue", "继续结对"
    CHANGE = "change", "更换爱心妈妈"
    END = "end", "解除结对"


class Review(models.Model):
    """One for each full year of a pairing; rows are never altered. What follows is done elsewhere."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="reviews")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("第几年")
    on = models.DateField("回访日期")
    going = models.CharField("相处得怎样", max_length=8, choices=Going)
    child_wish = models.CharField("孩子的意愿", max_length=8, choices=Wish)
    guardian_wish = models.CharField("监护人的意愿", max_length=8, choices=Wish)
    carer_wish = models.CharField("爱心妈妈的意愿", max_length=8, choices=Wish)
    outcome = models.CharField("结论", max_length=8, choices=Outcome)
    reason = EncryptedTextField("更换或解除的原因")
    words = EncryptedTextField("回访情况")
    by = models.CharField("回访人", max_length=60)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "year"], name="review_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=1), name="review_after_a_year"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CONTINUE) | Q(reason__isnull=False),
                name="review_change_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id}: {self.year}"
