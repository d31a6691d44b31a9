"""Files of at most 400 lines, the page's of at most 300, functions of at most
60, and folders of sources that somebody can still look over.
"""

import collections
import re

import sources

MOST_FILE_LINES = 400
MOST_PAGE_LINES = 300
MOST_FUNCTION_LINES = 60
# A header and its source are one unit.
MOST_UNITS = 26
SUFFIXES = {".cpp", ".hpp", ".proto", ".py", ".sh", ""}
PAGE_SUFFIXES = {".ts", ".tsx", ".css"}

SKIPPED = re.compile(
    r'//[^\n]*|/\*.*?\*/'                 # comments
    r'|R"([^(\s]*)\(.*?\)\1"'             # raw strings
    r'|"(?:\\.|[^"\\\n])*"'               # strings
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"  # characters, not 1'000
    r'|^[ \t]*\#(?:\\\n|[^\n])*',         # the preprocessor's lines
    re.DOTALL | re.MULTILINE)
NO_FUNCTION = re.compile(
    r"^(?:(?:inline|export) )*"
    r"(?:namespace|struct|class|union|enum|extern|template\s*<[^()]*>\s*"
    r"(?:struct|class))\b")


def blank(match):
    """Keeps the line breaks of what is skipped."""
    return re.sub(r"[^\n]", " ", match[0])


def functions(text):
    """Triples (first line, last line, head) of what looks like a function."""
    text = SKIPPED.sub(blank, text)
    found, blocks, head, line, head_line = [], [], "", 1, 1
    for character in text:
        if character == "\n":
            line += 1
        if character == "{":
            blocks.append((head.strip(), head_line))
        if character == "}" and blocks:
            name, first = blocks.pop()
            outside = all(NO_FUNCTION.match(h) for h, _ in blocks)
            if outside and "(" in name and not NO_FUNCTION.match(name):
                found.append((first, line, " ".join(name.split())))
        if character in "{};" or head.endswith("\n") and character == "\n":
            head = ""  # A blank line ends what came before, a macro say.
        elif head or not character.isspace():
            head_line = head_line if head else line
            head += character
    return found


def crowded(paths):
    """What to say of each folder that holds more than somebody looks over."""
    units = collections.defaultdict(set)
    for path in paths:
        if path.suffix in (".cpp", ".hpp", ".py"):
            units[path.parent].add(path.stem)
    return [f"{folder.as_posix()}: {len(names)} units are more than "
            f"{MOST_UNITS}: make folders of what belongs together"
            for folder, names in units.items() if len(names) > MOST_UNITS]


def most_lines(path):
    """How many lines the file may have."""
    page = path.as_posix().startswith("web/src/")
    return MOST_PAGE_LINES if page else MOST_FILE_LINES


def check(root):
    findings = crowded(sources.files(root, SUFFIXES))
    for path in sources.files(root, SUFFIXES | PAGE_SUFFIXES):
        text = (root / path).read_text()
        lines = text.count("\n")
        generated = path.name == "schema.d.ts" or "dist" in path.parts
        if lines > most_lines(path) and not generated:
            findings.append(f"{path}: {lines} lines are more than "
                              f"{most_lines(path)}")
        if path.suffix not in (".cpp", ".hpp"):
            continue
        for first, last, head in functions(text):
            if last - first + 1 > MOST_FUNCTION_LINES:
                findings.append(f"{path}:{first}: {last - first + 1} lines "
                                  f"are more than {MOST_FUNCTION_LINES}: "
                                  f"{head}")
    return findings


if __name__ == "__main__":
    sources.main(check)
