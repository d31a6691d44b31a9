"""Three nodes in a folder, and a client that does each request once."""

import http.client
import json
import pathlib
import signal
import subprocess
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "support" / "processes"))

from free_ports import free_ports  # noqa: E402

BASE = "/api/v1"
PASSWORD = "correct horse battery"
START_SECONDS = 60
REQUEST_SECONDS = 10
PATIENCE_SECONDS = 90


class Nodes:
    """Started at once. `ports` are nine; free ones unless told."""

    def __init__(self, programs, folder, store="", host="127.0.0.1",
                 ports=None):
        self.programs = programs
        self.folder = pathlib.Path(folder)
        self.ids = (1, 2, 3)
        self.host = host
        ports = ports or free_ports(9)
        self.peers, clients, self.http = ports[:3], ports[3:6], ports[6:]
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o600)
        self.endpoints = ",".join(f"{host}:{x}" for x in clients)
        members = ", ".join(
            f'{{ id = {x}, address = "{host}:{self.peers[x - 1]}" }}'
            for x in self.ids)
        for x in self.ids:
            (self.folder / f"node{x}.toml").write_text(f"""
[node]
id = {x}
data_dir = "{self.folder}/data{x}"
[cluster]
name = "torture"
members = [{members}]
[gateway]
listen = "{host}:{clients[x - 1]}"
[http]
listen = "{host}:{self.http[x - 1]}"
requests_per_minute = 0
[auth]
admin_password_file = "{password}"
{store.format(id=x)}
""")
        self.running = {}
        for x in self.ids:
            self.start(x)

    def connect(self, at, timeout):
        """To one of them, by its place from 0 on."""
        return http.client.HTTPConnection(self.host, self.http[at % 3],
                                          timeout=timeout)

    def start(self, node):
        log = open(self.folder / f"log{node}", "a")
        self.running[node] = subprocess.Popen(
            [f"{self.programs}/taskraftd", "--config",
             self.folder / f"node{node}.toml"], stdout=log, stderr=log)

    def kill(self, node):
        self.running[node].kill()
        self.running[node].wait()

    def stop(self):
        for each in self.running.values():
            each.send_signal(signal.SIGTERM)
        return [each.wait(timeout=START_SECONDS)
                for each in self.running.values()]

    def kill_all(self):
        for each in self.running.values():
            each.kill()
            each.wait()


class Refused(Exception):
    """An answer of 4xx: it is final."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem}")
        self.status = status
        self.code = problem.get("code") if problem else None


class Client:
    """Asks one node after the other until there is an answer."""

    def __init__(self, nodes, first=0):
        self.nodes = nodes
        self.at = first
        self.token = None
        self.connection = None

    def once(self, method, target, body=None, headers=()):
        """One try at one node: status, headers and JSON."""
        if self.connection is None:
            self.connection = self.nodes.connect(self.at, REQUEST_SECONDS)
        sent = dict(headers)
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        data = body
        if body is not None and not isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        try:
            self.connection.request(method, BASE + target, data, sent)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return (answer.status, answer.headers,
                json.loads(content) if content else None)

    def ask(self, method, target, body=None, headers=()):
        """The answer, whatever happens to nodes; a write has one key for all
        of its tries. Returns headers and JSON."""
        sent = dict(headers)
        if method != "GET" and not target.startswith("/auth"):
            sent["Idempotency-Key"] = uuid.uuid4().hex
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                status, found, answer = self.once(method, target, body, sent)
            except (OSError, http.client.HTTPException):
                self.at += 1
                time.sleep(0.05)
                continue
            if status < 400:
                return found, answer
            if status < 500 and status != 429:
                raise Refused(status, answer)
            self.close()
            self.at += 1
            time.sleep(0.05)
        raise AssertionError(f"{method} {target} has no answer")

    def log_in(self, username):
        _, answer = self.ask("POST", "/auth/login",
                             {"username": username, "password": PASSWORD})
        self.token = answer["token"]

    def await_admin(self):
        """A cluster that was just founded makes its first admin at once, but
        not before it has a leader; few failed logins are allowed."""
        deadline = time.monotonic() + 2 * START_SECONDS
        while time.monotonic() < deadline:
            try:
                return self.log_in("admin")
            except Refused as refusal:
                if refusal.status != 401:
                    raise
            time.sleep(0.5)
        raise AssertionError("the first admin cannot log in")

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def every(client, target):
    """All items of a list."""
    items, cursor = [], ""
    joint = "&" if "?" in target else "?"
    while cursor is not None:
        page = target + joint + "limit=200"
        if cursor:
            page += "&cursor=" + cursor
        _, answer = client.ask("GET", page)
        items += answer["items"]
        cursor = answer["next_cursor"]
    return items
