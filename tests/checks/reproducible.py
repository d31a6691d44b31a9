"""Two builds of one commit give the same programs. Usage: reproducible.py SOURCES
BUILD

Some sources are compiled twice, in two folders, as the build compiles them.
scripts/test-reproducible compares whole programs.
"""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv[1]
BUILD = sys.argv[2]
# They say of themselves where they break (`RAFT_INVARIANT`), and need nothing
# but these headers.
UNIT = "protocol/raft/log/"
NEEDED = ("protocol/raft/**/*.[ch]pp", "protocol/*.hpp")


def command_for(unit):
    """How the build compiles sources of this folder: a command and its file."""
    with open(os.path.join(BUILD, "compile_commands.json"),
              encoding="utf-8") as file:
        for each in json.load(file):
            text = pathlib.Path(each["file"]).read_text(encoding="utf-8")
            if f"{ROOT}/{unit}" in each["file"] + text:
                return each["command"], each["file"]
    raise LookupError(unit)


def compiled_in(folder):
    """The object file, from a copy of the sources."""
    for pattern in NEEDED:
        for path in pathlib.Path(ROOT).glob(pattern):
            to = folder / path.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    build = folder / "build"
    build.mkdir()

    def moved(text):
        return text.replace(BUILD, str(build)).replace(ROOT, str(folder))

    command, source = command_for(UNIT)
    copy = pathlib.Path(moved(source))
    if not copy.exists():
        copy.parent.mkdir(parents=True)
        copy.write_text(moved(pathlib.Path(source).read_text()))
    words = shlex.split(moved(command))
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    words[words.index("-o") + 1] = "made.o"
    subprocess.run(words, cwd=build, check=True)
    return (build / "made.o").read_bytes()


class programs(unittest.TestCase):
    def test_are_equal_wherever_they_are_compiled(self):
        with tempfile.TemporaryDirectory() as name:
            made = [compiled_in(pathlib.Path(name, *place))
                    for place in (("one",), ("another", "folder"))]
        self.assertTrue(made[0] == made[1], UNIT)


unittest.main(argv=sys.argv[:1])
