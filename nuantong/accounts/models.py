"""Who may sign in. What they may see and do is in access."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.core.kept import Kept, slot
from nuantong.core.text import normalise_phone


class UserManager(BaseUserManager["User"]):
    def create(self, **values: Any) -> "User":
        password = values.pop("password", None)
        user = self.model(**values)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(staff_number=username)


class User(AbstractBaseUser):
    """A person who signs in by staff number or phone. There is no superuser."""

    staff_number = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = EncryptedTextField("手机")
    phone_index = BlindIndexField(unique=True)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "staff_number"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_index = phone_index(str(self.phone or ""))
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def views_of(self, page: str) -> list["SavedView"]:
        """Her own views of a list."""
        return _views(user=self.pk, page=page)


def phone_index(phone: str) -> bytes | None:
    """The blind index by which a phone is looked up at sign-in."""
    field = User._meta.get_field("phone_index")
    assert isinstance(field, BlindIndexField)
    return field.of(normalise_phone(phone))


class SavedView(models.Model):
    """A list's filters and order, kept under a name by one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="savedview_name_once"),
        ]


@Kept
def _views() -> models.QuerySet[SavedView]:
    return SavedView.objects.filter(user=slot("user"), page=slot("page"))


class FailedAttempt(models.Model):
    """A guess that failed, to count by for a day: neither what was guessed nor where from can be
    read here (`accounts.attempts`)."""

    mark = BlindIndexField(null=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["mark", "at"], name="failedattempt_mark"),
            models.Index(fields=["at"], name="failedattempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"
