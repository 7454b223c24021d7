"""Readers of pages: one after the other, and several at once."""

import http.client
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from launcher.server import HOST

PATIENCE = 60
TOKEN = "benchmark" * 3 + "token"


@dataclass(frozen=True)
class Reader:
    """Asks for one address again and again."""

    port: int
    path: str
    cookie: str = ""
    form: Mapping[str, str] | None = None
    """What is sent; None: the address is only read."""

    def seconds(self, times: int, pause: float = 0) -> list[float]:
        """How long each answer took, from the connection to the last byte; `pause` is about how long
        the reader looks at a page, never twice the same."""
        chance, found = Random(), []
        for _ in range(times):
            time.sleep(pause * chance.uniform(0.5, 1.5))
            found.append(self._once()[0])
        return found

    def size(self) -> int:
        return self._once()[1]

    def together(self, readers: int, times: int, pause: float = 0) -> list[float]:
        """The same by so many readers at once."""
        with ThreadPoolExecutor(readers) as pool:
            found = pool.map(lambda _: self.seconds(times, pause), range(readers))
        return [one for part in found for one in part]

    def _once(self) -> tuple[float, int]:
        """On a connection of its own, so that the server's processes share the readers."""
        headers = {"Cookie": f"sessionid={self.cookie}"} if self.cookie else {}
        begun = time.perf_counter()
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)) as connection:
            if self.form is None:
                connection.request("GET", self.path, headers=headers)
            else:
                connection.request("POST", self.path, self._body(), self._sent(headers))
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.path} answers {answer.status}")
        return time.perf_counter() - begun, len(body)

    def _body(self) -> str:
        return urlencode({**(self.form or {}), "csrfmiddlewaretoken": TOKEN})

    def _sent(self, headers: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(filter(None, [headers.get("Cookie"), f"csrftoken={TOKEN}"]))
        return {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}


def p95(seconds: list[float]) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))] * 1000
