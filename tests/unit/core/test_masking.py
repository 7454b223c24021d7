import pytest

from nuantong.core.masking import mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("mask", "whole", "shown"),
    [
        (mask_name, "李明", "李*"),
        (mask_name, "李小明", "李*明"),
        (mask_name, "阿依古丽", "阿**丽"),
        (mask_name, "", ""),
        (mask_id_number, "500105201001010012", "500105********0012"),
        (mask_id_number, "5001", "****"),
        (mask_phone, "13812341234", "138****1234"),
        (mask_phone, "023-61234567", "**********67"),
        (mask_phone, "", ""),
    ],
)
def test_masking(mask, whole: str, shown: str) -> None:
    assert mask(whole) == shown
