"""What somebody sent from the open page 我想做爱心妈妈, before anybody spoke with her."""

import secrets
from typing import Final

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.carers.models.application import Application
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.visibility import InPlaceQuerySet
from nuantong.regions.models import Region

DIGITS: Final = 10


def receipt_number() -> str:
    """Ten digits that nobody guesses: with the end of a telephone, one in 10¹⁴."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


class Submission(models.Model):
    """She is in an application of hers, or is answered by her township where one was not needed:
    the page says the same to both, so that nobody learns there who is registered."""

    key = models.UUIDField(unique=True, editable=False)
    number = models.CharField("回执号", max_length=DIGITS, unique=True, default=receipt_number)
    name = models.CharField("姓名", max_length=40)
    id_number = EncryptedTextField("身份证号")
    phone = EncryptedTextField("手机")
    place = models.ForeignKey(Region, models.PROTECT, verbose_name="所在村（社区）")
    agreed = EncryptedTextField("同意的内容", help_text="the words she agreed to")
    sent_at = models.DateTimeField("提交时间")
    sender = BlindIndexField(help_text="where it came from, to count by")
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="submission"
    )
    answered_on = models.DateField("答复日期", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = EncryptedTextField("怎样答复的")
    erased_on = models.DateField("个人信息删除日期", null=True)

    objects = InPlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sender", "sent_at"], name="submission_sender"),
            models.Index(fields=["place", "sent_at"], name="submission_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed__isnull=False)
                & (
                    ~Q(name="") & Q(erased_on=None, id_number__isnull=False, phone__isnull=False)
                    | Q(
                        erased_on__isnull=False, name="", id_number=None, phone=None, sender=None
                    )
                ),
                name="submission_says_who_and_agrees_or_is_erased",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer=None)
                | Q(answered_on__isnull=False, answer__isnull=False, application=None),
                name="submission_is_answered_or_applied",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def spaced(self) -> str:
        """As it is read aloud and written down."""
        return f"{self.number[:3]} {self.number[3:6]} {self.number[6:]}"

    @property
    def tail(self) -> str:
        return str(self.phone)[-4:]
