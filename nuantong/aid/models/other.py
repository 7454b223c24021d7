"""What a child gets from others, so that nobody promises the same twice without knowing it."""

from django.db import models
from django.db.models import Q

from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.models.vetting import Entered
from nuantong.people.visibility import OfChildQuerySet


class OtherAid(Entered):
    """Aid from another source, as it became known. Written once; a mistake is voided (trigger)."""

    class Source(models.TextChoices):
        CIVIL_AFFAIRS = "civil_affairs", "民政"
        EDUCATION = "education", "教委、学校"
        INSURANCE = "insurance", "医保报销"
        DISABLED = "disabled", "残联"
        CHARITY = "charity", "慈善组织、基金会"
        COMPANY = "company", "企业或个人"
        OTHER = "other", "其他"

    child = models.ForeignKey(Child, models.PROTECT, related_name="other_aid")
    key = models.UUIDField(unique=True, editable=False)
    source = models.CharField("来源", max_length=16, choices=Source)
    what = EncryptedTextField("什么救助", null=False)
    fen = models.BigIntegerField("金额（分）")
    on = models.DateField("哪天得到的")
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField("作废登记人", max_length=60, blank=True)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gte=0), name="otheraid_of_some_amount"),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by_name="")
                | Q(voided_at__isnull=False) & ~Q(voided_by_name=""),
                name="otheraid_voided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.source}"
