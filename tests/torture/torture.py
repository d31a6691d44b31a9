"""Sixteen clients work over REST and the command line while machines, networks
and disks fail.

Afterwards each register's history is linearizable, each acknowledged task is
there once and no other one twice, and all nodes have the same state. After each
fault, the node that was hit takes a write within five seconds.
Usage: torture.py PROGRAMS FAULTS_LIBRARY [--minutes M] [--nodes N] [--seed S]
"""

import argparse
import collections
import contextlib
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from faults import Faults, require
from histories import FOREVER, Operation, broken
from machines import Machines, check_notes
from rest_nodes import Client, Refused, every

REST_CLIENTS, LINE_CLIENTS = 8, 8
REGISTERS = 4
LIVENESS_SECONDS = 5
SETTLE_SECONDS = 60


class History:
    """What all clients know of the registers and of the tasks that they make."""

    def __init__(self):
        self.lock = threading.Lock()
        self.registers = collections.defaultdict(list)
        self.made = {}

    def note(self, register, operation):
        with self.lock:
            self.registers[register].append(operation)

    def note_task(self, title, is_known):
        with self.lock:
            self.made[title] = is_known

    def check(self):
        for register, operations in sorted(self.registers.items()):
            wrong = broken(operations)
            require(wrong is None, f"{register} is not linearizable: {wrong}")


class Worker(threading.Thread):
    def __init__(self, torture, number):
        super().__init__()
        self.torture = torture
        self.number = number
        self.random = random.Random(f"{torture.seed}/{number}")
        self.count = 0
        self.failure = None

    def run(self):
        try:
            while not self.torture.over:
                self.count += 1
                what = self.random.random()
                if what < 0.2:
                    self.make_task(f"task {self.number}-{self.count}")
                elif what < 0.6:
                    self.write(self.random.randrange(REGISTERS),
                               f"{self.number}-{self.count}")
                else:
                    self.read(self.random.randrange(REGISTERS))
        except Exception as error:  # Reported by who joins.
            self.failure = error


class RestWorker(Worker):
    """Its registers are the titles of tasks."""

    def __init__(self, torture, number):
        super().__init__(torture, number)
        self.client = Client(torture.nodes, number)
        self.client.token = torture.token

    def once(self, method, target, body=None, key=None):
        """The answer; nothing if it is not known what has happened."""
        headers = {"Idempotency-Key": key} if key else {}
        try:
            status, _, answer = self.client.once(method, target, body, headers)
        except (OSError, http.client.HTTPException):
            status, answer = 0, None
        if 200 <= status < 300:
            return answer
        if 400 <= status < 500 and status != 429:
            raise Refused(status, answer)
        self.client.close()
        self.client.at += 1
        time.sleep(0.02)
        return None

    def insist(self, method, target, body):
        """Asks until there is an answer, or until all is over."""
        key = uuid.uuid4().hex
        for _ in range(200):
            answer = self.once(method, target, body, key)
            if answer is not None:
                return answer
            if self.torture.over:
                break
        return None

    def make_task(self, title):
        made = self.insist("POST", "/tasks", {"title": title})
        self.torture.history.note_task(title, made is not None)

    def write(self, register, value):
        begin = time.monotonic()
        done = self.insist("PATCH", f"/tasks/{self.torture.tasks[register]}",
                           {"title": value})
        self.torture.history.note(
            f"task {register}",
            Operation(begin, time.monotonic() if done else FOREVER, True,
                      value))

    def read(self, register):
        begin = time.monotonic()
        found = self.once("GET", f"/tasks/{self.torture.tasks[register]}")
        if found is not None:
            self.torture.history.note(
                f"task {register}",
                Operation(begin, time.monotonic(), False, found["title"]))


