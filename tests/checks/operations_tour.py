"""Does what docs/operations.md says, chapter by chapter.

Every `sh` block of a chapter runs, after a login and beside a fresh cluster for
each chapter; a
`text` block is what the terminal shows for the block before it. With --mounts
the chapters see file systems of their own, which go with them; exit code 77:
that cannot be had here. Usage: operations_tour.py [--mounts] SOURCES PROGRAMS
CHAPTER...
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import readme_tour

SKIPPED = 77


def take(chapter, folder, environment):
    shell = readme_tour.terminal(folder, environment)
    try:
        readme_tour.await_free_ports()
        running = readme_tour.cluster(folder, environment)
        try:
            running.await_ready()
            shell.run("build/release/bin/taskraft login "
                      "--password-file var/admin_password\n")
            for commands, expected in chapter:
                readme_tour.require_shown(expected, shell.run(commands))
            # It ends by itself once a chapter has stopped all of its nodes.
            if running.process.poll() is None:
                running.stop()
        finally:
            running.end()
    finally:
        shell.end()


def among_own_mounts(arguments):
    """The exit code of this program where it may mount what it likes."""
    apart = ["unshare", "--mount"]
    if os.geteuid() != 0:
        apart.append("--map-root-user")
    if subprocess.run([*apart, "true"], check=False).returncode != 0:
        print("SKIPPED: nothing can be mounted here")
        return SKIPPED
    command = [*apart, sys.executable, "-B", __file__, *arguments]
    return subprocess.run(command, check=False).returncode


def main():
    if sys.argv[1] == "--mounts":
        sys.exit(among_own_mounts(sys.argv[2:]))
    sources, programs = (pathlib.Path(x).resolve() for x in sys.argv[1:3])
    text = (sources / "docs/operations.md").read_text()
    if readme_tour.busy_ports():
        sys.exit(f"ports {readme_tour.busy_ports()} are busy: this needs the "
                 "ports of the local cluster; stop scripts/run first")
    for name in sys.argv[3:]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            folder = pathlib.Path(folder)
            take(readme_tour.blocks(text, f"## {name}"), folder,
                 readme_tour.prepare(sources, programs, folder))


if __name__ == "__main__":
    main()
