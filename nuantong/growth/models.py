"""Photos of a child, each resting on a consent."""

from typing import Self

from django.db import models
from django.db.models import Q

from nuantong.accounts.models import User
from nuantong.consents.models import Consent
from nuantong.core.crypto import decrypt_bytes, encrypt_bytes
from nuantong.core.fields import EncryptedTextField
from nuantong.core.photos import Photo as Picture
from nuantong.people.models import Child
from nuantong.people.visibility import OfChildQuerySet


class PhotoQuerySet(OfChildQuerySet):
    def shown(self) -> Self:
        """Those that are there, on a consent that stands."""
        return self.filter(sealed__isnull=False, consent__withdrawn_on=None)

    def without_pictures(self) -> Self:
        return self.defer("sealed")


class Photo(models.Model):
    """A picture without metadata, sealed with its key. It is added only while its consent stands,
    never altered; taking it out, or taking the consent back, erases the picture and leaves the row
    (trigger growth_photo_rests_on_consent)."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="photos", db_index=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="photos")
    key = models.UUIDField(unique=True, editable=False)
    taken_on = models.DateField("拍摄日期")
    caption = EncryptedTextField("说明")
    kind = models.CharField(max_length=12)
    sealed = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    adder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    added_by = models.CharField("添加人", max_length=60)
    removed_at = models.DateTimeField("删除时间", null=True)
    removed_by = models.CharField("删除人", max_length=60, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_on", "-pk"]
        indexes = [models.Index(fields=["child", "-taken_on"], name="photo_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed__isnull=False, removed_at=None, removed_by="")
                | Q(sealed=None, removed_at__isnull=False) & ~Q(removed_by=""),
                name="photo_is_there_or_was_removed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def picture(self) -> Picture:
        assert self.sealed is not None
        return Picture(self.kind, decrypt_bytes(bytes(self.sealed), self._about))

    def seal(self, picture: Picture) -> None:
        self.kind, self.sealed = picture.kind, encrypt_bytes(picture.data, self._about)

    @property
    def _about(self) -> str:
        return f"growth.photo.sealed:{self.key}"
