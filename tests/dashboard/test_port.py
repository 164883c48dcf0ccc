"""A port that cannot be listened on is told before anything is built."""

import socket

import pytest
from homes import make

from dashboard.port import refusal


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_not_refused(taken):
    assert refusal("127.0.0.1", str(suggested(refusal("127.0.0.1", str(taken))))) is None


def suggested(sentence):
    return int(sentence.rpartition("=")[2])


def test_a_taken_port_is_reported_with_one_that_is_free(taken):
    text = refusal("127.0.0.1", str(taken))
    assert text == f"port {taken} on 127.0.0.1 is taken; try PORT={suggested(text)}"
    assert suggested(text) > taken
    assert "try DOCS_PORT=" in refusal("127.0.0.1", str(taken), "DOCS_PORT")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8 501", "٨٥٠١"])
def test_what_is_no_port_is_reported(port):
    assert refusal("127.0.0.1", port) == f"PORT must be a number between 1 and 65535, not {port}"


@pytest.mark.parametrize("address", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_reported(address):
    assert refusal(address, "8501").startswith(f"ADDRESS={address} is no address of this machine")


def test_make_asks_before_it_builds(tmp_path, taken):
    for target, setting in (("run", "PORT"), ("docs", "DOCS_PORT")):
        result = make(tmp_path / "home", target, f"{setting}={taken}")
        assert result.returncode == 2
        assert f"holdt: port {taken} on 127.0.0.1 is taken; try {setting}=" in result.stderr
        assert result.stdout == "" and not (tmp_path / "home").exists()
