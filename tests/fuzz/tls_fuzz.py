"""Damages sessions of TLS on each of a node's three ports.

A client shakes hands and speaks, and one of its records is damaged on its way.
The node must live, answer good clients all the time, and keep its memory. The
seed is printed, and damages the same records again.
Usage: tls_fuzz.py PROGRAMS [--sessions N] [--seed S]; N for each port
"""

import argparse
import pathlib
import random
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

import http_fuzz

# How long an answer to a good record may take; after a bad one nothing may
# come.
ANSWER_SECONDS = 5
SILENCE_SECONDS = 0.02
BETWEEN_PROBES = 50
MOST_GROWTH_KIB = 64 << 10


def certificates(programs, folder):
    place = f"{folder}/tls"
    for words in (["create-ca", place],
                  *(["create-node", place, n, "127.0.0.1"] for n in "12")):
        subprocess.run([f"{programs}/taskraft", "cert", *words], check=True,
                       capture_output=True)
    lines = [f'peer_ca = "{place}/ca.crt"']
    for group in ("peer", "gateway", "http"):
        lines += [f'{group}_certificate = "{place}/node-1.crt"',
                  f'{group}_key = "{place}/node-1.key"']
    return place, "[tls]\n" + "\n".join(lines) + "\n"


def records(data):
    while data:
        size = 5 + int.from_bytes(data[3:5], "big")
        yield data[:size]
        data = data[size:]


def damaged(record, rng):
    noise = rng.randbytes(rng.randrange(1, 300))
    place = rng.randrange(len(record))
    return rng.choice([
        lambda: b"",
        lambda: record + record,
        lambda: noise + record,
        lambda: record + noise,
        lambda: record[:place],
        lambda: noise,
        lambda: rng.randbytes(5) + record[5:],
        lambda: record[:place] + bytes([record[place] ^ (1 << rng.randrange(8))])
        + record[place + 1:]])()


class Session:
    """One connection whose record number `target` is damaged."""

    def __init__(self, port, context, rng, target):
        self.rng = rng
        self.left = target
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing,
                                    server_hostname="127.0.0.1")
        self.socket = socket.create_connection(("127.0.0.1", port),
                                               ANSWER_SECONDS)

    def send(self):
        for record in records(self.outgoing.read()):
            if self.left == 0:
                record = damaged(record, self.rng)
                self.socket.settimeout(SILENCE_SECONDS)
            self.left -= 1
            self.socket.sendall(record)

    def receive(self):
        data = self.socket.recv(1 << 16)
        self.incoming.write(data)
        return bool(data)

    def shake_hands(self):
        while True:
            try:
                self.tls.do_handshake()
                self.send()
                return True
            except ssl.SSLWantReadError:
                self.send()
                if not self.receive():
                    return False

    def run(self):
        try:
            if self.shake_hands():
                for _ in range(4):
                    self.tls.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
                    self.send()
                self.receive()
        except OSError:
            pass  # The node has closed it, or waits for more.
        finally:
            self.socket.close()


def context_for(place, node=None):
    context = ssl.create_default_context(cafile=f"{place}/ca.crt")
    if node:
        context.load_cert_chain(f"{place}/node-{node}.crt",
                                f"{place}/node-{node}.key")
    return context


def memory_kib(node):
    status = pathlib.Path(f"/proc/{node.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def lives(node, context):
    url = f"https://127.0.0.1:{node.port}/livez"
    with urllib.request.urlopen(url, timeout=ANSWER_SECONDS,
                                context=context) as answer:
        return node.is_alive() and answer.read() == b"ok\n"


def wait_for(node, context):
    deadline = time.monotonic() + http_fuzz.START_SECONDS
    while time.monotonic() < deadline:
        try:
            return lives(node, context)
        except OSError:
            time.sleep(0.05)
    sys.exit("the node has not started: " + node.logged())


def fuzz(node, place, options):
    rng = random.Random(options.seed)
    good = context_for(place)
    wait_for(node, good)
    ports = {node.ports[0]: context_for(place, 2), node.ports[1]: good,
             node.ports[2]: good}
    before = None
    for number in range(options.sessions):
        for port, context in ports.items():
            Session(port, context, rng, rng.randrange(6)).run()
        if number % BETWEEN_PROBES == 0:
            if not lives(node, good):
                sys.exit(f"session {number} has ended the node: "
                         + node.logged())
            before = before or memory_kib(node)
    growth = memory_kib(node) - before
    print(f"{options.sessions} sessions a port, {growth} KiB more memory")
    if growth > MOST_GROWTH_KIB:
        sys.exit("the node keeps what it should not")
    if node.stop() != 0:
        sys.exit("the node has not ended well: " + node.logged())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seed", default=str(random.SystemRandom().random()))
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="taskraft-fuzz-") as folder:
        place, settings = certificates(options.programs, folder)
        node = http_fuzz.Node(options.programs, folder, settings)
        try:
            fuzz(node, place, options)
        finally:
            if node.is_alive():
                node.process.kill()


if __name__ == "__main__":
    main()
