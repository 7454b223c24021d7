"""What granian serves: it takes requests in, and hands each to whoever is free (`hands`).

It is the patience of the house: a slow telephone is waited for here, by a thread that costs nothing,
and a request meets a hand only once it has arrived in full. It knows nothing of Django.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from wsgiref.util import FileWrapper

SOCKET: Final = "NUANTONG_HANDS"
"""The environment variable that names the hands' Unix socket."""
BLOCK: Final = 1 << 16
IN_MEMORY: Final = 1 << 20
PARTS: Final = frozenset(
    ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH",
     "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "wsgi.url_scheme")
)  # fmt: skip
"""What a hand is told of a request, beside its headers; the environment has secrets too."""
LOST: Final = "这一步没有办完，请返回上一页再试一次。"

Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    asked = {k: v for k, v in environ.items() if k in PARTS or k.startswith("HTTP_")}
    with socket.socket(socket.AF_UNIX) as hand, SpooledTemporaryFile(IN_MEMORY) as body:
        if asked.get("CONTENT_LENGTH"):
            shutil.copyfileobj(environ["wsgi.input"], body, BLOCK)
            body.seek(0)
        hand.connect(os.environ[SOCKET])
        with hand.makefile("wb") as out:
            out.write(json.dumps(asked).encode() + b"\n")
            shutil.copyfileobj(body, out, BLOCK)
        hand.shutdown(socket.SHUT_WR)
        reply = hand.makefile("rb")
    head = reply.readline()
    if not head:
        start_response("502 Bad Gateway", [("Content-Type", "text/plain; charset=utf-8")])
        return [LOST.encode()]
    status, headers, size = json.loads(head)
    start_response(status, [(name, value) for name, value in headers])
    if size is None:
        return FileWrapper(reply, BLOCK)
    with reply:
        return [reply.read(size)]
