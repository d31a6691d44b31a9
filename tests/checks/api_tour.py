"""Does what docs/api.md says, and runs the examples beside it.

Every `sh` block runs in one shell, beside a fresh cluster, after a login of the
command line client; a `text` block is what the terminal shows for the block
before it. Usage: api_tour.py SOURCES PROGRAMS
"""

import pathlib
import subprocess
import sys
import tempfile
import urllib.request

import readme_tour

LINES = 'Buy "good" bread\nback\\slash\nc\u00e9leri\n'
EVENT_SECONDS = 60


def blocks(text):
    """All of the page's, in order."""
    whole = "## All\n" + text.replace("\n## ", "\n### ")
    return readme_tour.blocks(whole, "## All")


def position(token):
    """The log index that all clients have seen by now."""
    request = urllib.request.Request(
        "http://127.0.0.1:8101/api/v1/me",
        headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["Raft-Index"]


def try_examples(sources, folder, environment):
    """The shell's example makes each task once; Python's hears of each."""
    client = folder / "build/release/bin/taskraft"
    token = subprocess.run(
        [client, "token", "create", "examples", "--scope", "write"], cwd=folder,
        env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()
    environment = environment | {"TASKRAFT_TOKEN": token}
    examples = sources / "docs/examples"
    (folder / "lines").write_text(LINES)
    before = position(token)
    for _ in range(2):
        subprocess.run([examples / "add_lines.sh", "lines"], cwd=folder,
                       env=environment, check=True, stdout=subprocess.DEVNULL)
    heard = subprocess.run(
        [sys.executable, examples / "follow.py", "--after", before, "--events",
         "3"], env=environment, check=True, capture_output=True, text=True,
        timeout=EVENT_SECONDS).stdout
    titles = subprocess.run(
        [client, "task", "list", "--text", "bread"], cwd=folder,
        env=environment, check=True, capture_output=True, text=True).stdout
    if titles.count('Buy "good" bread') != 1:
        raise AssertionError(f"add_lines.sh has not made a task once: {titles}")
    if heard.count("task.created {") != 3:
        raise AssertionError(f"follow.py has not heard of three tasks: {heard}")


def take(tour, sources, folder, environment):
    shell = readme_tour.terminal(folder, environment)
    try:
        readme_tour.await_free_ports()
        running = readme_tour.cluster(folder, environment)
        try:
            running.await_ready()
            shell.run('export PATH="$PWD/build/release/bin:$PATH"\n'
                      "taskraft login --password-file var/admin_password\n")
            for commands, expected in tour:
                readme_tour.require_shown(expected, shell.run(commands))
            try_examples(sources, folder, environment)
            running.stop()
        finally:
            running.end()
    finally:
        shell.end()


def main():
    sources, programs = (pathlib.Path(x).resolve() for x in sys.argv[1:3])
    tour = blocks((sources / "docs/api.md").read_text())
    if readme_tour.busy_ports():
        sys.exit(f"ports {readme_tour.busy_ports()} are busy")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        environment = readme_tour.prepare(sources, programs, folder)
        take(tour, sources, folder, environment)


if __name__ == "__main__":
    main()
