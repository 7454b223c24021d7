"""The architecture, kept by the build: layers, foreign keys, sizes."""

import ast
import json
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LAYERS = CONTRACTS["contracts"][0]["layers"]
RANK = {app: rank for rank, line in enumerate(reversed(LAYERS)) for app in re.findall(r"\w+", line)}
PACKAGE = ROOT / "nuantong"
ELIGIBILITY = "book days judging rules standing values wording".split()
"""The pure part of the app."""
DUTIES = "carrying facts governing holdings judging listing narrowing vocabulary windows".split()
SOURCES = [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]


def test_every_app_has_its_layer() -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("nuantong.")}
    assert ours <= set(RANK)


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda m: m._meta.label)
def test_foreign_keys_point_downwards(model) -> None:
    here = model._meta.app_label
    targets = {f.related_model._meta.app_label for f in model._meta.get_fields() if f.many_to_one}
    for target in (targets - {here}) & set(RANK):
        assert here in RANK and RANK[target] < RANK[here], f"{here} → {target}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 45, node.name


def imported(source: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_one_module_imports_cryptography() -> None:
    users = [s.name for s in SOURCES if any(n.startswith("cryptography") for n in imported(s))]
    assert users == ["crypto.py"]


def test_pure_rules_know_no_django() -> None:
    pure = chain(
        (PACKAGE / "core" / "text").glob("*.py"),
        [PACKAGE / "duties" / f"{name}.py" for name in DUTIES],
        (PACKAGE / "duties" / "protocols").glob("*.py"),
        (PACKAGE / "duties" / "engine").glob("*.py"),
        (PACKAGE / "pairing").glob("matching*"),
        (PACKAGE / "linkage").rglob("*.py"),
        [PACKAGE / "eligibility" / f"{name}.py" for name in ELIGIBILITY],
        [PACKAGE / "visits" / f"{name}.py" for name in ("planning", "routing")],
        [PACKAGE / "core" / "photos.py"],
    )
    for source in pure:
        if source.suffix == ".py":
            assert not any(name.startswith("django") for name in imported(source)), source


def test_only_the_clock_reads_the_clock() -> None:
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        if source.name != "clock.py":
            assert "date.today()" not in text and "timezone.now()" not in text, source
            assert "datetime.now(" not in text, source


def test_the_engine_has_never_heard_of_any_protocol() -> None:
    """Whatever is owed is data: a name of a protocol or of one of its duties would be code."""
    definitions = [json.loads(path.read_text()) for path in (PACKAGE / "duties").rglob("*.json")]
    names = {text for one in definitions for text in (one["code"], one["title"])}
    names |= {duty["title"] for one in definitions for duty in one["duties"]}
    names |= {"six-ones", "six_ones", "SixOnes", "Six Ones", "SIX_ONES", "六个一", "五项任务"}
    engine = [*(PACKAGE / "duties" / "engine").rglob("*.py")]
    engine += [PACKAGE / "duties" / f"{name}.py" for name in DUTIES]
    for source in engine:
        text = source.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], source
