"""What Debian 12's clang cannot compile with GCC's library, and what
`scripts/fuzz` compiles with it: algorithms that answer with a part of a range,
and views.
"""

import re

import sources

WORDS = re.compile(
    r"\bstd::(?:ranges::(?:unique|remove|remove_if|partition|"
    r"stable_partition|rotate|search|search_n|find_end|equal_range|subrange)|"
    r"views::\w+)\b(?=\s*[(<|{])")
# What libFuzzer's program is made of.
ROOMS = ("actors/", "bin/", "config/", "persistence/", "protocol/", "tls/",
         "tests/fuzz/", "tests/support/simulation/", "tests/support/next/")


def check(root):
    findings = []
    for path in sources.files(root, {".cpp", ".hpp"}):
        if not path.as_posix().startswith(ROOMS):
            continue
        lines = (root / path).read_text().splitlines()
        for number, line in enumerate(lines, 1):
            findings += [f"{path}:{number}: clang cannot compile {word}"
                         for word in WORDS.findall(line)]
    return findings


if __name__ == "__main__":
    sources.main(check)
