"""Nodes on machines of their own: network namespaces on one bridge, each with a
small file system in memory, and every second node with a MariaDB server. Needs
root, and namespaces of its own: see namespaces.py.
"""

import contextlib
import http.client
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import time

from mariadb import MariaDb
from rest_nodes import PASSWORD, Nodes

DISK_BYTES = 400 << 20
DATABASE_BYTES = 600 << 20
NOTE = struct.Struct("<5Q")
BEFORE, SYNCED = 1, 2
PEER, GATEWAY, HTTP = 7101, 7201, 8101


def run(*command, **more):
    return subprocess.run([str(x) for x in command], check=True, **more)


def try_run(*command):
    return subprocess.run([str(x) for x in command], check=False,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def read_notes(path):
    """What was there before each write that is not durable, by inodes."""
    lost = {}
    content = path.read_bytes() if path.exists() else b""
    at = 0
    while at + NOTE.size <= len(content):
        kind, inode, offset, file_bytes, size = NOTE.unpack_from(content, at)
        at += NOTE.size
        if kind == SYNCED:
            lost.pop(inode, None)
            continue
        lost.setdefault(inode, []).append(
            (offset, file_bytes, content[at:at + size]))
        at += size
    return lost


class Machines(Nodes):
    """What tests take for nodes; `ids` says how many."""

    def __init__(self, programs, faults, work, count, chance):
        self.programs = programs
        self.faults = faults
        self.work = pathlib.Path(work)
        self.ids = tuple(range(1, count + 1))
        self.chance = chance
        self.running = {}
        self.fillers = {}
        self.lossy = None
        self.databases = {}
        password = self.work / "password"
        password.write_text(PASSWORD)
        password.chmod(0o600)
        self.endpoints = ",".join(f"{self.address(x)}:{GATEWAY}"
                                  for x in self.ids)
        self.plug_in()
        for node in self.ids:
            self.make_disk(node)
            if node % 2 == 0:
                self.make_database(node)
            self.write_settings(node)
            self.start(node)

    @staticmethod
    def address(node):
        return f"10.0.0.{node}"

    def folder(self, node):
        return self.work / f"disk{node}"

    def connect(self, at, timeout):
        node = self.ids[at % len(self.ids)]
        return http.client.HTTPConnection(self.address(node), HTTP,
                                          timeout=timeout)

    def plug_in(self):
        run("ip", "link", "add", "bridge", "type", "bridge")
        run("ip", "address", "add", "10.0.0.254/24", "dev", "bridge")
        run("ip", "link", "set", "bridge", "up")
        run("ip", "link", "set", "lo", "up")
        for node in self.ids:
            name = f"torture{node}"
            run("ip", "netns", "add", name)
            run("ip", "link", "add", f"port{node}", "type", "veth", "peer",
                "name", "eth0", "netns", name)
            run("ip", "link", "set", f"port{node}", "master", "bridge", "up")
            run("ip", "-n", name, "address", "add",
                f"{self.address(node)}/24", "dev", "eth0")
            run("ip", "-n", name, "link", "set", "eth0", "up")
            run("ip", "-n", name, "link", "set", "lo", "up")

    def make_disk(self, node):
        self.folder(node).mkdir()
        run("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", f"disk{node}",
            self.folder(node))

    def make_database(self, node):
        folder = self.work / f"database{node}"
        folder.mkdir()
        run("mount", "-t", "tmpfs", "-o", f"size={DATABASE_BYTES}",
            f"database{node}", folder)
        around = {"LD_PRELOAD": str(self.faults),
                  "TASKRAFT_SLOW_SYNC": str(self.work / f"commit{node}")}
        self.databases[node] = MariaDb(folder, [f"node{node}"], around)

    def write_settings(self, node):
        store = (self.databases[node].settings().format(id=node)
                 if node in self.databases else "")
        members = ", ".join(
            f'{{ id = {x}, address = "{self.address(x)}:{PEER}" }}'
            for x in self.ids)
        (self.work / f"node{node}.toml").write_text(f"""
[node]
id = {node}
data_dir = "{self.folder(node)}/data"
plaintext = true
[cluster]
name = "torture"
members = [{members}]
[raft]
log_retain_entries = 2000
[gateway]
listen = "{self.address(node)}:{GATEWAY}"
plaintext = true
[http]
listen = "{self.address(node)}:{HTTP}"
plaintext = true
requests_per_minute = 0
[auth]
admin_password_file = "{self.work}/password"
{store}""")

    def start(self, node):
        log = open(self.work / f"log{node}", "a")
        around = {**os.environ, "LD_PRELOAD": str(self.faults),
                  "TASKRAFT_SLOW_SYNC": str(self.work / f"sync{node}"),
                  "TASKRAFT_WRONG_CLOCK": str(self.work / f"clock{node}"),
                  "TASKRAFT_UNSYNCED": str(self.work / f"notes{node}"),
                  "TASKRAFT_UNSYNCED_OF": str(self.folder(node))}
        self.running[node] = subprocess.Popen(
            ["ip", "netns", "exec", f"torture{node}",
             f"{self.programs}/taskraftd", "--config",
             self.work / f"node{node}.toml"], stdout=log, stderr=log,
            env=around)

    def is_running(self, node):
        return self.running[node].poll() is None

    def cut_power(self, nodes):
        """What was written since the last sync of a file is gone, or some of
        it."""
        for node in nodes:
            self.running[node].kill()
        lost = 0
        for node in nodes:
            self.running[node].wait()
            lost += self.forget_unsynced(node)
        return lost

    def forget_unsynced(self, node):
        path = self.work / f"notes{node}"
        lost = read_notes(path)
        path.unlink(missing_ok=True)
        count = 0
        for file in self.folder(node).rglob("*"):
            notes = lost.get(file.stat().st_ino, []) if file.is_file() else []
            kept = self.chance.choice((0, 0, self.chance.randint(0, len(notes))))
            with open(file, "r+b") if notes else open(os.devnull) as content:
                for offset, size, before in reversed(notes[kept:]):
                    content.seek(offset)
                    content.write(before)
                    content.truncate(size)
                    count += 1
        return count

    def let_run(self, node, runs):
        self.running[node].send_signal(signal.SIGCONT if runs
                                       else signal.SIGSTOP)

    # The network.

    def plug(self, node, state):
        run("ip", "link", "set", f"port{node}", state)

    def cut(self, from_, to):
        try_run("ip", "-n", f"torture{from_}", "route", "add", "blackhole",
                f"{self.address(to)}/32")

    def mend(self, from_, to):
        try_run("ip", "-n", f"torture{from_}", "route", "del", "blackhole",
                f"{self.address(to)}/32")

    def lose(self, node, percent):
        """False if this machine cannot lose packets."""
        if shutil.which("nft"):
            rules = ("table ip lossy { chain input { type filter hook input "
                     f"priority 0; numgen random mod 100 < {percent} drop; "
                     "}; }\n")
            if subprocess.run(["ip", "netns", "exec", f"torture{node}", "nft",
                               "-f", "-"], input=rules.encode(), check=False,
                              stderr=subprocess.DEVNULL).returncode == 0:
                self.lossy = "nft"
                return True
        self.lossy = "tc"
        return try_run("ip", "netns", "exec", f"torture{node}", "tc", "qdisc",
                       "add", "dev", "eth0", "root", "netem", "loss",
                       f"{percent}%")

    def stop_losing(self, node):
        inside = ("ip", "netns", "exec", f"torture{node}")
        if self.lossy == "nft":
            try_run(*inside, "nft", "delete", "table", "ip", "lossy")
        else:
            try_run(*inside, "tc", "qdisc", "del", "dev", "eth0", "root")

    # The disk, the database and the clock.

    def let_syncs(self, node, how):
        self.disturb(self.work / f"sync{node}", how)

    def let_commits(self, node, how):
        self.disturb(self.work / f"commit{node}", how)

    @staticmethod
    def disturb(path, how):
        if how:
            path.write_text(how)
        else:
            path.unlink(missing_ok=True)

    def set_clock(self, node, seconds):
        path = self.work / f"clock{node}"
        new = path.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(path)

    def fill(self, node):
        path = self.folder(node) / "filler"
        self.fillers[node] = path
        # Without a buffer, whose rest a close would write again.
        with contextlib.suppress(OSError), \
                open(path, "wb", buffering=0) as filler:
            while True:
                filler.write(bytes(1 << 16))

    def empty(self, node):
        self.fillers.pop(node).unlink(missing_ok=True)

    def make_read_only(self, node, is_read_only):
        return try_run("mount", "-o",
                       "remount," + ("ro" if is_read_only else "rw"),
                       self.folder(node))

    def exit_codes(self):
        for each in self.running.values():
            each.send_signal(signal.SIGTERM)
        return [each.wait(timeout=300) for each in self.running.values()]

    def end(self):
        for each in self.running.values():
            each.kill()
            each.wait()
        for each in self.databases.values():
            each.stop()
        for node in self.ids:
            try_run("ip", "netns", "delete", f"torture{node}")
            try_run("umount", "--lazy", self.folder(node))
            try_run("umount", "--lazy", self.work / f"database{node}")
        try_run("ip", "link", "delete", "bridge")


def check_notes(folder):
    """What was synced stays, and nothing else."""
    path = pathlib.Path(folder) / "notes"
    path.write_bytes(NOTE.pack(BEFORE, 7, 0, 4, 4) + b"abcd"
                     + NOTE.pack(SYNCED, 7, 0, 0, 0)
                     + NOTE.pack(BEFORE, 7, 2, 9, 1) + b"x"
                     + NOTE.pack(BEFORE, 8, 0, 0, 0))
    assert read_notes(path) == {7: [(2, 9, b"x")], 8: [(0, 0, b"")]}
