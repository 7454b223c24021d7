"""Databases copied whole, asked for from beside: one that somebody is connected to cannot be copied."""

import os

from django.db import connection


def copy(name: str, of: str) -> None:
    drop(name)
    _again(f"CREATE DATABASE {name} TEMPLATE {of}")


def drop(name: str) -> None:
    _again(f"DROP DATABASE IF EXISTS {name}")


def _again(statement: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def is_there(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def address(name: str) -> str:
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{after}"
