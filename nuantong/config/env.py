"""The environment, typed once; nothing else reads os.environ."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Env(BaseSettings):
    """Every variable is NUANTONG_<NAME>, but for DATABASE_URL (a libpq URI)."""

    model_config = SettingsConfigDict(env_prefix="NUANTONG_")

    database_url: str = Field(default="postgresql:///nuantong", validation_alias="DATABASE_URL")
    home: Path = ROOT / ".local"
    """Where static files and everything else the program writes is kept."""
    today: dt.date | None = None
    """Pins the civil date: the demo city lives on one day."""
    demo: bool = False
    secret_key: str = ""
    field_keys: str = ""
    """`id:hex` pairs of SM4 keys, the newest first, joined by commas."""
    index_key: str = ""
    allowed_hosts: str = "127.0.0.1,localhost,[::1]"
    photo_days: int = Field(default=3 * 365, ge=365)
    """How long photos of visits are kept: three years, and at least the one the database asks."""
    sms_gateway: str = "nuantong.notices.gateways.FileGateway"
    """The class that takes messages to phones; nothing leaves when it is empty."""
    https: bool = False
    debug: bool = False

    def database(self) -> dict[str, object]:
        parts = conninfo_to_dict(self.database_url)
        named = {"dbname", "user", "password", "host", "port"}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.get("dbname", "nuantong"),
            "USER": parts.get("user", ""),
            "PASSWORD": parts.get("password", ""),
            "HOST": parts.get("host", ""),
            "PORT": parts.get("port", ""),
            "OPTIONS": {k: v for k, v in parts.items() if k not in named},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }


@lru_cache
def env() -> Env:
    return Env()
