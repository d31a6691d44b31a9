"""Writes the C++ source that puts the page's files into the program.

embed_page.py DIST FOLDER: FOLDER/page_data.cpp, and beside it each file that
browsers take compressed, as gzip. The same files give the same bytes.
"""

import gzip
import hashlib
import pathlib
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# What is told apart from the build's files, and is none of them.
NOT_SERVED = {"sources.sha256", "licences.md"}

HEAD = """// Made by cmake/embed_page.py: do not edit.

#include "actors/http/page_files.hpp"

#include <array>

#define TASKRAFT_FILE(symbol, path)                                            \\
  asm(".pushsection .rodata\\n" #symbol "_begin:\\n.incbin \\"" path            \\
      "\\"\\n" #symbol "_end:\\n.popsection\\n");                                 \\
  extern "C" const char symbol##_begin[] asm(#symbol "_begin");                \\
  extern "C" const char symbol##_end[] asm(#symbol "_end");

"""


def main(dist, folder):
    names = sorted(path for path in dist.rglob("*")
                   if path.is_file() and path.name not in NOT_SERVED
                   and path.suffix in TYPES)
    blobs, rows = [], []
    for number, path in enumerate(names):
        content = path.read_bytes()
        packed = folder / f"page_{number}.gz"
        packed.write_bytes(gzip.compress(content, 9, mtime=0))
        symbol = f"taskraft_page_{number}"
        blobs.append(f'TASKRAFT_FILE({symbol}, "{path}")\n')
        blobs.append(f'TASKRAFT_FILE({symbol}_gz, "{packed}")\n')
        name = path.relative_to(dist).as_posix()
        digest = hashlib.sha256(content).hexdigest()[:32]
        rows.append(
            f'    page_file{{"{name}", "{TYPES[path.suffix]}", "{digest}",\n'
            f"              {{{symbol}_begin, {symbol}_end}},\n"
            f"              {{{symbol}_gz_begin, {symbol}_gz_end}}}},\n")
    text = HEAD + "".join(blobs) + (
        "\nnamespace taskraft::http {\n\n"
        "std::span<const page_file> page_files() {\n"
        f"  static const auto files = std::array<page_file, {len(rows)}>{{\n"
        + "".join(rows) + "  };\n  return files;\n}\n\n"
        "} // namespace taskraft::http\n")
    (folder / "page_data.cpp").write_text(text)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
