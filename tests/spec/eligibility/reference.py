"""Writes docs/reference/eligibility.md from the spec tables:
`python -m tests.spec.eligibility.reference`."""

from pathlib import Path
from typing import Any

from nuantong.eligibility.book import Row as Rule
from nuantong.eligibility.book import shipped
from nuantong.eligibility.standing import STATUS_TITLES
from nuantong.eligibility.values import TITLES
from tests.spec.eligibility.cases import GROUPS
from tests.spec.eligibility.tables import BORN, ON, REGION, Case, rows

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "eligibility.md"
INTRODUCTION = """\
# Eligibility: the rules and the specified cases

Generated from `nuantong/eligibility/data/rules.json` and `tests/spec/eligibility` by
`python -m tests.spec.eligibility.reference`; each row of the cases is a test. A result is a hint
for civil affairs (符合情形线索，由民政认定), never a decision; how it comes about is in
[ADR 11](../adr/0011-eligibility.md).

How sure a source is: H read in a stored copy, M widely known, L inference, to be confirmed.
"""
NOTATION = f"""\
A parent: status, span (`from..until`, the end is the first day after), term in months, disability as
kind/grade, work across the county line (`cross`, `inside`); several with `+`; `-` nothing known.
Where a table says nothing: born {BORN}, on {ON}, region {REGION}. A row names results; any other
`yes` would fail the test. `nothing` means that no fact bears on the category.
"""


def page() -> str:
    book = shipped()
    return "\n".join(
        [
            INTRODUCTION,
            f"Version {book.version}.\n",
            "## Words\n",
            markdown(["category", "on screen"], [[f"`{c}`", title] for c, title in TITLES.items()]),
            "## Situations of a parent\n",
            markdown(
                ["status", "on screen", "set", "threshold", "region", "from", "until", "evidence", "act"],
                [situation(row) for row in book.situations],
            ),
            "## Ages, months, lists\n",
            markdown(
                ["rule", "value", "region", "from", "until", "act"], [setting(row) for row in book.settings]
            ),
            "## Acts\n",
            markdown(
                ["act", "number", "title", "sure"],
                [[f"`{k}`", a["number"], a["title"], a["sure"]] for k, a in book.acts.items()],
            ),
            "## Cases\n",
            NOTATION,
            *(f"### {group}\n\n" + "\n".join(map(section, cases)) for group, cases in GROUPS.items()),
        ]
    )  # fmt: skip


def situation(row: Rule) -> list[str]:
    content = row.content
    return [
        f"`{row.name}`", STATUS_TITLES[row.name], content["set"], threshold(content),
        row.region or "all", str(row.valid_from), str(row.valid_to or ""), content["evidence"],
        f"`{row.act}`",
    ]  # fmt: skip


def threshold(content: dict[str, Any]) -> str:
    match content["test"]:
        case "term":
            return f"term of {content['months']} months or more"
        case "lasting":
            return f"lasts {content['months']} months"
        case "grade":
            grades = "; ".join(
                f"{kind} also {', '.join(map(str, g))}" for kind, g in content["grades_of"].items()
            )
            return f"grade {', '.join(map(str, content['grades']))}; {grades}"
        case "illness":
            return "on the local list of illnesses"
    return ""


def setting(row: Rule) -> list[str]:
    value = row.content["value"]
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return [
        f"`{row.name}`", shown or "none", row.region or "all", str(row.valid_from),
        str(row.valid_to or ""), f"`{row.act}`",
    ]  # fmt: skip


def section(case: Case) -> str:
    content = rows(case.table)
    lines = [list(row.values()) for row in content]
    return f"#### {case.title}\n\n{case.why}\n\n{markdown(list(content[0]), lines)}"


def markdown(head: list[str], lines: list[list[str]]) -> str:
    rule = ["---"] * len(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, rule, *lines])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
