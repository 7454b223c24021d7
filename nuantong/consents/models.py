"""Consents: dated rows that say who agreed, how, and when it was taken back."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet

STANDS = Q(withdrawn_on=None, agreed=True)
ASSENTS = ["screening_assent", "counselling_assent"]
"""What the child says for herself, whatever her age."""


class ConsentQuerySet(OfChildQuerySet):
    def in_force(self) -> Self:
        return self.filter(STANDS)


class Consent(models.Model):
    """An agreement, or a refusal, for one purpose. Written once; an agreement is taken back once
    (trigger consents_only_taken_back); a later one is another row. A refusal changes nothing else
    about the child."""

    class Purpose(models.TextChoices):
        PHOTOS = "photos", "拍照并存入成长记录档案"
        SCREENING = "screening", "参加心理健康筛查"
        SCREENING_ASSENT = "screening_assent", "孩子自己愿意参加筛查"
        COUNSELLING = "counselling", "接受一对一心理辅导"
        COUNSELLING_ASSENT = "counselling_assent", "孩子自己愿意接受辅导"
        AID = "aid", "为申请救助提供和核实孩子的情况"

    class Giver(models.TextChoices):
        GUARDIAN = "guardian", "监护人"
        CHILD = "child", "孩子本人"
        INSTITUTION = "institution", "养育机构"

    class How(models.TextChoices):
        SIGNED = "signed", "书面签字"
        SPOKEN = "spoken", "当面口头"

    child = models.ForeignKey(Child, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField("事项", max_length=20, choices=Purpose)
    agreed = models.BooleanField("同意", default=True, db_default=True)
    giver = models.CharField("谁同意的", max_length=12, choices=Giver)
    given_by = models.CharField("同意人姓名", max_length=40)
    how = models.CharField("方式", max_length=8, choices=How)
    given_on = models.DateField("同意日期")
    recorded_at = models.DateTimeField()
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField("登记人", max_length=60)
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_by = models.CharField("撤回登记人", max_length=60, blank=True)
    withdrawn_why = EncryptedTextField("撤回的说明")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "purpose"], condition=STANDS, name="consent_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(given_by=""), name="consent_by_somebody"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by="")
                | Q(withdrawn_on__gte=F("given_on")) & ~Q(withdrawn_by=""),
                name="consent_taken_back_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["child", "purpose", "given_on"],
                condition=Q(agreed=False),
                name="refusal_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(agreed=True) | Q(withdrawn_on=None),
                name="consent_refused_is_not_taken_back",
            ),
            models.CheckConstraint(
                condition=~Q(purpose__in=ASSENTS) | Q(giver="child"),
                name="consent_of_the_child_is_hers",
            ),
        ]
        indexes = [models.Index(fields=["child", "purpose"], name="consent_of_child")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.purpose} {self.given_on}"

    @property
    def stands(self) -> bool:
        return self.agreed and self.withdrawn_on is None
