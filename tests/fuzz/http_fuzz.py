"""Asks a node for everything that its API describes, well and badly.

Every request is drawn from the document that the node gives itself. No answer
may be a failure of the server other than an honest 503 or 504, nor anything
that the document does not describe, and the node must live. The seed is
printed, and makes the same requests again.
Usage: http_fuzz.py PROGRAMS [--requests N] [--seed S] [--threads T]
"""

import argparse
import collections
import http.client
import json
import pathlib
import queue
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "support" / "processes"))

from free_ports import free_ports  # noqa: E402
from http_answers import objection  # noqa: E402
from http_cases import Cases  # noqa: E402

START_SECONDS = 60
EVENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-][\d:]+ \w+ node=1 ")
# Its time zone is no text.
BROKEN_CURSOR = "3a02fffe"
ANSWER_SECONDS = 60
PASSWORD = "correct horse battery"
BASE = "/api/v1"


class Node:
    """One node that is a cluster by itself."""

    def __init__(self, programs, folder, more=""):
        self.folder = pathlib.Path(folder)
        self.ports = nodes, clients, self.port = free_ports(3)
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o600)
        (self.folder / "node.toml").write_text(f"""
[node]
id = 1
data_dir = "{self.folder}/data"
[cluster]
name = "fuzz"
members = [{{ id = 1, address = "127.0.0.1:{nodes}" }}]
[gateway]
listen = "127.0.0.1:{clients}"
[http]
listen = "127.0.0.1:{self.port}"
requests_per_minute = 0
[auth]
admin_password_file = "{password}"
{more}""")
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [f"{programs}/taskraftd", "--config", self.folder / "node.toml"],
            stderr=self.log, stdout=self.log)

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=START_SECONDS)

    def logged(self):
        self.log.seek(0)
        return self.log.read()[-4000:]

    def foreign_lines(self):
        """What stands between the events, which begin with their time."""
        self.log.seek(0)
        return [line for line in self.log if not EVENT.match(line)]


class Client:
    def __init__(self, port):
        self.port = port
        self.token = None
        self.connection = None

    def ask(self, method, target, headers, body, may_stream=False):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        headers = dict(headers)
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = "Bearer " + self.token
        if body is None and method in ("POST", "PUT", "PATCH", "DELETE"):
            headers["Content-Length"] = "0"
        try:
            self.connection.request(method, BASE + target, body, headers)
            answer = self.connection.getresponse()
            streams = answer.getheader("Content-Type") == "text/event-stream"
            if streams and may_stream:
                content = answer.read1(100)
            else:
                content = answer.read()
        except OSError:
            self.close()
            raise
        if streams or answer.getheader("Connection") == "close":
            self.close()
        return answer.status, answer.headers, content

    def ask_json(self, method, target, body=None):
        text = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if text else {}
        status, _, content = self.ask(method, target, headers, text)
        return status, json.loads(content) if content else None

    def log_in(self, username, password=PASSWORD):
        self.token = None
        status, body = self.ask_json(
            "POST", "/auth/login",
            {"username": username, "password": password})
        if status == 200:
            self.token = body["token"]
        return status == 200

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def await_login(client):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if client.log_in("admin"):
                return
        except OSError:
            client.close()
        if time.monotonic() > deadline:
            raise AssertionError("the node does not let its admin in")
        time.sleep(0.05)


def fill(client):
    """Something of everything, so that ids and names mean something."""
    for name, role in (("ann", "member"), ("bob", "admin")):
        client.ask_json("POST", "/users", {"username": name, "role": role,
                                           "password": PASSWORD})
    for key in ("OPS", "WEB"):
        client.ask_json("POST", "/projects", {"key": key, "name": key})
    client.ask_json("PUT", "/projects/OPS/members/ann", {"role": "member"})
    client.ask_json("POST", "/labels", {"name": "bug"})
    for i in range(12):
        client.ask_json("POST", "/tasks", {
            "title": f"Task {i}", "project": "OPS" if i % 2 else None,
            "labels": ["bug"] if i % 3 else [], "due": "2026-12-01"})
    client.ask_json("POST", "/tasks/1/comments", {"text": "hello @ann"})
    client.ask_json("POST", "/views", {"name": "v", "query": "status=todo"})


