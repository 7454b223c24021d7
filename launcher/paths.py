"""Where things are in a checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
"""Everything the program writes; deleting it (and .venv, node_modules) starts over."""
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"


def local(name: str) -> Path:
    """A path below .local whose folder exists."""
    path = LOCAL / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
