"""Rules without a database: signatures, accounts, what a bank says, from which store."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.errors import Refusal
from nuantong.core.xlsx import write_workbook
from nuantong.handouts import states
from nuantong.handouts.accounts import BadAccount, masked, passes_luhn, read_account
from nuantong.handouts.allocating import Choice, Shelves, by_nearness
from nuantong.handouts.bank_sheets import COLUMNS, meaning, read_answers, yuan
from nuantong.handouts.signing import HEIGHT, WIDTH, BadSignature, read_signature

LINE = " ".join(f"{x},100" for x in range(0, 200, 10))


def test_a_signature_is_kept_as_it_was_drawn_and_drawn_of_numbers_alone() -> None:
    signed = read_signature(f"{LINE};5,5 9,90 30,120")
    assert read_signature(signed.text) == signed
    assert signed.path.count("M") == 2
    assert set(signed.path) <= set("ML 0123456789")


@pytest.mark.parametrize(
    "sent",
    ["", "5,5", "5,5 6,6;7,7", LINE[:-3], "<svg>", "1,2,3 4", f"{LINE};a,b", "1,1 " * 20_000],
)
def test_a_tap_half_a_message_or_something_else_is_no_signature(sent: str) -> None:
    with pytest.raises(BadSignature, match="签"):
        read_signature(sent)


@given(st.text(alphabet="0123456789, ;-.x", max_size=400))
def test_whatever_is_sent_a_signature_lies_in_its_field_or_is_refused(sent: str) -> None:
    try:
        signed = read_signature(sent)
    except BadSignature:
        return
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for s in signed.strokes for x, y in s)


def test_an_account_is_its_digits_and_a_card_with_a_slip_of_the_pen_is_refused() -> None:
    card = next(
        f"622848000000000001{n}" for n in range(10) if passes_luhn(f"622848000000000001{n}")
    )
    assert read_account(f" {card[:4]} {card[4:]}　") == card
    assert read_account("　") == ""
    assert masked("6228480000000000010") == "尾号0010"
    for wrong in (card[:-1] + str((int(card[-1]) + 1) % 10), "12345", "62284800A", "1" * 31):
        with pytest.raises(BadAccount):
            read_account(wrong)


@given(st.integers(0, 10**17 - 1), st.integers(0, 17))
def test_one_wrong_digit_of_a_card_is_always_found(body: int, at: int) -> None:
    digits = f"{body:017d}"
    number = next(f"{digits}{check}" for check in range(10) if passes_luhn(f"{digits}{check}"))
    other = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert not passes_luhn(other)


@given(st.integers(0, 10**12))
def test_yuan_are_exact(fen: int) -> None:
    whole, rest = yuan(fen).split(".")
    assert int(whole) * 100 + int(rest) == fen


def sheet(rows: list[list[object]]) -> bytes:
    file = io.BytesIO()
    write_workbook(file, "代发", COLUMNS, rows, note="第1份")
    return file.getvalue()


def test_what_the_bank_says_is_read_by_row_and_what_is_not_understood_is_said() -> None:
    rows = [
        [1, "甲", "622848", "农行", "300.00", "", "成功", ""],
        [2, "乙", "622849", "农行", "300.00", "", "失败", "户名不符"],
        [3, "丙", "622850", "农行", "300.00", "", "在途", ""],
        [4, "丁", "622851", "农行", "300.00", "", "", ""],
    ]
    answers = read_answers(sheet(rows))
    assert [(one.number, one.paid, one.why) for one in answers] == [
        (1, True, ""), (2, False, "户名不符"), (3, None, "")
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04rubbish", b"%PDF-1.4", sheet([])])
def test_what_is_no_answer_of_a_bank_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="请|打不开"):
        read_answers(data)


def test_words_of_banks() -> None:
    assert [meaning(one) for one in ("处理成功", "退票", "看不清")] == [True, False, None]


def test_the_nearest_store_gives_first_what_is_kept_then_what_is_free() -> None:
    near = by_nearness((1, 2, 3), {10: 1, 20: 3, 30: 2, 40: 9}, main=50)
    assert near == (20, 30, 10, 50)
    coat = (7, "140")
    shelves = Shelves({(10, *coat): 1}, {(20, *coat): 1})
    chosen = [shelves.choose(near, [(coat, 1)]) for _ in range(3)]
    assert chosen == [Choice(10, True), Choice(20, False), None]


def test_only_what_is_open_is_handed_out_and_nothing_leaves_its_table() -> None:
    for state in states.TITLES:
        for wanted in states.TITLES:
            may = states.may_become(state, wanted)
            assert may is False or wanted != states.HANDED or state in states.OPEN
    assert set(states.OPEN) | set(states.CLOSED) == set(states.TITLES)