class LineWorker(Worker):
    """Its registers are keys."""

    def taskraft(self, *words):
        return subprocess.run(
            [f"{self.torture.programs}/taskraft", *words], check=False,
            env=self.torture.around, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def make_task(self, title):
        done = self.taskraft("add", title)
        self.torture.history.note_task(title, done.returncode == 0)

    def write(self, register, value):
        begin = time.monotonic()
        done = self.taskraft("kv", "put", f"register{register}", value)
        require(done.returncode in (0, 6), done.stderr)
        end = time.monotonic() if done.returncode == 0 else FOREVER
        self.torture.history.note(f"key {register}",
                                  Operation(begin, end, True, value))

    def read(self, register):
        begin = time.monotonic()
        done = self.taskraft("kv", "get", f"register{register}")
        require(done.returncode in (0, 6), done.stderr)
        if done.returncode == 0:
            self.torture.history.note(
                f"key {register}",
                Operation(begin, time.monotonic(), False,
                          done.stdout.rstrip("\n")))


class Torture:
    def __init__(self, options, nodes):
        self.seed = options.seed
        self.programs = options.programs
        self.nodes = nodes
        self.patience = LIVENESS_SECONDS * options.patience
        self.history = History()
        self.over = False
        self.admin = Client(nodes)
        self.admin.await_admin()
        self.token = self.admin.token
        _, made = self.admin.ask("POST", "/tokens",
                                 {"name": "torture", "scopes": ["admin"]})
        self.around = {"TASKRAFT_TOKEN": made["secret"],
                       "TASKRAFT_ENDPOINTS": nodes.endpoints,
                       "TASKRAFT_INSECURE": "1", "HOME": "/nonexistent",
                       "PATH": os.environ["PATH"]}
        self.tasks = []
        for register in range(REGISTERS):
            begin = time.monotonic()
            _, task = self.admin.ask("POST", "/tasks", {"title": "first"})
            self.tasks.append(task["id"])
            self.history.note(f"task {register}",
                              Operation(begin, time.monotonic(), True,
                                        "first"))
            begin = time.monotonic()
            subprocess.run([f"{self.programs}/taskraft", "kv", "put",
                            f"register{register}", "first"], check=True,
                           env=self.around, stdout=subprocess.DEVNULL)
            self.history.note(f"key {register}",
                              Operation(begin, time.monotonic(), True,
                                        "first"))
        self.slowest = 0.0

    def await_writes(self, hit, kind):
        """Each node that was hit takes a write soon."""
        begin = time.monotonic()
        for node in hit:
            client = Client(self.nodes, self.nodes.ids.index(node))
            client.token = self.token
            while True:
                try:
                    status, _, _ = client.once(
                        "POST", "/tasks", {"title": f"probe of {kind}"},
                        {"Idempotency-Key": uuid.uuid4().hex})
                except (OSError, http.client.HTTPException):
                    client.close()
                    status = 0
                if status == 201:
                    break
                took = time.monotonic() - begin
                require(took < self.patience,
                        f"node {node} takes no write {took:.1f} s after "
                        f"{kind}: {status}")
                time.sleep(0.02)
            client.close()
        self.slowest = max(self.slowest, time.monotonic() - begin)

    def run(self, seconds):
        chance = random.Random(self.seed)
        faults = Faults(self.nodes, chance, self.admin)
        workers = [*(RestWorker(self, x) for x in range(REST_CLIENTS)),
                   *(LineWorker(self, REST_CLIENTS + x)
                     for x in range(LINE_CLIENTS))]
        for each in workers:
            each.start()
        end = time.monotonic() + seconds
        try:
            acts = []
            while time.monotonic() < end:
                if not acts:
                    acts = list(faults.kinds())
                    chance.shuffle(acts)
                act = acts.pop()
                print(f"{act.__name__}", end=" ", flush=True)
                hit = faults.throw(act)
                self.await_writes(hit, act.__name__)
        finally:
            self.over = True
            for each in workers:
                each.join()
        print()
        for each in workers:
            if each.failure:
                raise each.failure
        return faults

    def check(self):
        self.history.check()
        titles = collections.Counter(
            x["title"] for x in every(self.admin, "/tasks"))
        for title, is_known in self.history.made.items():
            require(titles[title] <= 1, f"{title} is there twice")
            require(titles[title] == 1 or not is_known, f"{title} is lost")
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            _, found = self.admin.ask("POST", "/cluster/checksum")
            digests = {x.get("sha256") for x in found["nodes"]}
            if len(found["nodes"]) == len(self.nodes.ids) \
                    and len(digests) == 1 and None not in digests:
                break
            require(time.monotonic() < deadline,
                    f"the nodes have other states: {found}")
            time.sleep(0.5)


def torture(options, count):
    print(f"{count} nodes, --seed {options.seed}", flush=True)
    with contextlib.ExitStack() as ends:
        work = ends.enter_context(
            tempfile.TemporaryDirectory(prefix="taskraft-torture-"))
        check_notes(work)
        nodes = Machines(options.programs, options.faults, work, count,
                         random.Random(options.seed))
        ends.callback(nodes.end)
        subject = Torture(options, nodes)
        try:
            faults = subject.run(options.minutes * 60 / len(options.nodes))
            subject.check()
        except BaseException:
            for node in nodes.ids:
                print(f"node {node}:",
                      (nodes.work / f"log{node}").read_text()[-1500:])
            raise
        known = sum(subject.history.made.values())
        operations = sum(map(len, subject.history.registers.values()))
        print(f"{operations} reads and writes of registers, {known} tasks; "
              f"{faults.lost_writes} writes were not synced; the slowest node "
              f"took {subject.slowest:.1f} s to be back; "
              f"{dict(faults.counts)}")
        require(known > 0 and operations > 0, "nothing has happened")
        codes = nodes.exit_codes()
        require(set(codes) == {0}, f"the nodes have ended with {codes}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("faults")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--nodes", type=int, nargs="*", default=[3, 5])
    parser.add_argument("--seed", default=str(random.SystemRandom().random()))
    parser.add_argument("--patience", type=float, default=1,
                        help="times five seconds until a node must be back")
    options = parser.parse_args()
    for count in options.nodes:
        torture(options, count)


if __name__ == "__main__":
    sys.exit(main())
