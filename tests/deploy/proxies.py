"""Three nodes behind a proxy, as deploy/proxy has them, first nginx, then Caddy.

Nodes, proxy and client are network namespaces on one bridge. Of the proxy's
settings only the places of the certificate are changed, and the nodes have what
its head asks for. As root; exits with 77 where this machine has no namespaces.

  proxies.py PROGRAMS SETTINGS
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "torture"))

import namespaces  # noqa: E402
from rest_nodes import PASSWORD, START_SECONDS  # noqa: E402

IDS = (1, 2, 3)
PROXY = 9
SITE = "tasks.example.org"
BASE = "/api/v1"
ATTACHMENT_BYTES = 10 << 20
ASKED_TIMES = 20
# In which requests may be refused or wait, after a node has gone; and how long a
# proxy leaves out one that has come back.
PATIENCE_SECONDS = 45
LEFT_OUT_SECONDS = 5
MEMBERS = ", ".join(f'{{ id = {x}, address = "10.0.0.{x}:7101" }}' for x in IDS)
ALONE = "add table inet t; add chain inet t {} {{ type filter hook {} \
priority 0; }}; add rule inet t {} tcp {} 7101 drop"


def run(*command, **more):
    return subprocess.run([str(x) for x in command], check=True, **more)


def machine(number, *command):
    return ["ip", "netns", "exec", f"machine{number}", *map(str, command)]


def plug_in(number):
    name, port = f"machine{number}", f"port{number}"
    run("ip", "netns", "add", name)
    run("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0",
        "netns", name)
    run("ip", "link", "set", port, "master", "bridge", "up")
    run("ip", "-n", name, "address", "add", f"10.0.0.{number}/24", "dev",
        "eth0")
    for link in ("eth0", "lo"):
        run("ip", "-n", name, "link", "set", link, "up")


class Node:
    def __init__(self, number, programs, folder, asked):
        self.number = number
        self.programs = programs
        self.folder = folder
        self.settings = folder / f"node{number}.toml"
        self.settings.write_text(f"""
[node]
id = {number}
data_dir = "{folder}/data{number}"
plaintext = true
[cluster]
name = "proxied"
members = [{MEMBERS}]
[auth]
admin_password_file = "{folder}/password"
[gateway]
listen = "127.0.0.1:7201"
[http]
listen = "10.0.0.{number}:8101"
plaintext = true
{asked}
""")
        self.start()

    def start(self):
        log = open(self.folder / f"log{self.number}", "a")
        self.process = subprocess.Popen(
            machine(self.number, f"{self.programs}/taskraftd", "--config",
                    self.settings), stdout=log, stderr=log)

    def is_ready(self):
        try:
            connection = http.client.HTTPConnection(
                f"10.0.0.{self.number}", 8101, timeout=2)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def await_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            assert time.monotonic() < deadline, f"node {self.number}"
            time.sleep(0.1)

    # What may happen to it, and how it ends.
    def kill(self):
        self.process.kill()
        self.process.wait()

    def unplug(self):
        run("ip", "link", "set", f"port{self.number}", "down")

    def plug(self):
        run("ip", "link", "set", f"port{self.number}", "up")

    def hang(self):
        os.kill(self.process.pid, 19)

    def go_on(self):
        os.kill(self.process.pid, 18)

    def lose_others(self):
        for hook in ("input", "output"):
            for side in ("dport", "sport"):
                run(*machine(self.number, "nft",
                             ALONE.format(hook, hook, hook, side)))

    def find_others(self):
        run(*machine(self.number, "nft", "flush ruleset"))

    FATES = ((kill, start), (unplug, plug), (hang, go_on),
             (lose_others, find_others))


def nginx(settings, folder):
    text = (settings / "nginx.conf").read_text()
    text = text.replace(f"/etc/ssl/{SITE}.crt", f"{folder}/certificate")
    text = text.replace(f"/etc/ssl/private/{SITE}.key", f"{folder}/key")
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(f"""
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{ access_log off; include {folder}/site.conf; }}
""")
    return ["nginx", "-c", folder / "nginx.conf"]


def caddy(settings, folder):
    text = (settings / "Caddyfile").read_text()
    own = f"\n{SITE} {{\n\ttls {folder}/certificate {folder}/key"
    (folder / "Caddyfile").write_text(text.replace(f"\n{SITE} {{", own, 1))
    return ["env", f"HOME={folder}", "caddy", "run", "--adapter", "caddyfile",
            "--config", folder / "Caddyfile"]


PROXIES = {"nginx.conf": nginx, "Caddyfile": caddy}


def await_proxy(log):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return socket.create_connection((SITE, 443)).close()
        except OSError:
            if time.monotonic() > deadline:
                raise AssertionError(log.read_text()[-2000:]) from None
            time.sleep(0.1)


def stop(proxy):
    """nginx's workers end with its master, Caddy waits for who is connected."""
    proxy.terminate()
    try:
        proxy.wait(LEFT_OUT_SECONDS)
    except subprocess.TimeoutExpired:
        proxy.kill()
        proxy.wait()


