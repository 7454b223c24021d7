"""What is encrypted cannot be read, moved or altered without being noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.crypto import DecryptionError, blind_index, decrypt, encrypt

LABEL = "people.child.id_number"


@given(st.text())
def test_what_was_sealed_opens_again(text: str) -> None:
    assert decrypt(encrypt(text, LABEL), LABEL) == text


@given(st.text(min_size=1))
def test_the_same_text_is_never_stored_alike(text: str) -> None:
    assert encrypt(text, LABEL) != encrypt(text, LABEL)


def test_a_value_copied_to_another_field_does_not_open() -> None:
    with pytest.raises(DecryptionError):
        decrypt(encrypt("500105", LABEL), "people.child.address")


@given(st.integers(0, 50), st.integers(1, 255))
def test_an_altered_byte_is_noticed(position: int, difference: int) -> None:
    blob = bytearray(encrypt("麻柳嘴镇八角村3组", LABEL))
    blob[position % len(blob)] ^= difference
    with pytest.raises((DecryptionError, IndexError)):
        decrypt(bytes(blob), LABEL)


def test_a_retired_key_still_opens_and_the_newest_seals(settings) -> None:
    old = encrypt("旧", LABEL)
    settings.FIELD_KEYS = "k2:" + "ab" * 16 + "," + settings.FIELD_KEYS
    assert decrypt(old, LABEL) == "旧"
    assert encrypt("新", LABEL)[1:3] == b"k2"


def test_the_blind_index_finds_equals_only() -> None:
    assert blind_index("13800000000", "a") == blind_index("13800000000", "a")
    assert blind_index("13800000000", "a") != blind_index("13800000000", "b")
    assert blind_index("13800000000", "a") != blind_index("13800000001", "a")


def test_hmac_sm3_is_the_standard_one(settings) -> None:
    """Both implementations, the interpreter's and cryptography's, give the same index."""
    from nuantong.core import crypto

    fast = blind_index("abc", "l")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "HAS_SM3", False)
        assert blind_index("abc", "l") == fast
