"""A small cluster as a release has left it: its data and a backup.

  release.py PROGRAMS keep FOLDER     makes one with these programs
  release.py PROGRAMS open FOLDER     starts these programs on it, and looks

FOLDER has the data directories of three nodes (sqlite.tar.xz), those of three
nodes on MySQL with a dump of their schemas (mysql.tar.xz), a backup of the
first, and what the REST API told of it (told.json). Every later program opens
it, and tells the same.
"""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "torture"))

from mariadb import MariaDb, program  # noqa: E402
from rest_nodes import PASSWORD, Client, Nodes, every  # noqa: E402

# Data directories know their cluster's addresses, so that these are for ever.
HOST = {"sqlite": "127.9.2.1", "mysql": "127.9.2.2"}
PORTS = list(range(7001, 7010))
STORES = ("sqlite", "mysql")
NODES = (1, 2, 3)


@contextlib.contextmanager
def cluster(programs, folder, store):
    with contextlib.ExitStack() as stack:
        settings = ""
        if store == "mysql":
            server = folder / "mysql"
            server.mkdir()
            database = MariaDb(server, [f"node{x}" for x in NODES])
            stack.callback(database.stop)
            settings = database.settings()
            dump = folder / "dump.sql"
            if dump.exists():
                sql(database, "mariadb", stdin=dump.open("rb"))
        nodes = Nodes(programs, folder, settings, HOST[store], PORTS)
        stack.callback(nodes.kill_all)
        client = Client(nodes)
        client.await_admin()
        yield nodes, client
        if any(nodes.stop()):
            raise AssertionError("a node has not stopped cleanly")
        if store == "mysql":
            with open(folder / "dump.sql", "wb") as to:
                sql(database, "mariadb-dump", "--databases",
                    *(f"node{x}" for x in NODES), stdout=to)


def sql(database, name, *arguments, **streams):
    subprocess.run([program(name), "--no-defaults", "--user=root",
                    f"--socket={database.socket}", *arguments], check=True,
                   **streams)


def hire(admin, nodes, name):
    _, made = admin.ask("POST", "/users", {
        "username": name, "display_name": name.title(), "role": "member",
        "time_zone": "Europe/Berlin"})
    admin.ask("POST", "/auth/setup", {"setup_token": made["setup_token"],
                                      "password": PASSWORD})
    user = Client(nodes)
    user.log_in(name)
    return user


def work(nodes, admin):
    """Something of everything that a team leaves behind."""
    ann = hire(admin, nodes, "ann")
    hire(admin, nodes, "bob")
    admin.ask("POST", "/projects", {"key": "OPS", "name": "Operations",
                                    "color": "#4c6ef5"})
    for name, role in (("ann", "manager"), ("bob", "member")):
        admin.ask("PUT", f"/projects/OPS/members/{name}", {"role": role})
    admin.ask("POST", "/labels", {"name": "bug", "color": "#e03131"})
    for number in range(1, 13):
        ann.ask("POST", "/tasks", {
            "title": f"Task {number} \u2013 \u05e9\u05dc\u05d5\u05dd \U0001f9f0",
            "project": "OPS" if number % 4 else None,
            "description": "First\n\nSecond " * number,
            "status": ("todo", "in_progress", "completed")[number % 3],
            "priority": ("none", "low", "high", "urgent")[number % 4],
            "due": f"2027-02-{number:02}" if number % 2 else None,
            "assignees": ["bob"] if number % 5 == 1 else [],
            "labels": ["bug"] if number % 4 == 1 else []})
    ann.ask("PATCH", "/tasks/3", {"parent": 2},
            {"If-Match": "*"})
    ann.ask("PATCH", "/tasks/5", {"repeat": "FREQ=WEEKLY"}, {"If-Match": "*"})
    ann.ask("PUT", "/tasks/1/blocks/2")
    ann.ask("POST", "/tasks/1/comments", {"text": "Look, @bob"})
    ann.ask("PUT", "/tasks/4/shares/bob", {"role": "viewer"})
    ann.ask("POST", "/tasks/1/attachments?name=every%20byte.bin",
            bytes(range(256)) * 40)
    ann.ask("POST", "/tasks/6/move", {"before": 1})
    ann.ask("DELETE", "/tasks/7")
    ann.ask("POST", "/views", {"name": "Mine", "layout": "list",
                               "query": "assignee=me"})
    admin.ask("PUT", "/kv/every%20byte", bytes(range(256)))
    admin.ask("POST", "/cluster/snapshot")
    ann.ask("PATCH", "/tasks/2", {"title": "After the snapshot"},
            {"If-Match": "*"})


