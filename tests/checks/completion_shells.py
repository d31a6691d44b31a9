"""Presses Tab in real shells, as people do.

Each shell reads the script that `taskraft completion` prints and runs on a
terminal of its own, beside a node that has some tasks. Usage:
completion_shells.py PROGRAMS
"""

import os
import pathlib
import pty
import re
import select
import socket
import subprocess
import sys
import tempfile
import time

SECONDS = 20
TRIES = 4
# What stands before the cursor, and what the shell must show after Tab.
CASES = [
    ("taskraft tas", ["taskraft task"]),
    ("taskraft task re", ["reopen", "restore"]),
    ("taskraft task list --status=", ["todo", "in_progress", "cancelled"]),
    ("taskraft task list --status=comp", ["--status=completed"]),
    ("taskraft task list --status ", ["todo", "in_progress", "cancelled"]),
    ("taskraft help ", ["task", "cluster", "backup", "completion"]),
    ("taskraft help task re", ["reopen", "restore"]),
    ("taskraft backup only-", ["only-this-file"]),
    ("taskraft restore x --config only-", ["only-this-file"]),
    # What the cluster knows. A single value is inserted, several are listed
    # with what they stand for; what others have written runs nothing.
    ("taskraft task done ", ["1", "Buy milk", "2", "Paint $(touch pwned)"]),
    ("taskraft task edit --status todo --json ", ["Buy milk"]),
    ("taskraft task restore ", ["taskraft task restore 3"]),
    ("taskraft task assign 1 an", ["taskraft task assign 1 ann"]),
    ("taskraft task list --project O", ["--project OPS"]),
    ("taskraft add x --label=ur", ["--label=urgent"]),
    ("taskraft add x --label=urgent,sl", ["--label=urgent,slow"]),
    ("taskraft label edit no", ["now", "touch", "pwned"]),
    ("taskraft attach add 1 only-", ["only-this-file"]),
]
# Of these nothing may come after the words themselves.
SILENT = [
    "taskraft task done --endpoints localhost:1 ",
    "taskraft task assign 1 ann ",
]
# Escape sequences of a terminal: colours, cursor movements, titles.
ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[a-zA-Z]|\][^\x07]*\x07|[=>()][0B]?)")


class Node:
    """A cluster of one node, which lets everybody in."""

    def __init__(self, programs, folder):
        # Sockets that listen nowhere keep both ports free for the node.
        with socket.socket() as nodes, socket.socket() as clients:
            for each in (nodes, clients):
                each.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{clients.getsockname()[1]}"
            peer = f"127.0.0.1:{nodes.getsockname()[1]}"
        settings = pathlib.Path(folder) / "node.toml"
        settings.write_text(
            f'[node]\nid = 1\ndata_dir = "{folder}/data"\n'
            f'[cluster]\nname = "tab"\n'
            f'members = [ {{ id = 1, address = "{peer}" }} ]\n'
            f'[gateway]\nlisten = "{self.address}"\n'
            f'[auth]\nmode = "open"\n')
        self.process = subprocess.Popen(
            [programs / "taskraftd", "--config", settings],
            stderr=subprocess.DEVNULL)
        self.client = programs / "taskraft"

    def run(self, *words):
        subprocess.run(
            [self.client, "--endpoints", self.address, "--timeout", "60s",
             *words], check=True, stdout=subprocess.DEVNULL)

    def close(self):
        self.process.kill()
        self.process.wait()


def fill(node):
    node.run("project", "create", "OPS", "--name", "Operations")
    node.run("user", "create", "ann", "--display-name", "Ann Doe")
    node.run("label", "create", "urgent")
    node.run("label", "create", "slow")
    node.run("label", "create", "now $(touch pwned)")
    node.run("add", "Buy milk")
    node.run("add", "Paint $(touch pwned)")
    node.run("add", "Forget")
    node.run("task", "delete", "3")


