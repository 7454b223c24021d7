"""Service organisations 社会组织 that services are bought from."""

from typing import Any

from django.db import models
from django.db.models import Q

from nuantong.core.fields import EncryptedTextField
from nuantong.regions.models import Organisation


class Provider(models.Model):
    """What is known of an organisation that may be contracted; its name is the organisation's."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="provider")
    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    contact = models.CharField("联系人", max_length=40)
    phone = EncryptedTextField("联系电话")

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        ordering = ["organisation__short_name"]
        constraints = [
            models.UniqueConstraint(fields=["credit_code"], name="provider_code_once"),
            models.CheckConstraint(
                condition=Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="provider_code_has_its_form",
            ),
            models.CheckConstraint(
                condition=~Q(contact="") & Q(phone__isnull=False), name="provider_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.short_name
