"""Ports on which nodes of a test listen."""

import fcntl
import os
import random
import socket
import tempfile

CLAIMS = []


def claim(port):
    """Whether no other test has the port; then it is this process's to the end, as
    claimed_ports.hpp has it."""
    place = os.path.join(tempfile.gettempdir(), f"taskraft-ports-{os.getuid()}")
    os.makedirs(place, exist_ok=True)
    file = open(os.path.join(place, str(port)), "a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return False
    CLAIMS.append(file)
    return True


def free_ports(count):
    """Ports that stay free while a node is down: the system gives connections
    none of this range."""
    held = {}
    while len(held) < count:
        port = random.SystemRandom().randrange(10_000, 20_000)
        tried = socket.socket()
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            tried.close()
            continue
        if claim(port):
            held[port] = tried
        else:
            tried.close()
    for each in held.values():
        each.close()
    return list(held)