class Browser:
    """One connection for each request; the cookie is kept."""

    def __init__(self, trust):
        self.trust = trust
        self.cookie = ""

    def open(self, method, target, body=None, seconds=PATIENCE_SECONDS):
        headers = {"Cookie": self.cookie, "Origin": f"https://{SITE}",
                   "Content-Type": "application/json"}
        if isinstance(body, dict):
            body = json.dumps(body)
        elif body is not None:
            headers["Content-Type"] = "application/octet-stream"
        connection = http.client.HTTPSConnection(SITE, timeout=seconds,
                                                 context=self.trust)
        connection.request(method, BASE + target, body, headers)
        return connection.getresponse()

    def ask(self, method, target, body=None):
        answer = self.open(method, target, body)
        content = answer.read()
        assert answer.status < 400, (method, target, answer.status, content)
        return answer, content

    def log_in(self):
        answer, _ = self.ask("POST", "/auth/login", {
            "username": "admin", "password": PASSWORD, "cookie": True})
        told = answer.headers["Set-Cookie"]
        # The node believes what the proxy says of how it was asked.
        assert told.startswith("__Host-taskraft=") and "; Secure" in told, told
        self.cookie = told.split(";", maxsplit=1)[0]
        _, content = self.ask("GET", "/sessions")
        address = json.loads(content)["items"][0]["address"]
        assert address == "10.0.0.254", address


def attach(browser):
    _, content = browser.ask("POST", "/tasks", {"title": "with a file"})
    task = json.loads(content)["id"]
    data = os.urandom(ATTACHMENT_BYTES)
    _, content = browser.ask("POST", f"/tasks/{task}/attachments?name=file",
                             data)
    file = json.loads(content)["id"]
    assert browser.ask("GET", f"/attachments/{file}")[1] == data


def follow(browser):
    """An event comes as it happens."""
    stream = browser.open("GET", "/events", seconds=5)
    assert b"position" in stream.readline()
    browser.ask("POST", "/tasks", {"title": "is seen"})
    while b"is seen" not in stream.readline():
        pass
    stream.close()


def works(browser):
    try:
        browser.ask("GET", "/tasks/1")
        browser.ask("POST", "/tasks", {"title": "one more"})
        return True
    except (AssertionError, OSError, http.client.HTTPException):
        return False


def suffer(browser, node, begin, end):
    """While a node is away, requests are answered; says after how long."""
    begin(node)
    begun = time.monotonic()
    while not works(browser):
        assert time.monotonic() - begun < PATIENCE_SECONDS, begin.__name__
    first = time.monotonic() - begun
    for _ in range(ASKED_TIMES):
        assert works(browser), begin.__name__
    end(node)
    node.await_ready()
    time.sleep(LEFT_OUT_SECONDS)
    return first


def check(settings, name, programs):
    with contextlib.ExitStack() as ends:
        folder = pathlib.Path(ends.enter_context(
            tempfile.TemporaryDirectory()))
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={SITE}",
            "-addext", f"subjectAltName=DNS:{SITE}", "-keyout", folder / "key",
            "-out", folder / "certificate", stderr=subprocess.DEVNULL)
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o600)
        head = (settings / name).read_text().split("\n\n", maxsplit=1)[0]
        asked = "\n".join(re.findall(r"^#   (\w+ *= .*)$", head, re.M))
        nodes = [Node(x, programs, folder, asked) for x in IDS]
        for each in nodes:
            ends.callback(each.kill)
        for each in nodes:
            each.await_ready()
        command = PROXIES[name](settings, folder)
        with open(folder / "proxy.log", "w") as log:
            proxy = subprocess.Popen(machine(PROXY, *command), stdout=log,
                                     stderr=log)
        ends.callback(stop, proxy)
        await_proxy(folder / "proxy.log")
        browser = Browser(ssl.create_default_context(
            cafile=folder / "certificate"))
        browser.log_in()
        attach(browser)
        follow(browser)
        for begin, end in Node.FATES:
            for node in nodes:
                first = suffer(browser, node, begin, end)
                print(f"{name}: {begin.__name__} node {node.number}: "
                      f"answers after {first:.1f} s", flush=True)


def main():
    namespaces.enter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("settings", type=pathlib.Path)
    options = parser.parse_args()
    run("ip", "link", "add", "bridge", "type", "bridge")
    run("ip", "address", "add", "10.0.0.254/24", "dev", "bridge")
    for link in ("bridge", "lo"):
        run("ip", "link", "set", link, "up")
    for each in (*IDS, PROXY):
        plug_in(each)
    with tempfile.NamedTemporaryFile("w") as names:
        names.write(f"127.0.0.1 localhost\n10.0.0.{PROXY} {SITE}\n")
        names.flush()
        run("mount", "--bind", names.name, "/etc/hosts")
        for name in PROXIES:
            check(options.settings, name, options.programs.absolute())
    print("Three nodes behind nginx and Caddy work as deploy/proxy says.")


if __name__ == "__main__":
    main()
