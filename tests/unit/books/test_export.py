"""The books written out, judged from outside: beancount's checker agrees on every balance."""

import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from nuantong.books import posting
from nuantong.books.accounts import Account
from nuantong.books.exporting import name
from nuantong.books.models import Balance
from tests.unit.books.book import balance, make_fund, make_project, move, undo

pytestmark = pytest.mark.django_db
CHECK = Path(sys.executable).with_name("bean-check")


def checked(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([CHECK, path], capture_output=True, text=True, timeout=60)


def test_beancount_accepts_the_books_and_agrees_on_every_balance(tmp_path: Path) -> None:
    out = tmp_path / "books.beancount"
    fund, project = make_fund('暖冬"专项"'), make_project()
    move(posting.pledge, fund, 90_000, project=project, words='说"好"的\\钱')
    gift = move(posting.receive, fund, 80_050, project=project, pledged=80_050)
    move(posting.commit, fund, 50_000, project=project)
    move(posting.spend, fund, 30_001, project=project, committed=30_000)
    move(posting.receive, fund, 700, purpose="any", on=dt.date(2018, 7, 9))
    move(posting.assign, fund, 300, purpose="any", to=posting.Part("gift_pack"))
    undo(move(posting.give_back, fund, 50, project=project))
    move(posting.receive, fund, 1_234, in_kind=True)
    assert gift.words
    call_command("books_export", str(out))
    done = checked(out)
    assert (done.returncode, done.stderr) == (0, "")
    assert said(out) == kept()
    wrong = out.read_text().replace(" 800.50 CNY", " 800.51 CNY", 1)
    out.write_text(wrong)
    assert checked(out).returncode != 0
    assert balance(fund, project=project).left == 80_050 - 30_001 - 20_000


def test_empty_books_are_written_too(tmp_path: Path) -> None:
    out = tmp_path / "books.beancount"
    call_command("books_export", str(out))
    assert checked(out).returncode == 0


def said(out: Path) -> dict[str, int]:
    """What the lines of the entries add up to, read from the file alone."""
    sums = Counter[str]()
    for line in out.read_text().splitlines():
        words = line.split()
        if line.startswith("  ") and words[-1] == "CNY":
            sums[words[0]] += round(float(words[1]) * 100)
    return {account: fen for account, fen in sums.items() if fen}


def kept() -> dict[str, int]:
    rows = Balance.objects.all()
    return {name(b, a): getattr(b, a) for b in rows for a in Account if getattr(b, a)}
