"""Model fields that keep what must not be readable in the database."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models

from nuantong.core import crypto

if TYPE_CHECKING:
    TextInBytes = models.Field[Any, str]
    """What a reader of the code sees; the database has bytes."""
else:
    TextInBytes = models.BinaryField


class EncryptedTextField(TextInBytes):
    """Text kept as SM4-GCM; its associated data is `app.model.field`. Empty text is NULL.

    Shape: str in Python ('' when absent), bytea in the database. `sealed_as` names another field
    whose values the database itself copies into this one.
    """

    def __init__(self, *args: Any, sealed_as: str = "", **kwargs: Any) -> None:
        self.sealed_as = sealed_as
        super().__init__(*args, **{"null": True, "blank": True, "editable": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = _with_null(self, super().deconstruct())
        return name, path, args, kwargs | ({"sealed_as": self.sealed_as} if self.sealed_as else {})

    @property
    def label(self) -> str:
        return self.sealed_as or f"{self.model._meta.label_lower}.{self.name}"

    def seal(self, text: str | None) -> bytes | None:
        """What is stored for `text`; bulk writers use it too."""
        return crypto.encrypt(text, self.label) if text else None

    def sealer(self) -> Callable[[str], bytes | None]:
        """seal() for many values: the label is worked out once."""
        label, encrypt = self.label, crypto.encrypt
        return lambda text: encrypt(text, label) if text else None

    def get_prep_value(self, value: Any) -> Any:
        return self.seal(value) if isinstance(value, str) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(
            value if prepared else self.get_prep_value(value), connection, prepared=True
        )

    def from_db_value(self, value: bytes | None, *_: Any) -> str:
        return "" if value is None else crypto.decrypt(value, self.label)

    def of_json(self, value: str | None) -> str:
        """The text of a value that came as JSON made by the database."""
        return self.from_db_value(bytes.fromhex(value[2:]) if value else None)

    def to_python(self, value: Any) -> str:
        return value or ""

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return forms.CharField(required=False, label=self.verbose_name, **kwargs)


class EncryptedListField(EncryptedTextField):
    """A list of texts, kept as one encrypted text. An empty list is NULL."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            value = json.dumps(list(value), ensure_ascii=False) if value else None
        return super().get_prep_value(value)

    def from_db_value(self, value: bytes | None, *about: Any) -> Any:
        text = super().from_db_value(value, *about)
        return json.loads(text) if text else []

    def to_python(self, value: Any) -> Any:
        return list(value or [])


class BlindIndexField(models.BinaryField):
    """HMAC-SM3 of a normalised value, for equality search beside an encrypted field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "editable": False, "max_length": 32, **kwargs})

    def deconstruct(self) -> Any:
        return _with_null(self, super().deconstruct())

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def of(self, text: str | None) -> bytes | None:
        """The index of a normalised text, NULL when there is none."""
        return crypto.blind_index(text, self.label) if text else None

    def indexer(self) -> Callable[[str], bytes | None]:
        """of() for many texts: the label is worked out once."""
        label, index = self.label, crypto.blind_index
        return lambda text: index(text, label) if text else None


def _with_null(field: Any, parts: Any) -> Any:
    """Django leaves `null=False` out of a migration, and there our own default would stand in."""
    name, path, args, kwargs = parts
    return name, path, args, kwargs | {"null": field.null}
