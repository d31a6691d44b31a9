"""Who may include whom: the rooms stay apart.

Each room names what of ours it may include, and which families of foreign
headers it may reach, directly or through what it includes.
"""

import re

import sources

FAMILIES = {
    "CAF's IO": r"caf/(io|openssl)/",
    "CAF": r"caf/",
    "a database": r"(SQLiteCpp/|sqlite3|mysql|cppconn/)",
    "TOML": r"toml\+\+/",
    "JSON": r"nlohmann/",
    "Protocol Buffers": r"(google/protobuf/|\w+\.pb\.h)",
    "spdlog": r"spdlog/",
    "clocks": r"(chrono|ctime|time\.h|sys/time\.h)$",
    "randomness": r"(random|sys/random\.h)$",
    "threads": r"(thread|mutex|shared_mutex|condition_variable|future|atomic"
               r"|semaphore|latch|barrier|stop_token|pthread\.h)$",
}

# (files, ours, families): the first line that matches a file rules it.
RULES = [
    (r"protocol/raft/",
     r"protocol/(raft/|blob|errors|invariant|result)", set()),
    (r"protocol/tasks/",
     r"protocol/(tasks/|raft/types|blob|errors|invariant|result)",
     {"Protocol Buffers"}),
    (r"protocol/", r"protocol/", {"CAF"}),
    (r"persistence/", r"(persistence|protocol)/",
     {"a database", "Protocol Buffers", "clocks", "randomness", "threads"}),
    (r"config/", r"(config/|protocol/(result|errors|invariant|raft/types))",
     {"TOML"}),
    (r"actors/network/",
     r"(actors/(network/|report\.)|protocol/|config/address\.)",
     {"CAF", "CAF's IO", "clocks", "randomness", "threads"}),
    # The house: what opens the disks, and what ends it when it is told to.
    (r"actors/(house|new_cluster|node_data|stop_signal)\.",
     r"(actors|config|persistence|protocol)/",
     {"CAF", "a database", "Protocol Buffers", "clocks", "randomness",
      "threads"}),
    (r"actors/report(_outage)?\.", r"actors/report(_outage)?\.",
     {"spdlog", "threads"}),
    (r"actors/",
     r"(actors/(?!network/|house|new_cluster|node_data|stop_signal)"
     r"|actors/network/hello\.|protocol/"
     r"|persistence/(log_store|state_machine|snapshot|crc32c)\.)",
     {"CAF", "clocks"}),
    (r"bin/taskraft-sim\.cpp", r"tests/support/simulation\.", {"clocks"}),
    (r"bin/taskraftd\.cpp",
     r"(actors/(house|new_cluster)\.|bin/daemon/|persistence/posix_file\.)",
     {"clocks", "randomness"}),
    (r"bin/taskraft\.cpp",
     r"(actors/new_cluster\.|bin/client/|config/settings\."
     r"|persistence/posix_file\.)",
     {"CAF", "TOML", "JSON", "Protocol Buffers", "clocks", "randomness"}),
    (r"bin/daemon/",
     r"(bin/daemon/|config/settings\.|persistence/schema\.|protocol/result\.)",
     set()),
    (r"bin/", r"(bin/client/|actors/network/|actors/report\.|protocol/"
              r"|config/address\.|persistence/(snapshot|posix_file)\.)",
     {"CAF", "TOML", "JSON", "Protocol Buffers", "clocks", "randomness",
      "threads"}),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def family(header):
    """The restricted family a foreign header belongs to, or None."""
    for name, pattern in FAMILIES.items():
        if re.match(pattern, header):
            return name
    return None


def read_includes(root, path):
    """Pairs (header, whether it is one of ours)."""
    found = []
    for line in (root / path).read_text().splitlines():
        match = INCLUDE.match(line)
        if match:
            header = match[1] or match[2]
            found.append((header, (root / header).is_file()))
    return found


def is_network(path):
    return path.startswith("actors/network/")


def reached(includes, path, seen):
    """Families that `path` reaches, each with the way there."""
    ways = {}
    for header, ours in includes.get(path, []):
        if not ours and family(header):
            ways.setdefault(family(header), [header])
        if ours and header not in seen:
            seen.add(header)
            for name, way in reached(includes, header, seen).items():
                if name == "CAF's IO" and is_network(header):
                    continue  # The room that hides it from the others.
                ways.setdefault(name, [header] + way)
    return ways


def rule_of(path):
    for pattern, ours, families in RULES:
        if re.match(pattern, path):
            return ours, families
    return None


def check(root):
    paths = [p.as_posix() for p in sources.files(root, {".hpp", ".cpp"})]
    paths = [p for p in paths if not p.startswith("tests/")]
    includes = {p: read_includes(root, p) for p in paths}
    complaints = []
    for path in paths:
        rule = rule_of(path)
        if rule is None:
            complaints.append(f"{path}: no rule says what it may include")
            continue
        allowed_ours, allowed_families = rule
        for header, ours in includes[path]:
            if ours and not re.match(allowed_ours, header):
                complaints.append(f"{path}: must not include {header}")
        for name, way in reached(includes, path, {path}).items():
            if name not in allowed_families:
                complaints.append(
                    f"{path}: must not know {name}, but includes "
                    + ", which includes ".join(way))
    return complaints


if __name__ == "__main__":
    sources.main(check)
