"""The page that is committed was built from the sources beside it.

Needs no Node: web/dist/sources.sha256 names what the build was made of.
"""

import hashlib
import pathlib
import sys

FOLDERS = ("src", "public")
FILES = ("index.html", "package.json", "package-lock.json", "tsconfig.json",
         "vite.config.ts")


def digest(web):
    """Of every source of the page, its name and its content."""
    paths = [path for folder in FOLDERS for path in (web / folder).rglob("*")
             if path.is_file()]
    paths += [web / name for name in FILES]
    total = hashlib.sha256()
    for path in sorted(paths):
        name = path.relative_to(web).as_posix()
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{content}  {name}\n".encode())
    return total.hexdigest()


def check(root):
    web = root / "web"
    told = web / "dist" / "sources.sha256"
    if not told.is_file():
        return ["web/dist is not built: run scripts/web"]
    if told.read_text().strip() != digest(web):
        return ["web/dist was built from other sources: run scripts/web"]
    return []


def main(arguments):
    root = pathlib.Path(arguments[0])
    if "--write" in arguments:
        target = root / "web" / "dist" / "sources.sha256"
        target.write_text(digest(root / "web") + "\n")
        return 0
    findings = check(root)
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
