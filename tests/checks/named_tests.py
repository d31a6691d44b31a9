"""Documents name tests that are there. Usage: named_tests.py ROOT"""

import pathlib
import re
import sys

NAME = re.compile(r"`((?:tests/)?[a-z_0-9]+(?:/[a-z_0-9]+)+(?:_test|\.py|\.ts))`")
DOCUMENTS = ("docs/api_rules.md", "docs/security.md", "docs/hazards.md")


def is_there(root, name):
    if name.endswith((".py", ".ts")):
        return (root / name).is_file()
    return (root / "tests" / (name + ".cpp")).is_file()


def missing(root):
    found = []
    for document in DOCUMENTS:
        for name in NAME.findall((root / document).read_text()):
            if not is_there(root, name):
                found.append(f"{document}: there is no {name}")
    return found


def main():
    problems = missing(pathlib.Path(sys.argv[1]))
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
