"""The secrets of this checkout, made once, readable only by its owner."""

import secrets
from pathlib import Path

from launcher.console import Stop
from launcher.paths import local
from launcher.stamps import digest, is_fresh, write


def keys() -> dict[str, str]:
    """Environment variables with the signing key, the field key and the index key."""
    path = local("keys.env")
    if not path.exists():
        write(path, "".join(f"{name}={value}\n" for name, value in fresh().items()), mode=0o600)
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def fresh() -> dict[str, str]:
    return {
        "NUANTONG_SECRET_KEY": secrets.token_urlsafe(48),
        "NUANTONG_FIELD_KEYS": f"k1:{secrets.token_hex(16)}",
        "NUANTONG_INDEX_KEY": secrets.token_hex(32),
    }


def belong_to(home: Path) -> None:
    """Refuses data that other keys encrypted: .local was deleted, the database elsewhere not."""
    values = keys()
    mark = digest([values["NUANTONG_FIELD_KEYS"], values["NUANTONG_INDEX_KEY"]])
    stamp = home / "keys.stamp"
    if not stamp.exists():
        write(stamp, mark)
    elif not is_fresh(stamp, mark):
        raise Stop(f"The data in {home} were encrypted with other keys: ./dev run --fresh")
