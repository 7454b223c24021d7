"""School and health as they were."""

from django.db import models

from nuantong.core.fields import EncryptedTextField
from nuantong.people.models.child import Child
from nuantong.people.visibility import OfChildQuerySet

CONDITION = ("stage", "school", "grade", "boarding", "health", "health_note")
"""Columns of a child whose earlier values are kept."""


class PastCondition(models.Model):
    """How a child was at school and in health up to a day, from which something of it was otherwise.

    Written by the database whoever changes the child (trigger people_remember_condition), once a
    day, so the first row after a day says how it was then. Never altered.
    """

    child = models.ForeignKey(Child, models.CASCADE, related_name="past_conditions", db_index=False)
    until = models.DateField()
    stage = models.CharField(max_length=16, choices=Child.Stage, blank=True)
    school = models.CharField("学校", max_length=80, blank=True)
    grade = models.CharField("年级班级", max_length=40, blank=True)
    boarding = models.BooleanField(null=True)
    health = models.CharField(max_length=12, choices=Child.Health, blank=True)
    health_note = EncryptedTextField(sealed_as="people.child.health_note")

    objects = OfChildQuerySet.as_manager()

    class Meta:
        verbose_name = "就学与健康变化"
        ordering = ["-until"]
        constraints = [
            models.UniqueConstraint(fields=["child", "until"], name="pastcondition_once_a_day")
        ]
