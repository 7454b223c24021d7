"""The walls of the books, attacked past the door: by statements of somebody with the database."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.books import posting
from nuantong.books.models import Balance, Entry, Fund, FundPurpose, Line, Period
from tests.conftest import place
from tests.unit.books.book import DAY, balance, make_fund, make_project, move, undo

pytestmark = pytest.mark.django_db


def entry(fund: Fund, **values: Any) -> Entry:
    period, _ = Period.objects.get_or_create(region=fund.region, month=DAY.replace(day=1))
    said = {
        "key": uuid.uuid4(),
        "period": period,
        "number": Entry.objects.count() + 1,
        "on": DAY,
        "kind": "receive",
        "words": "攻击",
        "document_kind": "test",
        "size": 2,
        "document_key": uuid.uuid4(),
        "recorded_at": "2018-08-06T00:00:00Z",
        **values,
    }
    return Entry.objects.create(fund=fund, recorded_by="某人", **said)  # fmt: skip


def lines(one: Entry, *changes: tuple[Balance, str, int]) -> None:
    Line.objects.bulk_create(
        Line(entry=one, balance=b, account=account, fen=fen) for b, account, fen in changes
    )


def whole(one: Entry, row: Balance, first: str, second: str, fen: int) -> None:
    lines(one, (row, first, fen), (row, second, -fen))


def unbalanced(fund: Fund, row: Balance) -> None:
    lines(entry(fund), (row, "bank", 5), (row, "income", -4))


def balanced_across_projects_only(fund: Fund, row: Balance) -> None:
    other = Balance.objects.create(fund=fund, purpose="winter_coat", project=make_project())
    lines(entry(fund), (row, "bank", 5), (other, "income", -5))


def a_line_short(fund: Fund, row: Balance) -> None:
    whole(entry(fund, size=3), row, "bank", "income", 5)


def without_lines(fund: Fund, row: Balance) -> None:
    entry(fund)


def lines_added_later(fund: Fund, row: Balance) -> None:
    whole(Entry.objects.earliest("pk"), row, "bank", "income", 5)


def another_funds_balance(fund: Fund, row: Balance) -> None:
    other = make_fund("另一笔")
    there = Balance.objects.create(fund=other, purpose="winter_coat")
    whole(entry(fund), there, "bank", "income", 5)


def into_a_closed_month(fund: Fund, row: Balance) -> None:
    Period.objects.update(closed_at="2018-09-01T00:00:00Z", closed_by="某人")
    whole(entry(fund), row, "bank", "income", 5)


def before_a_closed_month(fund: Fund, row: Balance) -> None:
    Period.objects.update(closed_at="2018-09-01T00:00:00Z", closed_by="某人")
    Period.objects.create(region=fund.region, month="2018-07-01")


def a_closed_month_opened(fund: Fund, row: Balance) -> None:
    Period.objects.update(closed_at="2018-09-01T00:00:00Z", closed_by="某人")
    Period.objects.update(closed_at=None, closed_by="")


def the_month_of_another_day(fund: Fund, row: Balance) -> None:
    other = Period.objects.create(region=fund.region, month="2018-07-01")
    whole(entry(fund, period=other), row, "bank", "income", 5)


def the_books_of_another_place(fund: Fund, row: Balance) -> None:
    other = Period.objects.create(region=place("500113"), month="2018-08-01")
    whole(entry(fund, period=other), row, "bank", "income", 5)


def another_purpose(fund: Fund, row: Balance) -> None:
    Balance.objects.create(fund=fund, purpose="illness")


def a_purpose_taken_away(fund: Fund, row: Balance) -> None:
    FundPurpose.objects.filter(fund=fund).delete()


def unassigned_money_spent(fund: Fund, row: Balance) -> None:
    move(posting.receive, fund, 50, purpose="any")
    whole(entry(fund), balance(fund, "any"), "spent", "bank", 5)


def restricted_money_moved(fund: Fund, row: Balance) -> None:
    other = Balance.objects.create(fund=fund, purpose="gift_pack")
    one = entry(fund, kind="assign", size=4)
    lines(one, (row, "income", 5), (row, "bank", -5), (other, "income", -5), (other, "bank", 5))


def more_spent_than_came(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "spent", "bank", 101)


def the_promised_spent(fund: Fund, row: Balance) -> None:
    move(posting.commit, fund, 60)
    whole(entry(fund), row, "spent", "bank", 41)


def more_promised_than_came(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "committed", "memo", 101)


def stock_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "spent", "stock", 1)


def pledges_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "memo", "pledged", 1)


def promises_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "memo", "committed", 1)


def spending_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "bank", "spent", 1)


def returns_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "bank", "returned", 1)


def income_below_zero(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "income", "memo", 101)


def half_a_reversal(fund: Fund, row: Balance) -> None:
    one = entry(fund, kind="reverse", why="退票", reverses=Entry.objects.earliest("pk"))
    whole(one, row, "income", "bank", 99)


def reversed_twice(fund: Fund, row: Balance) -> None:
    first = Entry.objects.earliest("pk")
    undo(first)
    whole(entry(fund, kind="reverse", why="退票", reverses=first), row, "income", "bank", 100)


def a_reversal_reversed(fund: Fund, row: Balance) -> None:
    back = undo(Entry.objects.earliest("pk"))
    whole(entry(fund, kind="reverse", why="退票", reverses=back), row, "bank", "income", 100)


def a_reversal_of_nothing(fund: Fund, row: Balance) -> None:
    entry(fund, kind="reverse", why="退票")


def the_same_number(fund: Fund, row: Balance) -> None:
    entry(fund, number=1)


def before_the_fund_opened(fund: Fund, row: Balance) -> None:
    Fund.objects.update(opened_on="2018-08-20")
    whole(entry(fund), row, "bank", "income", 5)


def gifts_without_a_foundation(fund: Fund, row: Balance) -> None:
    Fund.objects.update(foundation="")


def an_unknown_account(fund: Fund, row: Balance) -> None:
    whole(entry(fund), row, "moon", "bank", 5)


def a_balance_written(fund: Fund, row: Balance) -> None:
    Balance.objects.update(bank=7)


def a_balance_that_begins_rich(fund: Fund, row: Balance) -> None:
    Balance.objects.create(fund=fund, purpose="gift_pack", bank=7)


def a_line_altered(fund: Fund, row: Balance) -> None:
    Line.objects.update(fen=7)


def a_line_deleted(fund: Fund, row: Balance) -> None:
    Line.objects.all()._raw_delete("default")


def an_entry_altered(fund: Fund, row: Balance) -> None:
    Entry.objects.update(words="别的")


def a_month_deleted(fund: Fund, row: Balance) -> None:
    Period.objects.all()._raw_delete("default")


def everything_emptied(fund: Fund, row: Balance) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE books_line")


ATTACKS: dict[Callable[[Fund, Balance], None], str] = {
    unbalanced: "entry_sums_to_zero", balanced_across_projects_only: "entry_sums_to_zero",
    a_line_short: "entry_is_complete", without_lines: "entry_is_complete",
    lines_added_later: "entry_is_complete", another_funds_balance: "entry_is_of_one_fund",
    into_a_closed_month: "entry_in_an_open_month", before_a_closed_month: "entry_in_an_open_month",
    a_closed_month_opened: "period_stays_closed", the_month_of_another_day: "entry_in_its_month",
    the_books_of_another_place: "entry_in_its_month",
    another_purpose: "balance_purpose_of_its_fund", a_purpose_taken_away: "",
    unassigned_money_spent: "balance_unassigned_is_not_used",
    restricted_money_moved: "entry_keeps_the_purpose",
    more_spent_than_came: "balance_bank_not_below_zero",
    the_promised_spent: "balance_promises_only_what_came",
    more_promised_than_came: "balance_promises_only_what_came",
    stock_below_zero: "balance_stock_not_below_zero",
    pledges_below_zero: "balance_pledged_not_below_zero",
    promises_below_zero: "balance_committed_not_below_zero",
    spending_below_zero: "balance_spent_not_below_zero",
    returns_below_zero: "balance_returned_not_below_zero",
    income_below_zero: "balance_income_is_a_credit", half_a_reversal: "entry_reverses_exactly",
    reversed_twice: "books_entry_reverses_id_key", a_reversal_reversed: "entry_reversal_is_final",
    a_reversal_of_nothing: "entry_reversal_names_what_and_why", the_same_number: "entry_number_once",
    before_the_fund_opened: "entry_while_the_fund_is_open",
    gifts_without_a_foundation: "fund_of_gifts_names_its_foundation",
    an_unknown_account: "line_on_a_known_account", a_balance_written: "",
    a_balance_that_begins_rich: "", a_line_altered: "", a_line_deleted: "", an_entry_altered: "",
    a_month_deleted: "", everything_emptied: "",
}  # fmt: skip


def test_the_database_refuses_every_attack() -> None:
    """One fund with 100 fen; each attack begins there, ends with what is deferred, and leaves it."""
    fund = make_fund()
    move(posting.receive, fund, 100)
    row = balance(fund)
    _settle()
    let_through = [
        one.__name__ for one, name in ATTACKS.items() if _refused(one, fund, row) != name
    ]
    assert not let_through
    row.refresh_from_db()
    assert (row.bank, Entry.objects.count()) == (100, 1)


def _refused(attack: Callable[[Fund, Balance], None], fund: Fund, row: Balance) -> str | None:
    """The constraint that refused, '' for the one that lets no row be altered."""
    try:
        with transaction.atomic():
            attack(fund, row)
            _settle()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or ""
    return None


def _settle() -> None:
    """What is deferred is looked at now; whoever comes next may defer again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
