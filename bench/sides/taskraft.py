"""Three taskraftd with the defaults that they ship with, on either store."""

import json
import os
import subprocess
import sys
import tempfile
import time

from sides import mariadb, processes

FIRST_PORT = 17301
# How long stores get to catch up after a run.
TIME_LIMIT_S = 300


PASSWORD = "correct horse battery staple"

# Gets are still linearizable.
LEASE_READS = "[raft]\nlease_reads = true\n"


class Cluster:
    """With a data directory of an empty MariaDB each node keeps its rows in a
    server of its own, otherwise in SQLite. `auth` is the mode; where
    one must log in, the client has. With `http` the nodes answer HTTP, with
    `tls` nodes and clients speak TLS."""

    def __init__(self, build, directory, template=None, extra="", auth="open",
                 http=False, tls=False):
        self.build = build
        self.directory = directory
        self.environment = {**os.environ, "XDG_CONFIG_HOME": directory,
                            "XDG_STATE_HOME": directory}
        self.password_file = os.path.join(directory, "password")
        with open(self.password_file, "w", encoding="utf-8") as file:
            file.write(PASSWORD)
        os.chmod(self.password_file, 0o600)
        extra += self.auth_settings(auth)
        self.certificates = self.make_certificates() if tls else None
        self.nodes = []
        self.databases = []
        ports = [(FIRST_PORT + i, FIRST_PORT + 100 + i) for i in range(3)]
        self.endpoints = ",".join(f"127.0.0.1:{p[1]}" for p in ports)
        self.http = [FIRST_PORT + 200 + i for i in range(3)] if http else []
        members = ", ".join(
            f'{{ id = {i + 1}, address = "127.0.0.1:{p[0]}" }}'
            for i, p in enumerate(ports))
        try:
            for i, (_, client_port) in enumerate(ports):
                here = os.path.join(directory, f"node{i + 1}")
                os.mkdir(here)
                self.start_node(i + 1, here, members, client_port,
                                self.store(template, here, i + 1) + extra
                                + self.http_settings(i)
                                + self.tls_settings(i + 1))
            if auth == "required":
                self.log_in()
            self.wait_for_leader()
        except BaseException:
            self.stop()
            raise

    def auth_settings(self, auth):
        file = f'admin_password_file = "{self.password_file}"\n' \
            if auth == "required" else ""
        return f'[auth]\nmode = "{auth}"\n{file}'

    def http_settings(self, i):
        if not self.http:
            return ""
        return (f'[http]\nlisten = "127.0.0.1:{self.http[i]}"\n'
                "requests_per_minute = 0\n")

    def make_certificates(self):
        folder = os.path.join(self.directory, "certificates")
        for words in (["create-ca", folder],
                      *(["create-node", folder, str(i), "127.0.0.1"]
                        for i in (1, 2, 3))):
            subprocess.run([os.path.join(self.build, "taskraft"), "cert",
                            *words], check=True, capture_output=True)
        self.environment["TASKRAFT_CA"] = os.path.join(folder, "ca.crt")
        return folder

    def tls_settings(self, number):
        if not self.certificates:
            return ""
        own = os.path.join(self.certificates, f"node-{number}")
        lines = [f'peer_ca = "{self.environment["TASKRAFT_CA"]}"']
        for group in ("peer", "gateway"):
            lines += [f'{group}_certificate = "{own}.crt"',
                      f'{group}_key = "{own}.key"']
        return "[tls]\n" + "\n".join(lines) + "\n"

    def log_in(self):
        # Before there is an administrator each try counts as a wrong password.
        for tried in range(200):
            out = self.client("login", "admin", "--password-file",
                              self.password_file)
            if out.returncode == 0:
                return
            time.sleep(0.3 * (tried + 1))
        raise RuntimeError(f"nobody can log in: {out.stderr}")

    def store(self, template, directory, number):
        if not template:
            return ""
        server = mariadb.Server(template, directory, f"taskraft_{number}")
        self.databases.append(server.process)
        return server.settings()

    def start_node(self, number, directory, members, client_port, settings):
        config = os.path.join(directory, "node.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(
                f'[node]\nid = {number}\ndata_dir = "{directory}/node"\n'
                f'[cluster]\nname = "bench"\nmembers = [{members}]\n'
                f'[gateway]\nlisten = "127.0.0.1:{client_port}"\n{settings}')
        self.nodes.append(processes.start(
            [os.path.join(self.build, "taskraftd"), "--config", config],
            os.path.join(directory, "taskraftd.log")))

    def client(self, *arguments):
        return subprocess.run(
            [os.path.join(self.build, "taskraft"), *arguments, "--endpoints",
             self.endpoints], capture_output=True, text=True, check=False,
            env=self.environment)

    def status(self):
        out = self.client("cluster", "status", "--json")
        return json.loads(out.stdout) if out.returncode == 0 else []

    def leader(self):
        leaders = [row["id"] for row in self.status()
                   if row["role"] == "leader"]
        return leaders[0] if leaders else None

    def wait_for_leader(self):
        for _ in range(200):
            if any(node.poll() is not None for node in self.nodes):
                raise RuntimeError("a node has ended")
            if self.leader():
                return
            time.sleep(0.05)
        raise RuntimeError("no leader came up")

    def lags(self):
        """By how many entries each node's rows lag what is committed;
        nothing if not all nodes answer."""
        rows = self.status()
        if len(rows) != 3 or not all(row["reachable"] for row in rows):
            return None
        commit = max(row["commit_index"] for row in rows)
        return [commit - row["applied_index"] for row in rows]

    def wait_for_stores(self):
        begun = time.monotonic()
        while time.monotonic() - begun < TIME_LIMIT_S:
            lags = self.lags()
            if lags and not any(lags):
                return time.monotonic() - begun
            time.sleep(0.05)
        raise RuntimeError("a store does not catch up")

    def record_cpu(self):
        return processes.CpuRecord(self.nodes + self.databases)

    def resident_mib(self):
        return max(map(processes.resident_bytes, self.nodes)) / (1 << 20)

    def stop(self):
        processes.stop(self.nodes)
        processes.stop(self.databases)


