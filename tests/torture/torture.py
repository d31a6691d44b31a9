"""Sixteen clients work over REST and the command line while machines, networks,
disks and databases fail.

Afterwards each register's history is linearizable, each acknowledged task is
there once and no other one twice, and all nodes have the same state. After each
fault, the node that was hit takes a write within five seconds. A read that says
how old it is, at any time, shows all that was written before. Exits with 77
where this machine has no namespaces of networks.
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
import time
import uuid

import namespaces
from faults import Faults, require
from histories import Operation
from machines import Machines, check_notes
from rest_nodes import Client, every
from workers import History, LineWorker, RestWorker, StaleReader

REST_CLIENTS, LINE_CLIENTS = 8, 8
REGISTERS = 4
LIVENESS_SECONDS = 5
SETTLE_SECONDS = 300


class Torture:
    def __init__(self, options, nodes):
        self.seed = options.seed
        self.programs = options.programs
        self.nodes = nodes
        self.patience = LIVENESS_SECONDS * options.patience
        self.history = History()
        self.registers = REGISTERS
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
                        f"{kind}: {status}; {self.progress()}")
                time.sleep(0.02)
            client.close()
        self.slowest = max(self.slowest, time.monotonic() - begin)

    def progress(self):
        """How far each node is, as far as that is known."""
        _, found = self.admin.ask("GET", "/cluster/status")
        return [{name: value for name, value in x.items()
                 if name in ("id", "role", "term") or "index" in name}
                for x in found["nodes"]]

    def run(self, seconds, kinds):
        chance = random.Random(self.seed)
        faults = Faults(self.nodes, chance, self.admin)
        workers = [*(RestWorker(self, x) for x in range(REST_CLIENTS)),
                   *(LineWorker(self, REST_CLIENTS + x)
                     for x in range(LINE_CLIENTS)),
                   *(StaleReader(self, x)
                     for x in range(len(self.nodes.ids)))]
        for each in workers:
            each.start()
        end = time.monotonic() + seconds
        try:
            acts = []
            while time.monotonic() < end:
                if not acts:
                    acts = [x for x in faults.kinds()
                            if not kinds or x.__name__ in kinds]
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
            faults = subject.run(options.minutes * 60 / len(options.nodes),
                                 options.faults_only)
            subject.check()
        except BaseException:
            for node in nodes.ids:
                print(f"node {node}:",
                      (nodes.work / f"log{node}").read_text()[-1500:])
            raise
        known = sum(subject.history.made.values())
        operations = sum(map(len, subject.history.registers.values()))
        stale, aged = subject.history.stale_reads()
        print(f"{operations} reads and writes of registers, {known} tasks; "
              f"{stale} stale reads, {aged} of a known age; "
              f"{faults.lost_writes} writes were not synced; the slowest node "
              f"took {subject.slowest:.1f} s to be back; "
              f"{dict(faults.counts)}")
        require(known > 0 and operations > 0 and aged > 0,
                "nothing has happened")
        codes = nodes.exit_codes()
        require(set(codes) == {0}, f"the nodes have ended with {codes}")


def main():
    namespaces.enter()
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("faults")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--nodes", type=int, nargs="*", default=[3, 5])
    parser.add_argument("--seed", default=str(random.SystemRandom().random()))
    parser.add_argument("--patience", type=float, default=1,
                        help="times five seconds until a node must be back")
    parser.add_argument("--faults", nargs="*", default=[], dest="faults_only",
                        metavar="KIND", help="these only, as it prints them")
    options = parser.parse_args()
    for count in options.nodes:
        torture(options, count)


if __name__ == "__main__":
    sys.exit(main())
