"""The hands behind granian, with a program that answers as it is asked."""

import http.client
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from launcher.processes import end, spawn
from launcher.server import HOST, SERVER, free_port, wait_until_served
from nuantong.config.hands import HANDS

BIG = b"z" * 2_000_000


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port(8900 + os.getpid() % 500)
    answering = "tests.launcher.answering:application"
    server = spawn([sys.executable, "-m", SERVER, HOST, str(port), answering])
    try:
        wait_until_served(port, server.pid)
        yield port
    finally:
        end(server)
    assert server.returncode == 0


Answer = tuple[int, http.client.HTTPMessage, bytes]


def ask(port: int, path: str, body: bytes | None = None) -> Answer:
    with closing(http.client.HTTPConnection(HOST, port, timeout=30)) as client:
        client.request("POST" if body else "GET", path, body)
        answer = client.getresponse()
        return answer.status, answer.headers, answer.read()


def test_status_headers_and_body_arrive_as_they_were_given(port: int) -> None:
    status, headers, body = ask(port, "/parts?q=%E6%9A%96")
    assert (status, headers["X-Query"], headers["X-Two"]) == (201, "q=%E6%9A%96", "a")
    assert body.decode() == "暖童"


def test_a_body_of_any_size_arrives_in_full(port: int) -> None:
    assert ask(port, "/count", BIG)[2] == b"2000000"
    assert ask(port, "/count", b"1")[2] == b"1"


def test_a_program_that_reads_nothing_still_answers_at_length(port: int) -> None:
    assert len(ask(port, "/", BIG)[2]) == 3_000_000


def test_a_stream_arrives_in_full_and_keeps_no_hand(port: int) -> None:
    for _ in range(HANDS + 1):
        assert len(ask(port, "/stream")[2]) == 2_000_000


def test_a_stream_that_fails_leaves_the_hand_at_work(port: int) -> None:
    for _ in range(HANDS + 1):
        ask(port, "/stream/fails")
    assert ask(port, "/")[0] == 201


def test_one_who_goes_away_in_the_middle_is_nobodys_loss(port: int) -> None:
    for _ in range(HANDS + 1):
        with socket.create_connection((HOST, port)) as client:
            client.sendall(b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            client.recv(10)
    assert ask(port, "/")[0] == 201


def test_who_waits_for_a_slow_sender_is_no_hand(port: int) -> None:
    slow = [socket.create_connection((HOST, port)) for _ in range(2 * HANDS)]
    for client in slow:
        client.sendall(b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1")
    assert ask(port, "/")[0] == 201
    for client in slow:
        client.sendall(b"23456789")
        assert client.recv(12) == b"HTTP/1.1 201"
        client.close()


def test_more_at_once_than_hands_are_all_answered(port: int) -> None:
    with ThreadPoolExecutor(4 * HANDS) as readers:
        answers = list(readers.map(lambda _: ask(port, "/count", BIG)[2], range(8 * HANDS)))
    assert set(answers) == {b"2000000"}


def test_a_hand_that_dies_is_told_of_and_replaced(port: int) -> None:
    for _ in range(HANDS + 1):
        status, _, body = ask(port, "/dies")
        assert (status, "再试一次" in body.decode()) == (502, True)
    assert ask(port, "/")[0] == 201


def test_no_secret_of_the_environment_is_handed_on(port: int) -> None:
    names = ask(port, "/environment")[2].decode().split()
    assert "HTTP_HOST" in names
    assert not [name for name in names if name.startswith(("NUANTONG", "DATABASE"))]


def test_nothing_is_left_when_it_is_told_to_end_or_killed() -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        port = free_port(9400 + os.getpid() % 500)
        answering = "tests.launcher.answering:application"
        server = spawn([sys.executable, "-m", SERVER, HOST, str(port), answering])
        wait_until_served(port, server.pid)
        watches = [os.pidfd_open(pid) for pid in processes() if in_session(pid, server.pid)]
        assert len(watches) >= HANDS + 2
        server.send_signal(number)
        server.wait(20)
        for watch in watches:
            assert ended(watch)
            os.close(watch)
        end(server)


def processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def in_session(pid: int, session: int) -> bool:
    try:
        return os.getsid(pid) == session
    except ProcessLookupError:
        return False


def ended(watch: int) -> bool:
    poll = select.poll()
    poll.register(watch, select.POLLIN)
    return bool(poll.poll(20_000))
