"""Writes docs/reference/duties.md from the spec tables: `python -m tests.spec.duties.reference`."""

from pathlib import Path

from nuantong.duties.protocols import Duty, shipped_definition
from nuantong.duties.vocabulary import ACT_TITLES, MEANS_TITLES, OUTCOME_TITLES
from tests.spec.duties import decisions, rule_cases, worked_cases
from tests.spec.duties.tables import Case, readable, rows

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "duties.md"
GIVEN = ("enrolment", "holdings", "exemptions", "heard", "terms", "contacts")
INTRODUCTION = """\
# Duties: the specified cases

Generated from `tests/spec/duties` by `python -m tests.spec.duties.reference`; each table is a
test. Spans are half-open (an end is the first day after), an empty end is open. The rules
themselves are in [ADR 7](../adr/0007-duty-windows.md); judging files is in [judge.md](judge.md).
"""


def page() -> str:
    parts = [
        INTRODUCTION,
        words(),
        six_ones(),
        "## Worked cases\n",
        *map(section, worked_cases.CASES),
        "## Rules\n",
        *map(section, rule_cases.CASES),
        f"## Where the rules are silent\n\n{decisions.DECISIONS}",
        *map(section, decisions.CASES),
    ]
    return "\n".join(parts)


def words() -> str:
    kinds = {"act": ACT_TITLES, "means": MEANS_TITLES, "outcome": OUTCOME_TITLES}
    lines = [
        [kind, f"`{word}`", title]
        for kind, titles in kinds.items()
        for word, title in titles.items()
    ]
    return "## Words\n\n" + markdown(["kind", "word", "on screen"], lines)


def six_ones() -> str:
    head = ["duty", "title", "period", "times", "grace (days)", "catch-up", "a contact carries"]
    lines = [duty_cells(duty) for duty in shipped_definition("six-ones").duties]
    return "## The Six Ones (六个一)\n\n" + markdown(head, lines)


def duty_cells(duty: Duty) -> list[str]:
    catch_up = "yes" if duty.catch_up else "no"
    carried = "; ".join(
        " ".join(filter(None, [*sorted(way.acts), f"({', '.join(sorted(way.means)) or 'any'})"]))
        + (", on a festival" if way.festivals else "")
        for way in duty.accepts
    )
    return [
        f"`{duty.code}`", duty.title, duty.period, str(duty.times), str(duty.grace_days),
        catch_up, carried,
    ]  # fmt: skip


def section(case: Case) -> str:
    given = "\n".join(f"{name}:\n\n{table(getattr(case, name))}" for name in shown(case))
    versions = "\n".join(
        f"protocol from {day}:\n\n```json\n{readable(content)}\n```\n"
        for day, content in case.versions
    )
    return (
        f"### {case.title}\n\n{case.why}\n\n{versions}{given}\n"
        f"As of {case.as_of}:\n\n{table(case.expect)}"
    )


def shown(case: Case) -> list[str]:
    """The tables that are part of the story; the usual enrolment and carer are left out."""
    usual = Case(title="", why="", as_of="", expect="")
    return [name for name in GIVEN if getattr(case, name) != getattr(usual, name)]


def table(text: str) -> str:
    content = rows(text)
    return markdown(list(content[0]), [list(row.values()) for row in content])


def markdown(head: list[str], lines: list[list[str]]) -> str:
    rule = ["---"] * len(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, rule, *lines])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
