"""Clients of a cluster that is tortured, and what they know of it."""

import collections
import http.client
import random
import subprocess
import threading
import time
import uuid

from faults import require
from histories import FOREVER, Operation, StaleRead, broken, too_old
from rest_nodes import Client, Refused

# As the API says that nobody knows how old an answer is.
UNKNOWN_AGE = 1 << 31


class History:
    """What all clients know of the registers and of the tasks that they make."""

    def __init__(self):
        self.lock = threading.Lock()
        self.registers = collections.defaultdict(list)
        self.stale = collections.defaultdict(list)
        self.made = {}

    def note(self, register, operation):
        with self.lock:
            self.registers[register].append(operation)

    def note_stale(self, register, read):
        with self.lock:
            self.stale[register].append(read)

    def stale_reads(self):
        """How many there were, and how many had an age."""
        ages = [x.age for each in self.stale.values() for x in each]
        return len(ages), sum(age < UNKNOWN_AGE for age in ages)

    def note_task(self, title, is_known):
        with self.lock:
            self.made[title] = is_known

    def check(self):
        for register, operations in sorted(self.registers.items()):
            wrong = broken(operations)
            require(wrong is None, f"{register} is not linearizable: {wrong}")
            wrong = too_old(operations, self.stale[register])
            require(wrong is None, f"{register} is older than it says: {wrong}")


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
                    self.write(self.random.randrange(self.torture.registers),
                               f"{self.number}-{self.count}")
                else:
                    self.read(self.random.randrange(self.torture.registers))
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


class StaleReader(threading.Thread):
    """Reads what one node has, whether or not it hears a leader."""

    def __init__(self, torture, place):
        super().__init__()
        self.torture = torture
        self.client = Client(torture.nodes, place)
        self.client.token = torture.token
        self.random = random.Random(f"{torture.seed}/stale {place}")
        self.failure = None

    def run(self):
        try:
            while not self.torture.over:
                self.read(self.random.randrange(self.torture.registers))
                time.sleep(0.02)
        except Exception as error:  # Reported by who joins.
            self.failure = error

    def read(self, register):
        task = self.torture.tasks[register]
        begin = time.monotonic()
        try:
            status, headers, answer = self.client.once(
                "GET", f"/tasks/{task}?consistency=stale")
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return
        # Where nobody knows the login yet, there is no task either.
        if status not in (200, 404):
            return
        value = answer["title"] if status == 200 else None
        age = float(headers.get("Age", UNKNOWN_AGE))
        self.torture.history.note_stale(
            f"task {register}",
            StaleRead(begin, time.monotonic(), age, value))


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
