"""What a person is told, once: a row for her, read or not yet."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Subquery
from django.urls import NoReverseMatch, reverse

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.core.fields import EncryptedTextField
from nuantong.notices.kinds import Kind, kind_of
from nuantong.people.models import Carer, Child

UNREAD = Q(read_at=None)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, reader: Reader) -> Self:
        """Her own: written to her account, or to the carer she is. Nobody else's, no office's."""
        me = reader.actor_id or 0
        carer = Carer.objects.filter(user=me).values("pk")[:1]
        return self.filter(Q(user=me) | Q(carer=Subquery(carer)))

    def unread(self) -> Self:
        return self.filter(UNREAD)


class Notice(models.Model):
    """To a person who signs in, or to a carer, whether or not she has an account yet.

    The subject may leave the product one day: it never names a child. The words stay in here.
    """

    key = models.CharField(max_length=160)
    kind = models.CharField("种类", max_length=40)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="notices", db_index=False
    )
    carer = models.ForeignKey(
        Carer, models.CASCADE, null=True, related_name="notices", db_index=False
    )
    child = models.ForeignKey(Child, models.CASCADE, null=True, related_name="+")
    subject = models.CharField("标题", max_length=120)
    text = EncryptedTextField("内容")
    url_name = models.CharField(max_length=80, blank=True, help_text="the page it leads to")
    url_args = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField("发出时间")
    by = models.CharField("发出人", max_length=60)
    read_at = models.DateTimeField("看到时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=UNREAD, name="notice_unread_user"),
            models.Index(fields=["carer"], condition=UNREAD, name="notice_unread_carer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_to_a_user"),
            models.UniqueConstraint(fields=["carer", "key"], name="notice_once_to_a_carer"),
            models.CheckConstraint(
                condition=Q(user=None, carer__isnull=False) | Q(user__isnull=False, carer=None),
                name="notice_to_one_person",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(kind="") & ~Q(subject="") & ~Q(by=""),
                name="notice_says_what_and_from_whom",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("at")),
                name="notice_read_after_it_was_written",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def what(self) -> Kind:
        return kind_of(self.kind)

    @property
    def url(self) -> str:
        """The page it leads to; '' when there is none (any more)."""
        args: dict[str, Any] = self.url_args
        try:
            return reverse(self.url_name, kwargs=args) if self.url_name else ""
        except NoReverseMatch:
            return ""


class Delivery(models.Model):
    """A notice on its way out of the product by one gateway, once; what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        SENT = "sent", "已发短信"
        FAILED = "failed", "短信没有发出"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    gateway = models.CharField(max_length=20)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "gateway"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="delivery_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.gateway} {self.state}"


class Quiet(models.Model):
    """A person who wants nothing on her phone: what she is told she reads in the product."""

    user = models.OneToOneField(User, models.CASCADE, related_name="quiet")

    def __str__(self) -> str:
        return str(self.user_id)