def spares_the_fuzzer(method, target, body):
    """Whether a request leaves the admin that the fuzzer works as."""
    if target.startswith(("/auth/logout", "/auth/login")):
        return False
    if "/admin" in target or "/me" in target or "/password" in target:
        return method == "GET"
    if method == "DELETE" and target.startswith(("/sessions", "/cluster")):
        return False
    return not (b"setup_token" in (body or b"") and b"admin" in body)


class Fuzzer:
    def __init__(self, node, api, seed):
        self.node = node
        self.api = api
        self.seed = seed
        self.admin = Client(node.port)
        self.repair = threading.Lock()
        self.statuses = collections.Counter()
        self.routes = set()
        self.failures = queue.SimpleQueue()

    def run(self, thread, count, username):
        cases = Cases(self.api, random.Random(f"{self.seed}/{thread}"))
        client = Client(self.node.port)
        if username:
            client.log_in(username)
        while count > 0 and self.failures.empty():
            method, target, headers, body, what = cases.draw()
            if not spares_the_fuzzer(method, target, body):
                continue
            count -= 1
            self.check(client, username, method, target, headers, body,
                       what)

    def check(self, client, username, method, target, headers, body, what):
        try:
            status, found, content = client.ask(method, target, headers, body,
                                                may_stream=True)
        except (OSError, http.client.HTTPException) as error:
            why = f"has no answer: {error!r}"
            return self.failures.put((why, method, target, headers, body, b""))
        self.statuses[status] += 1
        if status == 401 and username:
            self.let_in_again(client, username)
        self.routes.add(what.get("operationId"))
        why = objection(self.api, what, status, found, content)
        if why:
            self.failures.put((f"{status} {why}", method, target, headers, body,
                               content))

    def let_in_again(self, client, username):
        """Requests may have ended the session, or disabled the user."""
        with self.repair:
            if username != "admin":
                self.admin.log_in("admin")
                self.admin.ask_json("PATCH", "/users/" + username,
                                    {"disabled": False})
                self.admin.ask_json("PUT", f"/users/{username}/password",
                                    {"new_password": PASSWORD})
        client.log_in(username)

    def report(self):
        while not self.failures.empty():
            why, method, target, headers, body, content = self.failures.get()
            print(f"{method} {target}\n  {headers}\n  {(body or b'')[:600]!r}\n"
                  f"  -> {why}: {content[:600]!r}", file=sys.stderr)


def fuzz(options, node):
    client = Client(node.port)
    await_login(client)
    fill(client)
    status, api = client.ask_json("GET", "/openapi.json")
    assert status == 200
    fuzzer = Fuzzer(node, api, options.seed)
    users = ("admin", "bob", "ann", None)
    share = options.requests // options.threads
    threads = [
        threading.Thread(target=fuzzer.run, args=(i, share, users[i % 4]))
        for i in range(options.threads)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    failed = not fuzzer.failures.empty()
    fuzzer.report()
    print(f"{sum(fuzzer.statuses.values())} requests to {len(fuzzer.routes)} "
          f"routes: {dict(sorted(fuzzer.statuses.items()))}")
    if not node.is_alive():
        print(f"the node has ended:\n{node.logged()}", file=sys.stderr)
        return False
    # Many later logins have ended the first one.
    client.log_in("admin")
    client.ask_json("GET", "/tasks?cursor=" + BROKEN_CURSOR)
    status, answer = client.ask_json("GET", "/tasks")
    if status != 200:
        print(f"afterwards tasks cannot be listed: {answer}", file=sys.stderr)
        failed = True
    code = node.stop()
    for line in node.foreign_lines():
        print(f"the node has written what is no event: {line}", file=sys.stderr)
        failed = True
    if code != 0:
        print(f"the node has ended with {code}:\n{node.logged()}",
              file=sys.stderr)
    return not failed and code == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", default=str(random.SystemRandom().random()))
    parser.add_argument("--threads", type=int, default=4)
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="taskraft-fuzz-") as folder:
        node = Node(options.programs, folder)
        try:
            return 0 if fuzz(options, node) else 1
        finally:
            if node.is_alive():
                node.process.kill()


if __name__ == "__main__":
    sys.exit(main())
