"""Every event that a node logs is in docs/logging.md, with its level, and
nothing else is. Usage: logged_events.py ROOT
"""

import pathlib
import re
import sys

CALL = re.compile(r"logging::(debug|info|warn|error)\(([^,;]*)[,)]")
# The event is a parameter there: the words of its callers.
PARAMETER = re.compile(r"\b(?:note_failure|give_up)\((?:self, )?\"([a-z_]+)\"")
WORD = re.compile(r'"([a-z_]+)"')
ROW = re.compile(r"^\| `([a-z_]+)` \| (\w+) \|", re.MULTILINE)
PAGE = "docs/logging.md"


def without_comments(text):
    return re.sub(r"//[^\n]*", "", text)


def logged(root):
    """Pairs (event, level) of the sources."""
    found = set()
    for room in ("actors", "bin"):
        for path in sorted((root / room).rglob("*.[ch]pp")):
            text = without_comments(path.read_text())
            for level, first in CALL.findall(text):
                words = WORD.findall(first)
                if first.strip() == "event":
                    words = PARAMETER.findall(text)
                if not words:
                    raise ValueError(f"{path}: which event is {first.strip()}?")
                found |= {(word, level) for word in words}
    return found


def check(root):
    told = set(ROW.findall((root / PAGE).read_text()))
    made = logged(root)
    return ([f"{PAGE} lacks {event} ({level})"
             for event, level in sorted(made - told)]
            + [f"{PAGE}: no node logs {event} ({level})"
               for event, level in sorted(told - made)])


def main():
    findings = check(pathlib.Path(sys.argv[1]))
    if findings:
        sys.exit("\n".join(findings))


if __name__ == "__main__":
    main()
