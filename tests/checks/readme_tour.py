"""Takes the README's tour as it is written, in a fresh folder.

Every `sh` block of the tour runs; the first one starts the cluster, and the
last one runs after the cluster was stopped and started again. A `text` block is
what the terminal shows for the block before it. Usage: readme_tour.py SOURCES
PROGRAMS
"""

import os
import pathlib
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HEADING = "## A five-minute tour"
PORTS = (7101, 7102, 7103, 7201, 7202, 7203, 8101, 8102, 8103)
START_SECONDS = 60
STOP_SECONDS = 20
BLOCK_SECONDS = 60


def blocks(text, heading):
    """Pairs (commands, expected output) of the part under `heading`."""
    section = text.split(heading + "\n")[1].split("\n## ")[0]
    found = []
    for kind, body in re.findall(r"```(sh|text)\n(.*?)```", section, re.DOTALL):
        if kind == "sh":
            found.append((body, ""))
        else:
            found[-1] = (found[-1][0], body)
    return found


def busy_ports():
    found = []
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                found.append(port)
    return found


def await_free_ports():
    """The node that the tour killed in its shell has a moment to stop."""
    deadline = time.monotonic() + STOP_SECONDS
    while busy_ports():
        if time.monotonic() > deadline:
            raise AssertionError(f"ports {busy_ports()} are still busy")
        time.sleep(0.05)


def kill_session(process):
    """Leaves nothing behind, whatever happened."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class cluster:
    """scripts/run, as if started in a terminal of its own."""

    def __init__(self, folder, environment):
        self.output = []
        self.ready = threading.Event()
        self.process = subprocess.Popen(
            ["scripts/run"], cwd=folder, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.output.append(line)
            if line.startswith("Ctrl-C stops"):
                self.ready.set()
        self.ready.set()

    def await_ready(self):
        if not self.ready.wait(START_SECONDS) or self.process.poll():
            raise AssertionError("scripts/run did not start the cluster")

    def stop(self):
        """Ctrl-C: the terminal signals everybody in the foreground."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(STOP_SECONDS)
        if code != 0:
            raise AssertionError(f"scripts/run ended with {code}")

    def end(self):
        kill_session(self.process)
        self.reader.join()
        print("scripts/run said:\n" + "".join(self.output))


class terminal:
    """A shell whose output goes to a terminal, in which the blocks are typed."""

    def __init__(self, folder, environment):
        self.screen, theirs = pty.openpty()
        self.process = subprocess.Popen(
            ["bash", "-e"], cwd=folder, env=environment,
            stdin=subprocess.PIPE, stdout=theirs, stderr=theirs,
            start_new_session=True)
        os.close(theirs)

    def run(self, commands):
        """What the terminal shows for `commands`."""
        print("$ " + commands.replace("\n", "\n$ ").removesuffix("$ "), end="")
        # Spelt so that the shell's own findings do not contain it.
        mark = "the block is over"
        typed = commands + f"printf '%s block is over\\n' the\n"
        self.process.stdin.write(typed.encode())
        self.process.stdin.flush()
        shown, deadline = "", time.monotonic() + BLOCK_SECONDS
        while mark not in shown:
            shown += self.read(deadline)
        shown = shown.split(mark)[0].replace("\r", "")
        print(shown)
        return shown

    def read(self, deadline):
        left = deadline - time.monotonic()
        readable, _, _ = select.select([self.screen], [], [], max(left, 0))
        if not readable:
            raise AssertionError(f"no end after {BLOCK_SECONDS} seconds")
        try:
            return os.read(self.screen, 65536).decode()
        except OSError:  # Linux's way to say that the shell has gone.
            code = self.process.wait()
            raise AssertionError(f"the shell ended with {code}") from None

    def end(self):
        kill_session(self.process)
        os.close(self.screen)


def same(expected, shown):
    """Whether a line begins as expected: what follows may be different each
    time."""
    return shown[:len(expected)] == expected


def require_shown(expected, shown):
    """Every expected line is there, in order, whatever the blanks."""
    lines = iter([line.split() for line in shown.splitlines()])
    for line in expected.splitlines():
        if not any(same(line.split(), shown) for shown in lines):
            raise AssertionError(f"the terminal does not show: {line}")


def prepare(sources, programs, folder):
    for name in ("config", "scripts"):
        shutil.copytree(sources / name, folder / name)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/bin").symlink_to(programs)
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("TASKRAFT_", "XDG_"))}
    environment |= {"TASKRAFT_BIN": "build/release/bin", "NO_COLOR": "1",
                    "HOME": str(folder), "TERM": "dumb", "TZ": "UTC"}
    return environment


def take(tour, folder, environment):
    start, *middle, end = tour
    if start[0].strip() != "scripts/run" or len(middle) < 2:
        raise AssertionError("the README's tour has lost its blocks")
    shell = terminal(folder, environment)
    try:
        for visit in (middle, [end]):
            await_free_ports()
            running = cluster(folder, environment)
            try:
                running.await_ready()
                for commands, expected in visit:
                    require_shown(expected, shell.run(commands))
                running.stop()
            finally:
                running.end()
    finally:
        shell.end()


def main():
    sources, programs = (pathlib.Path(x).resolve() for x in sys.argv[1:3])
    tour = blocks((sources / "README.md").read_text(), HEADING)
    if busy_ports():
        sys.exit(f"ports {busy_ports()} are busy: the tour needs the ports of "
                 "the local cluster; stop scripts/run first")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        take(tour, folder, prepare(sources, programs, folder))


if __name__ == "__main__":
    main()
