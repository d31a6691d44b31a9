"""scripts/sbom names what the programs are made of. Usage: sbom_test.py SOURCES
BUILD
"""

import json
import pathlib
import subprocess
import sys

# Beginnings of names: loaded, compiled in, and of the page.
EXPECTED = ("libcaf-core", "libprotobuf", "libsqlite3", "libssl", "libsodium",
            "libstdc++", "nlohmann-json3-dev", "libsqlitecpp-dev", "react")


def main():
    sources, build = sys.argv[1:]
    bill = json.loads(subprocess.run(
        [pathlib.Path(sources) / "scripts/sbom", build], check=True,
        stdout=subprocess.PIPE, text=True).stdout)
    assert bill["bomFormat"] == "CycloneDX"
    parts = bill["components"]
    names = [part["name"] for part in parts]
    missing = [name for name in EXPECTED
               if not any(found.startswith(name) for found in names)]
    assert not missing, f"{missing} in {names}"
    for part in parts:
        assert part["version"] and part["licenses"], part
        assert all(each["license"]["name"] for each in part["licenses"]), part
    references = [part["bom-ref"] for part in parts]
    assert len(set(references)) == len(references), sorted(references)
    assert bill["dependencies"][0]["dependsOn"] == references


main()