def told(client):
    """What must be the same for ever."""
    tasks = [task for deleted in ("false", "true")
             for task in every(client, f"/tasks?deleted={deleted}")]
    facts = {"tasks": tasks, "users": every(client, "/users"),
             "projects": every(client, "/projects"),
             "labels": every(client, "/labels"),
             "keys": every(client, "/kv")}
    for task in tasks:
        if task["deleted_at"]:
            continue
        of_task = f"/tasks/{task['id']}"
        for what in ("comments", "history"):
            facts[f"{what} of {task['id']}"] = every(
                client, f"{of_task}/{what}")
        for what in ("shares", "watchers", "relations", "attachments"):
            _, facts[f"{what} of {task['id']}"] = client.ask(
                "GET", f"{of_task}/{what}")
    return facts


def check_equal(client):
    """All nodes have the same state."""
    deadline = time.monotonic() + 60
    while True:
        _, found = client.ask("POST", "/cluster/checksum")
        if len({x["sha256"] for x in found["nodes"]}) == 1 \
                and len(found["nodes"]) == len(NODES):
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"the nodes differ: {found}")
        time.sleep(0.5)


def run(programs, *arguments):
    return subprocess.run([f"{programs}/taskraft", *arguments], check=True,
                          capture_output=True, text=True).stdout


def back_up(nodes, folder, to):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder),
                   "XDG_STATE_HOME": str(folder),
                   "TASKRAFT_ENDPOINTS": nodes.endpoints}
    for arguments in (("login", "admin", "--password-file",
                       str(folder / "password")),
                      ("backup", str(to))):
        subprocess.run([f"{nodes.programs}/taskraft", *arguments], check=True,
                       env=environment, stdout=subprocess.DEVNULL)


def keep(programs, target):
    target.mkdir(parents=True, exist_ok=True)
    for store in STORES:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with cluster(programs, folder, store) as (nodes, client):
                work(nodes, client)
                check_equal(client)
                if store == "sqlite":
                    (target / "told.json").write_text(
                        json.dumps(told(client), indent=1, sort_keys=True)
                        + "\n")
                    back_up(nodes, folder, target / "board.backup")
            with tarfile.open(target / f"{store}.tar.xz", "w:xz") as to:
                for each in NODES:
                    to.add(folder / f"data{each}", f"data{each}")
                if store == "mysql":
                    to.add(folder / "dump.sql", "dump.sql")


def forget_times(facts):
    """The two stores were filled at two times."""
    text = json.dumps(facts, sort_keys=True)
    return json.loads(text, object_hook=lambda x: {
        key: value for key, value in x.items()
        if not key.endswith("_at") and key not in ("at", "rev", "index")})


def look(programs, target, store):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with tarfile.open(target / f"{store}.tar.xz") as kept:
            kept.extractall(folder)
        with cluster(programs, folder, store) as (nodes, client):
            found = told(client)
            expected = json.loads((target / "told.json").read_text())
            if store == "mysql":
                found, expected = forget_times(found), forget_times(expected)
            for what, was in expected.items():
                if found.get(what) != was:
                    raise AssertionError(
                        f"{store}: {what} is {found.get(what)}, was {was}")
            client.ask("PATCH", "/tasks/1", {"title": "Still works"},
                       {"If-Match": "*"})
            check_equal(client)


def look_at_backup(programs, target):
    run(programs, "restore", "--check", str(target / "board.backup"))
    out = run(programs, "backup", "extract", str(target / "board.backup"),
              "--project", "OPS", "--format", "ndjson")
    kept = json.loads((target / "told.json").read_text())
    wanted = {x["title"] for x in kept["tasks"]
              if x["project"] == "OPS" and not x["deleted_at"]}
    titles = {json.loads(line)["title"] for line in out.splitlines()}
    if titles != wanted:
        raise AssertionError(f"the backup has {titles}, not {wanted}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs")
    parser.add_argument("act", choices=("keep", "open"))
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.act == "keep":
        return keep(options.programs, options.folder)
    look_at_backup(options.programs, options.folder)
    for store in STORES:
        look(options.programs, options.folder, store)
    print(f"{options.folder.name} opens on {len(STORES)} stores")


if __name__ == "__main__":
    main()
