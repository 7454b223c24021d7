"""What is done in a case. Rows are added and never altered (triggers); what a person wrote is sealed."""

from typing import Any

from django.db import models
from django.db.models import Q

from nuantong.core.fields import EncryptedTextField
from nuantong.counselling.models.case import Case
from nuantong.people.models.vetting import Entered
from nuantong.services.models import Practitioner


class Session(Entered):
    """A call or a meeting on a day; nobody there is a fact too, and counts for nothing."""

    class Kind(models.TextChoices):
        CALL = "call", "电话辅导"
        MEETING = "meeting", "面对面辅导"
        FOLLOW_UP = "follow_up", "结案后回访"

        @property
        def after(self) -> bool:
            """Whether it belongs to the time after the end."""
            return self == self.FOLLOW_UP

    class Absent(models.TextChoices):
        NO_ANSWER = "no_answer", "没有接电话"
        NOT_COME = "not_come", "没有来"
        ILL = "ill", "孩子生病"
        AWAY = "away", "不在家"
        UNWILLING = "unwilling", "不想谈"

    key = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="sessions", db_index=False)
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="case_sessions", verbose_name="咨询师"
    )
    on = models.DateField("日期")
    kind = models.CharField("方式", max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField("分钟", default=0)
    absent = models.CharField("没有谈成", max_length=10, choices=Absent, blank=True, default="")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["case", "-on"], name="session_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(absent="", minutes__gt=0) | (~Q(absent="") & Q(minutes=0)),
                name="session_took_time_or_nobody_came",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Written(Entered):
    """A text that is written again as a whole: its newest number stands, the former ones stay."""

    number = models.PositiveSmallIntegerField("第几稿")
    words = EncryptedTextField("内容")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        abstract = True


class Note(Written):
    """What was spoken of in a session: for the counsellor and the supervisor alone."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes", db_index=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="note_number_once"),
            models.CheckConstraint(condition=Q(words__isnull=False), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"


class CrisisPlan(Written):
    """What is to be done, and who is called, when the child is in danger."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="crisis_plans", db_index=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="crisisplan_number_once"),
            models.CheckConstraint(
                condition=Q(words__isnull=False), name="crisisplan_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Goal(Entered):
    """What the child wants to be different, in her own words; when it was reached (once, trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="goals")
    words = EncryptedTextField("孩子自己的话")
    reached_on = models.DateField("达到日期", null=True)

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(words__isnull=False), name="goal_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class Supervision(Entered):
    """What the supervisor says to the counsellor about a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions")
    words = EncryptedTextField("督导意见")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__isnull=False), name="supervision_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class HospitalReferral(Entered):
    """Advised to go to a hospital (精神卫生法 §23, §76: counsellors neither diagnose nor treat), and
    what came back (once, trigger)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hospital_referrals")
    on = models.DateField("转介日期")
    hospital = models.CharField("医院", max_length=60)
    why = EncryptedTextField("原因")
    answered_on = models.DateField("回执日期", null=True)
    answer = EncryptedTextField("回执")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answer=None)
                | Q(answered_on__isnull=False, answer__isnull=False),
                name="hospitalreferral_answered_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(hospital="") & Q(why__isnull=False),
                name="hospitalreferral_says_where_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
