"""Five users work on a project over HTTP while its leaders are killed.

Afterwards every acknowledged change is in the history of its task, once; every
user's stream has told it, once; notifications, ranks and reports agree with it,
and all nodes with each other.
Usage: rest_team.py PROGRAMS [--seconds S] [--kill-every S] [--seed S]
                    [--mysql]
"""

import argparse
import collections
import contextlib
import http.client
import json
import random
import sys
import tempfile
import threading
import time

from mariadb import MariaDb
from rest_nodes import (BASE, Client, Nodes, Refused, every)

USERS = ("ann", "bob", "cid", "dan", "eve")
PROJECT = "OPS"
STATUSES = ("todo", "in_progress", "completed", "cancelled")
CATCH_UP_SECONDS = 60


class Stream(threading.Thread):
    """One user's events, resumed at another node when one ends."""

    def __init__(self, nodes, token, first):
        super().__init__(daemon=True)
        self.nodes = nodes
        self.token = token
        self.at = first
        self.last = None
        self.events = []
        self.resets = 0
        self.position = 0
        self.begun = threading.Event()
        self.over = False

    def run(self):
        while not self.over:
            try:
                self.listen()
            except (OSError, http.client.HTTPException):
                pass
            self.at += 1
            time.sleep(0.05)

    def listen(self):
        connection = self.nodes.connect(self.at, timeout=20)
        headers = {"Authorization": "Bearer " + self.token}
        if self.last:
            headers["Last-Event-ID"] = self.last
        connection.request("GET", BASE + "/events", headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            connection.close()
            return
        message, pending = {}, []
        for line in answer:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                message[name] = value
                continue
            if "event" in message:
                pending = self.take(message, pending)
            message = {}
            if self.over:
                break
        connection.close()

    def take(self, message, pending):
        """Events of an entry that was cut short come again: they count once
        their last one, which has the id, is there."""
        kind, data = message["event"], json.loads(message["data"])
        if kind == "reset":
            self.resets += 1
            self.last = str(data["index"])
            return []
        if kind == "position":
            self.position = max(self.position, data["index"])
            self.begun.set()
        elif kind not in ("bye", "session.ended"):
            pending = pending + [(kind, data)]
        if "id" in message:
            self.last = message["id"]
            self.position = max(self.position, int(self.last))
            self.events += pending
            return []
        return pending


class User(threading.Thread):
    """Does something, again and again, and notes what was acknowledged."""

    def __init__(self, nodes, name, seed, until):
        super().__init__()
        self.name_ = name
        self.random = random.Random(f"{seed}/{name}")
        self.client = Client(nodes, USERS.index(name))
        self.client.log_in(name)
        self.stream = Stream(nodes, self.client.token, USERS.index(name))
        self.until = until
        self.done = []
        self.refusals = collections.Counter()
        self.failure = None

    def run(self):
        try:
            while time.monotonic() < self.until:
                self.act()
        except Exception as error:  # Reported by who joins.
            self.failure = error

    def act(self):
        what = self.random.choice(
            (self.create, self.create, self.edit, self.edit, self.move,
             self.assign, self.comment))
        try:
            what()
        except Refused as refusal:
            # Others have changed it meanwhile.
            if refusal.status not in (404, 409, 412, 422):
                raise
            self.refusals[refusal.code] += 1

    def note(self, headers, action, task):
        self.done.append((int(headers["Raft-Index"]), action, task))

    def some_task(self):
        tasks = [x[2] for x in self.done if x[1] == "task.created"]
        return self.random.choice(tasks) if tasks else None

    def create(self):
        headers, task = self.client.ask("POST", "/tasks", {
            "title": f"{self.name_} {len(self.done)}", "project": PROJECT})
        self.note(headers, "task.created", task["id"])

    def edit(self):
        task = self.some_task()
        if task is None:
            return
        headers, before = self.client.ask("GET", f"/tasks/{task}")
        status = self.random.choice(
            [x for x in STATUSES if x != before["status"]])
        headers, _ = self.client.ask("PATCH", f"/tasks/{task}",
                                     {"status": status},
                                     {"If-Match": headers["ETag"]})
        self.note(headers, "task.updated", task)

    def move(self):
        task, other = self.some_task(), self.some_task()
        if task is None or task == other:
            return
        where = self.random.choice(({"before": other}, {"to": "top"}))
        self.client.ask("POST", f"/tasks/{task}/move", where)

    def assign(self):
        task = self.some_task()
        if task is None:
            return
        who = self.random.choice(USERS)
        before = self.client.ask("GET", f"/tasks/{task}")[1]
        if who in before["assignees"]:
            return
        headers, _ = self.client.ask("PUT", f"/tasks/{task}/assignees/{who}")
        self.note(headers, "task.updated", task)

    def comment(self):
        task = self.some_task()
        if task is None:
            return
        who = self.random.choice(USERS)
        headers, _ = self.client.ask("POST", f"/tasks/{task}/comments",
                                     {"text": f"see @{who}"})
        self.note(headers, "comment.created", task)


def found(nodes):
    """A cluster with a project of five users; who administrates it."""
    admin = Client(nodes)
    admin.await_admin()
    admin.ask("POST", "/projects", {"key": PROJECT, "name": "Operations"})
    for name in USERS:
        admin.ask("POST", "/users", {"username": name, "password":
                                     "correct horse battery"})
        admin.ask("PUT", f"/projects/{PROJECT}/members/{name}",
                  {"role": "member"})
    return admin


def leader_of(admin):
    _, status = admin.ask("GET", "/cluster/status")
    return status["leader"]


def kill_leaders(nodes, admin, until, pause):
    kills = 0
    while time.monotonic() + pause < until:
        time.sleep(pause)
        leader = leader_of(admin)
        if leader is None:
            continue
        nodes.kill(leader)
        kills += 1
        time.sleep(pause / 3)
        nodes.start(leader)
    return kills


def require(condition, text):
    if not condition:
        raise AssertionError(text)


def check_history(admin, users):
    """Each acknowledged change is there, once, under its index."""
    told = collections.Counter()
    for task in {x[2] for user in users for x in user.done}:
        for each in every(admin, f"/tasks/{task}/history"):
            told[(each["index"], each["action"], task, each["actor"])] += 1
    for user in users:
        for index, action, task in user.done:
            count = told[(index, action, task, user.name_)]
            require(count == 1, f"{action} of task {task} by {user.name_} at "
                                f"{index} is {count} times in its history")


def check_streams(users, position):
    """All members of a project hear of each change, once and in order."""
    done = {(index, action) for user in users
            for index, action, _ in user.done}
    for user in users:
        stream = user.stream
        deadline = time.monotonic() + CATCH_UP_SECONDS
        while stream.position < position and time.monotonic() < deadline:
            time.sleep(0.05)
        require(stream.position >= position,
                f"{user.name_}'s stream is at {stream.position}, not {position}")
        require(stream.resets == 0, f"{user.name_}'s stream was reset")
        heard = collections.Counter(
            (x["index"], kind) for kind, x in stream.events
            if kind in ("task.created", "task.updated", "comment.created"))
        for each in done:
            require(heard[each] == 1, f"{user.name_} has heard {heard[each]} "
                                      f"times of {each}")
        # Who leads is from no log.
        order = [x["index"] for kind, x in stream.events
                 if not kind.startswith("cluster.")]
        require(order == sorted(order), f"{user.name_}'s events are in disorder")


def check_notifications(users):
    """Nobody is told of their own, and each notification was an event."""
    for user in users:
        listed = every(user.client, "/notifications")
        require(all(x["actor"] != user.name_ for x in listed),
                f"{user.name_} is told of their own changes")
        heard = collections.Counter(
            x["index"] for kind, x in user.stream.events
            if kind == "notification.created")
        require(all(count == 1 for count in heard.values()),
                f"{user.name_} was notified twice")
        require(set(heard) == {x["id"] for x in listed},
                f"{user.name_}'s notifications are not those of the stream: "
                f"{sorted(set(heard) ^ {x['id'] for x in listed})}")


def state_of(client):
    """What one node shows of the project by itself."""
    def read(target):
        status, _, answer = client.once("GET", target)
        require(status == 200, f"{target}: {status} {answer}")
        return answer
    tasks, cursor = [], ""
    while cursor is not None:
        page = read(f"/tasks?project={PROJECT}&sort=rank&shape=card&limit=200"
                    + (f"&cursor={cursor}" if cursor else ""))
        tasks += page["items"]
        cursor = page["next_cursor"]
    reports = [read(f"/reports/{name}?project={PROJECT}")["items"]
               for name in ("completion", "throughput", "workload")]
    return tasks, reports


def check_nodes(nodes, admin, users):
    states = []
    for at in range(3):
        client = Client(nodes, at)
        client.token = admin.token
        states.append(state_of(client))
    tasks, reports = states[0]
    require(all(x == states[0] for x in states), "the nodes show other tasks")
    ranks = [x["rank"] for x in tasks]
    require(ranks == sorted(set(ranks)), "ranks are not in order")
    made = {x[2] for user in users for x in user.done if x[1] == "task.created"}
    require(made <= {x["id"] for x in tasks}, "a task is lost")
    require(len(tasks) == sum(x["created"] for x in reports[0]),
            "the report counts other tasks than there are")
    counted = collections.Counter()
    for user in users:
        for _, action, task in user.done:
            counted[task] += action == "comment.created"
    require(all(x["comment_count"] >= counted[x["id"]] for x in tasks),
            "a comment is lost")
    _, digests = admin.ask("POST", "/cluster/checksum")
    require(len({x["sha256"] for x in digests["nodes"]}) == 1,
            f"the nodes have other states: {digests}")


def torture(options, nodes):
    admin = found(nodes)
    until = time.monotonic() + options.seconds
    users = [User(nodes, name, options.seed, until) for name in USERS]
    for each in users:
        each.stream.start()
    for each in users:
        require(each.stream.begun.wait(CATCH_UP_SECONDS), "a stream is silent")
    for each in users:
        each.start()
    kills = kill_leaders(nodes, admin, until, options.kill_every)
    for each in users:
        each.join()
        if each.failure:
            raise each.failure
    headers, _ = admin.ask("GET", "/me")
    position = int(headers["Raft-Index"])
    check_history(admin, users)
    check_streams(users, max(index for x in users for index, _, _ in x.done))
    check_notifications(users)
    check_nodes(nodes, admin, users)
    for each in users:
        each.stream.over = True
    done = sum(len(x.done) for x in users)
    refused = sum((x.refusals for x in users), collections.Counter())
    print(f"{done} changes up to {position} while {kills} leaders were killed; "
          f"refused: {dict(refused)}")
    require(done > 0 and kills > 0, "nothing has happened")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--kill-every", type=float, default=4)
    parser.add_argument("--seed", default=str(random.SystemRandom().random()))
    parser.add_argument("--mysql", action="store_true")
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    with contextlib.ExitStack() as ends:
        folder = ends.enter_context(
            tempfile.TemporaryDirectory(prefix="taskraft-torture-"))
        store = ""
        if options.mysql:
            server = MariaDb(
                ends.enter_context(tempfile.TemporaryDirectory()),
                ("node1", "node2", "node3"))
            ends.callback(server.stop)
            store = server.settings()
        nodes = Nodes(options.programs, folder, store)
        ends.callback(nodes.kill_all)
        torture(options, nodes)
        codes = nodes.stop()
        require(codes == [0, 0, 0], f"the nodes have ended with {codes}")


if __name__ == "__main__":
    sys.exit(main())
