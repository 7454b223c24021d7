"""The mark of a database that holds the demo city."""

from django.db import models


class DemoMark(models.Model):
    """One row: nothing in this database is about anybody real, so it may be wiped and built anew."""

    only = models.BooleanField(primary_key=True, default=True)
    seed = models.PositiveIntegerField()
    children = models.PositiveIntegerField()
    built_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="demomark_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.seed} {self.children}"
