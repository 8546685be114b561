"""The ports of the sandbox's servers."""

import socket

import pytest

from habeas.sandbox.temporal import HOST, free_port


def test_a_port_is_kept_until_its_server_has_come_up():
    """Nobody is given it meanwhile; a server may listen on it."""
    port = free_port(None)
    with socket.socket() as somebody, pytest.raises(OSError, match="in use"):
        somebody.bind((HOST, port))
    with socket.create_server((HOST, port)):
        assert free_port(port) != port


def test_the_port_of_before_is_taken_again():
    """Bookmarks go on leading there."""
    port = free_port(None)
    assert free_port(port) == port
