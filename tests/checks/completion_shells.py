"""Presses Tab in real shells, as people do.

Each shell reads the script that `taskraft completion` prints and runs on a
terminal of its own. Usage: completion_shells.py PROGRAMS
"""

import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

SECONDS = 20
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
]
# Escape sequences of a terminal: colours, cursor movements, titles.
ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[a-zA-Z]|\][^\x07]*\x07|[=>()][0B]?)")


class Terminal:
    """A shell on a pseudo terminal."""

    def __init__(self, command, folder, path):
        environment = {"PATH": path, "HOME": folder, "TERM": "xterm",
                       "LC_ALL": "C.UTF-8", "PS1": "ready> ",
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

    def wait_for(self, texts):
        """Reads until all of them stand on the screen."""
        deadline = time.monotonic() + SECONDS
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


def press_tab(shell, start, folder, path):
    terminal = Terminal(shell, folder, path)
    try:
        for line in start:
            terminal.send(line + "; echo done-$((1 + 1))\n")
            terminal.wait_for(["done-2"])
        for typed, shown in CASES:
            # A second Tab lists what the first one could not decide between.
            terminal.send(typed + "\t\t")
            terminal.wait_for([typed.split("=")[0]] + shown)
            # Ctrl-U throws the line away.
            terminal.send("\x15echo next-$((1 + 1))\n")
            terminal.wait_for(["next-2"])
    except AssertionError as problem:
        raise AssertionError(f"{shell[0]}: {problem}") from None
    finally:
        terminal.close()


def in_fish(script, folder, path):
    """Fish answers without a terminal."""
    for typed, shown in CASES:
        output = subprocess.run(
            ["fish", "--no-config", "-c",
             f"source {script}; complete -C '{typed}'"],
            cwd=folder, env={"PATH": path, "HOME": folder}, check=True,
            capture_output=True, text=True, timeout=SECONDS).stdout
        for text in shown:
            word = text.removeprefix("taskraft ")
            if word not in output:
                raise AssertionError(f"fish: {typed!r}: {word} is not offered, "
                                     f"but {output!r}")


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    path = f"{programs}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory(prefix="taskraft-") as folder:
        (pathlib.Path(folder) / "only-this-file").write_text("")
        scripts = {}
        for shell in ("bash", "zsh", "fish"):
            script = pathlib.Path(folder) / f"completion.{shell}"
            script.write_bytes(subprocess.run(
                [programs / "taskraft", "completion", shell], check=True,
                capture_output=True).stdout)
            scripts[shell] = script
        press_tab(["bash", "--norc", "--noprofile", "-i"],
                  [f"source {scripts['bash']}"], folder, path)
        press_tab(["zsh", "-f", "-i"],
                  ["autoload -Uz compinit && compinit -u", "unsetopt LIST_BEEP",
                   f"source {scripts['zsh']}"], folder, path)
        in_fish(scripts["fish"], folder, path)


main()
