"""groff warns of nothing on any manual page. Usage: manual_pages.py FOLDER

Without man and groff there is nothing to ask.
"""

import pathlib
import shutil
import subprocess
import sys

LEAST_PAGES = 20
NOTHING_TO_ASK = 77


def warnings(page):
    """What is said about a page, and how many lines it has."""
    shown = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", page], check=False,
        capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"})
    said = shown.stderr.strip()
    if shown.returncode != 0:
        said += f" exit code {shown.returncode}"
    if len(shown.stdout.splitlines()) < 10:
        said += " shows nearly nothing"
    return said


def main():
    if not all(map(shutil.which, ("man", "groff"))):
        print("there is no man or no groff here")
        sys.exit(NOTHING_TO_ASK)
    pages = sorted(pathlib.Path(sys.argv[1]).glob("man*/*"))
    assert len(pages) >= LEAST_PAGES, f"only {len(pages)} pages"
    findings = [f"{page.name}: {said}" for page in pages
                if (said := warnings(page))]
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


main()