# How the bench does each operation, and where its figures are.
OPERATIONS = {
    "put": (["--read-ratio", "0"], "writes"),
    "get": (["--read-ratio", "1"], "reads"),
    "create": (["--tasks", "--read-ratio", "0"], "writes"),
    "update": (["--tasks", "--read-ratio", "0", "--update-ratio", "1"],
               "writes"),
    "show": (["--tasks", "--read-ratio", "1"], "reads"),
    "mixed": (["--tasks", "--read-ratio", "0.5", "--update-ratio", "0.5"],
              "writes"),
}


def run_bench(cluster, operation, clients, seconds, flags):
    how, where = OPERATIONS[operation]
    out = cluster.client("bench", "--json", "--clients", str(clients),
                         "--seconds", str(seconds), *how, *flags)
    if out.returncode != 0:
        raise RuntimeError(out.stderr)
    side = json.loads(out.stdout)[where]
    if side["errors"]:
        print(f"  {side['errors']} errors", file=sys.stderr)
    return side


def run_load(cluster, operation, clients, seconds, flags):
    """What `taskraft bench` found, what it cost, and how far the stores were
    when it ended."""
    record = cluster.record_cpu()
    try:
        side = run_bench(cluster, operation, clients, seconds, flags)
        ended = time.monotonic()
        lags = cluster.lags()
        catch_up = cluster.wait_for_stores()
    finally:
        record.stop()
    # What the bench does before it measures does not count, and what the
    # stores do after it does.
    used = record.used(ended - seconds, ended + catch_up)
    operations = side["per_second"] * seconds
    found = {"per_second": side["per_second"],
             "p50_ms": side["p50_ms"], "p99_ms": side["p99_ms"],
             "cpu_ms_per_1000": 1e6 * used / operations,
             "resident_mib": cluster.resident_mib()}
    if OPERATIONS[operation][1] == "writes":
        # What would be left if the run had lasted until all had caught up.
        found["sustained"] = operations / (seconds + catch_up)
        found["lag"] = max(lags) if lags else 0
        found["catch_up_s"] = catch_up
    return found


def measure(build, template, operation, clients, seconds, extra="", flags=(),
            auth="open", tls=False):
    with tempfile.TemporaryDirectory(prefix="taskraft-bench-") as directory:
        cluster = Cluster(build, directory, template, extra, auth, tls=tls)
        try:
            # Copies of files that are still on their way to the disk would
            # share it with the measurement.
            os.sync()
            return run_load(cluster, operation, clients, seconds, flags)
        finally:
            cluster.stop()