class Terminal:
    """A shell on a pseudo terminal."""

    def __init__(self, command, folder, environment):
        environment = {**environment, "TERM": "xterm", "PS1": "ready> ",
                       "INPUTRC": "/dev/null", "ZDOTDIR": folder}
        master, slave = pty.openpty()
        self.master = master
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=folder,
            env=environment, start_new_session=True)
        os.close(slave)
        self.seen = ""

    def send(self, text):
        self.seen = ""
        os.write(self.master, text.encode())

    def wait_for(self, texts, seconds=SECONDS):
        """Reads until all of them stand on the screen."""
        deadline = time.monotonic() + seconds
        while not all(text in self.seen for text in texts):
            left = deadline - time.monotonic()
            if left < 0 or not select.select([self.master], [], [], left)[0]:
                raise AssertionError(
                    f"{texts} did not appear, but {self.seen!r}")
            data = os.read(self.master, 65536).decode(errors="replace")
            self.seen = ESCAPES.sub("", self.seen + data)

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def press_once(terminal, typed, shown):
    try:
        # A second Tab lists what the first one could not decide between.
        terminal.send(typed + "\t\t")
        terminal.wait_for([typed.split("=")[0]] + shown, SECONDS / TRIES)
    finally:
        # Ctrl-U throws the line away.
        terminal.send("\x15echo next-$((1 + 1))\n")
        terminal.wait_for(["next-2"])


def press_tab(shell, start, folder, environment):
    terminal = Terminal(shell, folder, environment)
    try:
        for line in start:
            terminal.send(line + "; echo done-$((1 + 1))\n")
            terminal.wait_for(["done-2"])
        for typed, shown in CASES:
            # A node that is slow to answer a Tab may answer another one.
            for attempt in range(TRIES):
                try:
                    press_once(terminal, typed, shown)
                    break
                except AssertionError:
                    if attempt == TRIES - 1:
                        raise
        for typed in SILENT:
            terminal.send(typed + "\t\t|end\x15echo next-$((1 + 1))\n")
            terminal.wait_for(["|end", "next-2"])
            if "Buy milk" in terminal.seen or "Ann Doe" in terminal.seen:
                raise AssertionError(f"{typed!r}: {terminal.seen!r}")
    except AssertionError as problem:
        raise AssertionError(f"{shell[0]}: {problem}") from None
    finally:
        terminal.close()


def in_fish(script, folder, environment):
    """Fish answers without a terminal."""
    for typed, shown in CASES:
        # It names the last word only.
        words = [text.split(" ")[-1] if text[0] in "t-" else text
                 for text in shown]
        for _ in range(TRIES):
            output = subprocess.run(
                ["fish", "--no-config", "-c",
                 f"source {script}; complete -C '{typed}'"],
                cwd=folder, env=environment, check=True,
                capture_output=True, text=True, timeout=SECONDS).stdout
            if all(word in output for word in words):
                break
        else:
            raise AssertionError(f"fish: {typed!r}: not all of {words} are "
                                 f"offered, but {output!r}")


def try_shells(programs, folder, environment):
    scripts = {}
    for shell in ("bash", "zsh", "fish"):
        script = pathlib.Path(folder) / f"completion.{shell}"
        script.write_bytes(subprocess.run(
            [programs / "taskraft", "completion", shell], check=True,
            capture_output=True).stdout)
        scripts[shell] = script
    press_tab(["bash", "--norc", "--noprofile", "-i"],
              [f"source {scripts['bash']}"], folder, environment)
    press_tab(["zsh", "-f", "-i"],
              ["autoload -Uz compinit && compinit -u", "unsetopt LIST_BEEP",
               f"source {scripts['zsh']}"], folder, environment)
    in_fish(scripts["fish"], folder, environment)


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="taskraft-") as folder:
        (pathlib.Path(folder) / "only-this-file").write_text("")
        node = Node(programs, folder)
        try:
            fill(node)
            try_shells(programs, folder,
                       {"PATH": f"{programs}:{os.environ['PATH']}",
                        "HOME": folder, "LC_ALL": "C.UTF-8",
                        "TASKRAFT_ENDPOINTS": node.address})
        finally:
            node.close()
        assert not (pathlib.Path(folder) / "pwned").exists()


main()
