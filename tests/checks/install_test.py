"""What `cmake --install` puts in place. Usage: install_test.py CMAKE BUILD"""

import pathlib
import subprocess
import sys
import tempfile

EXPECTED = (
    "bin/taskraft",
    "sbin/taskraftd",
    "share/man/man1/taskraft.1",
    "share/man/man1/taskraft-task.1",
    "share/man/man5/taskraftd.toml.5",
    "share/man/man8/taskraftd.8",
    "share/bash-completion/completions/taskraft",
    "share/zsh/site-functions/_taskraft",
    "share/fish/vendor_completions.d/taskraft.fish",
    "share/doc/taskraft/docs/operations.md",
)


def main():
    cmake, build = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="taskraft-") as folder:
        prefix = pathlib.Path(folder)
        subprocess.run([cmake, "--install", build, "--prefix", prefix],
                       check=True, stdout=subprocess.DEVNULL)
        missing = [name for name in EXPECTED
                   if not (prefix / name).is_file()
                   or (prefix / name).stat().st_size == 0]
        assert not missing, missing
        for program in ("bin/taskraft", "sbin/taskraftd"):
            subprocess.run([prefix / program, "--version"], check=True,
                           stdout=subprocess.DEVNULL)


main()
