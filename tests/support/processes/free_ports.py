"""Ports on which nodes of a test listen."""

import random
import socket


def free_ports(count):
    """Ports that stay free while a node is down: the system gives connections
    none of this range."""
    held = {}
    while len(held) < count:
        port = random.SystemRandom().randrange(10_000, 20_000)
        tried = socket.socket()
        try:
            tried.bind(("127.0.0.1", port))
            held[port] = tried
        except OSError:
            tried.close()
    for each in held.values():
        each.close()
    return list(held)
