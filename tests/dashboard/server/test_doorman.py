"""The page that is there at once, and gives way to the real one."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time

import pytest

from govsim.dashboard.server.doorman import HANDOVER_MS, KNOCK, MARK, Doorman
from govsim.dashboard.words import words_of


@pytest.fixture
def doorman():
    one = Doorman("127.0.0.1", 0, "zh")
    yield one
    one.leave()


def answer(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/lessons?lang=en", "/class"])
def test_every_address_has_a_page_at_once_in_the_language_asked_for(doorman, path):
    got = answer(doorman.port, path)
    assert got.status == 200
    assert got.headers[MARK] == "0"
    assert words_of("zh")["state"]["unpacking"] in got.read().decode("utf-8")


def test_who_knocks_waits_until_the_real_server_comes():
    doorman = Doorman("127.0.0.1", 0, "en")
    answers = []
    knock = threading.Thread(target=lambda: answers.append(answer(doorman.port, KNOCK)))
    knock.start()
    knock.join(0.3)
    assert knock.is_alive()
    assert answers == []
    doorman.leave()
    knock.join(10)
    assert answers[0].headers[MARK] == str(HANDOVER_MS)
    with socket.create_server(("127.0.0.1", doorman.port)):
        pass  # the port is free


def test_who_leaves_before_the_answer_is_not_worth_a_word(capfd):
    doorman = Doorman("127.0.0.1", 0, "en")
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", doorman.port)) as visitor:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # hang up with a reset
            visitor.sendall(f"GET {KNOCK} HTTP/1.1\r\n\r\n".encode())
            time.sleep(0.05)
    doorman.leave()
    time.sleep(0.2)
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken_is_no_place_for_two():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Doorman("127.0.0.1", taken.getsockname()[1], "en")
