"""Writes docs/reference/visits.md from the survey and the spec tables."""

from pathlib import Path

from nuantong.visits import survey
from tests.spec.duties.reference import markdown
from tests.spec.visits import cases
from tests.spec.visits.tables import rows

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "visits.md"
INTRODUCTION = """\
# Home visits: the survey and the specified cases

Generated from `nuantong/visits/survey.py` and `tests/spec/visits` by `./dev manage shell -c "from
tests.spec.visits import reference; reference.write()"`; each table of cases is a test. Why it is so
is in [ADR 12](../adr/0012-home-visits.md).
"""


def page() -> str:
    parts = [INTRODUCTION, "## The survey\n", fields()]
    for title, table, why in (
        ("Priority", cases.PRIORITIES, "Defaults; a district edits how often each is visited."),
        ("State and day due", cases.DUE, "Focus: half-month, ordinary: month, stable: quarter."),
        ("Order of walking", cases.ROUTES, "Read from the address, stored nowhere."),
    ):
        parts += [f"## {title}\n", f"{why}\n", table_of(table)]
    return "\n".join(parts)


def fields() -> str:
    head = ["field", "on screen", "kind", "of", "in the batch"]
    lines = [
        [f"`{one.key}`", one.label, one.kind.value, of, "yes" if one.paper else ""]
        for of, group in (("home", survey.HOME), ("child", survey.CHILD))
        for one in group
    ]
    return markdown(head, lines)


def table_of(table: str) -> str:
    content = list(rows(table))
    head = list(content[0])
    return markdown(head, [[row.get(name, "") for name in head] for row in content])


def write() -> None:
    PAGE.write_text(page(), encoding="utf-8")
