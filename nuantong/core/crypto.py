"""Field encryption: SM4-GCM (GB/T 32907, GB/T 36624) and a blind index by HMAC-SM3 (GB/T 32905).

The only module that imports cryptography. A stored value is
`key id length (1) | key id | nonce (12) | ciphertext | tag (16)`; the associated data is the
field's label `app.model.field`, so a value copied into another column does not decrypt.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE: Final = 12
TAG: Final = 16
HAS_SM3: Final = "sm3" in hashlib.algorithms_available


class DecryptionError(ValueError):
    """The value was altered, belongs to another field, or its key is not here."""


@lru_cache
def _keys(configured: str) -> dict[bytes, SM4]:
    """Key id → key, the first being the one that encrypts."""
    pairs = (pair.split(":") for pair in configured.split(",") if pair)
    keys = {name.encode(): SM4(bytes.fromhex(secret)) for name, secret in pairs}
    if not keys:
        raise ImproperlyConfigured("NUANTONG_FIELD_KEYS is empty: no field can be encrypted")
    return keys


def encrypt(text: str, label: str) -> bytes:
    """Encrypt `text` for the field `label`."""
    return _sealer(settings.FIELD_KEYS, label)(text.encode())


def encrypt_bytes(data: bytes, about: str) -> bytes:
    """Encrypt `data`, to be opened only by who says the same `about`: whose it is, which part."""
    return _make_sealer(settings.FIELD_KEYS, about)(data)


@lru_cache(512)
def _sealer(configured: str, label: str) -> Callable[[bytes], bytes]:
    return _make_sealer(configured, label)


def _make_sealer(configured: str, label: str) -> Callable[[bytes], bytes]:
    """All that is the same for each value of a field; every value has a nonce of its own."""
    key_id, key = next(iter(_keys(configured).items()))
    head, about = bytes([len(key_id)]) + key_id, label.encode()

    def seal(data: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        context = Cipher(key, GCM(nonce)).encryptor()
        context.authenticate_additional_data(about)
        body = context.update(data)
        context.finalize()
        return b"".join((head, nonce, body, context.tag))

    return seal


def decrypt(blob: bytes, label: str) -> str:
    """The text of a value made by encrypt() for the same field, or DecryptionError."""
    return decrypt_bytes(blob, label).decode()


def decrypt_bytes(blob: bytes, label: str) -> bytes:
    """What encrypt_bytes() was given with the same words, or DecryptionError."""
    data = bytes(blob)
    start = 1 + data[0]
    key = _keys(settings.FIELD_KEYS).get(data[1:start])
    if key is None:
        raise DecryptionError(f"{label}: key {data[1:start]!r} is not configured")
    nonce, body, tag = (
        data[start : start + NONCE],
        data[start + NONCE : -TAG],
        data[-TAG:],
    )
    opener = Cipher(key, GCM(nonce, tag)).decryptor()
    opener.authenticate_additional_data(label.encode())
    try:
        return opener.update(body) + opener.finalize()
    except InvalidTag as error:
        raise DecryptionError(f"{label}: the stored value was altered") from error


def blind_index(text: str, label: str) -> bytes:
    """HMAC-SM3 of the normalised `text`, 32 bytes: equal texts of one label can be found."""
    mac = _mac(settings.INDEX_KEY, label, HAS_SM3).copy()
    mac.update(text.encode())
    return bytes(mac.digest() if HAS_SM3 else mac.finalize())


@lru_cache(512)
def _mac(configured: str, label: str, fast: bool) -> Any:
    """The code with key and label taken in, to be copied for each text."""
    if not configured:
        raise ImproperlyConfigured("NUANTONG_INDEX_KEY is empty: nothing can be looked up")
    key, start = bytes.fromhex(configured), f"{label}\0".encode()
    if fast:
        return hmac.new(key, start, "sm3")
    mac = HMAC(key, hashes.SM3())
    mac.update(start)
    return mac
