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
    "sockets": r"boost/(asio|beast)",
    "clocks": r"(chrono|ctime|time\.h|sys/time\.h)$",
    "randomness": r"(random|sys/random\.h)$",
    "threads": r"(thread|mutex|shared_mutex|condition_variable|future|atomic"
               r"|semaphore|latch|barrier|stop_token|pthread\.h)$",
}

# (files, ours, families): the first line that matches a file rules it. Arrows
# go down: bin, actors, persistence, protocol; `config` stands beside them. A
# wing of a room is ruled like a room.
DISKS = {"clocks", "randomness", "threads"}
STORES = {"a database", "Protocol Buffers", "clocks", "randomness", "threads"}
CLIENT = {"CAF", "TOML", "JSON", "Protocol Buffers", "clocks", "randomness",
          "threads"}
RULES = [
    # What the rules are told of the log, and what is in it.
    (r"protocol/raft/log/",
     r"protocol/(raft/(log/|types)|blob|errors|invariant|result|wire_enum)",
     set()),
    # What a leader does with each event, by what it is about.
    (r"protocol/raft/leader/",
     r"protocol/(raft/|blob|errors|invariant|result|wire_enum)", set()),
    (r"protocol/raft/",
     r"protocol/(raft/(log/|[a-z_]+\.)|blob|errors|invariant|result"
     r"|wire_enum)", set()),
    # The rules of tasks. Those of work know of people and of history; what the
    # wings share knows none of them, but for `apply`, which keeps the history.
    *[(f"protocol/tasks/{files}",
       f"protocol/(tasks/{ours}|raft/types|blob|errors|invariant|principal"
       "|result|web_origin)", {"Protocol Buffers"})
      for files, ours in (
          ("rules/people/", r"([a-z_]+\.|rules/(people/|[a-z_]+\.))"),
          ("rules/history/", r"([a-z_]+\.|rules/(history/|[a-z_]+\.))"),
          ("rules/upkeep/", r"([a-z_]+\.|rules/(upkeep/|[a-z_]+\.))"),
          ("rules/work/",
           r"([a-z_]+\.|rules/((work|people|history)/|[a-z_]+\.))"),
          (r"rules/apply\.", r"([a-z_]+\.|rules/(history/|[a-z_]+\.))"),
          ("", r"([a-z_]+\.|rules/[a-z_]+\.)"))],
    # Days in time zones, which is all that is known of time zones.
    (r"protocol/calendar/", r"protocol/(calendar/|invariant)", {"clocks"}),
    # Rows as the contract's JSON, for every door.
    (r"protocol/json/", r"protocol/(json/|tasks/|invariant)",
     {"JSON", "Protocol Buffers", "clocks"}),
    (r"protocol/crypto/", r"protocol/(crypto/|invariant)", set()),
    # What nodes and clients say to each other, which knows no actor.
    (r"protocol/messages/", r"protocol/(messages/|raft/|[a-z_]+\.)", {"CAF"}),
    (r"protocol/actors/", r"protocol/(actors/|messages/|raft/|[a-z_]+\.)",
     {"CAF"}),
    # The words that all of the above and below use.
    (r"protocol/", r"protocol/(raft/|[a-z_]+\.)", {"CAF"}),

    (r"persistence/disk/", r"(persistence/disk|protocol)/", DISKS),
    (r"persistence/log/", r"(persistence/(disk|log)|protocol)/", DISKS),
    (r"persistence/snapshot/", r"(persistence/(disk|snapshot)|protocol)/",
     DISKS | {"Protocol Buffers"}),
    (r"persistence/store/", r"(persistence/store|protocol)/", STORES),
    (r"persistence/sqlite/", r"(persistence/(disk|store|sqlite)|protocol)/",
     STORES),
    (r"persistence/mysql/", r"(persistence/(disk|store|mysql)|protocol)/",
     STORES),
    # The state machine: it knows stores by their interface only. What answers
    # queries rests on it, and makes its reader.
    (r"persistence/board/queries/",
     r"(persistence/(store|board)|protocol)/", STORES),
    (r"persistence/board/",
     r"(persistence/(disk/|snapshot/|store/|board/([a-z_]+|queries/task_queries)"
     r"\.)|protocol/)", STORES),

    # TLS by OpenSSL, without sockets.
    (r"tls/", r"tls/", {"clocks", "threads"}),

    (r"config/",
     r"(config/|tls/context\.|protocol/(result|errors|invariant|web_origin"
     r"|raft/types))",
     {"TOML"}),

    (r"actors/logging/", r"actors/logging/", {"spdlog", "clocks", "threads"}),
    (r"actors/network/guard/", r"(actors/network/guard/|tls/)",
     {"CAF", "CAF's IO", "randomness", "threads"}),
    (r"actors/network/sockets/",
     r"(actors/(network/(guard|sockets)|logging)/|protocol/|tls/"
     r"|config/address\.)",
     {"CAF", "CAF's IO", "clocks", "threads"}),
    (r"actors/network/",
     r"(actors/(network|logging)/|protocol/|tls/|config/address\.)",
     {"CAF", "CAF's IO", "clocks", "randomness", "threads"}),
    (r"actors/consensus/", r"(actors/(consensus|logging)|protocol)/",
     {"CAF", "clocks"}),
    (r"actors/gateway/", r"(actors/(gateway|logging)|protocol)/",
     {"CAF", "Protocol Buffers", "clocks"}),
    (r"actors/storage/",
     r"(actors/(storage|logging)/|protocol/"
     r"|persistence/(log/log_store|board/state_machine)\.)",
     {"CAF", "clocks"}),
    (r"actors/snapshots/",
     r"(actors/(snapshots|logging)/|protocol/"
     r"|persistence/(snapshot/|board/state_machine\.|disk/crc32c\.))",
     {"CAF", "clocks"}),
    # All that somebody sees, as text in a file.
    (r"actors/exports/",
     r"(actors/(exports|logging)/|protocol/"
     r"|persistence/(disk/(file|disk_room)\.|board/state_machine\.))",
     {"CAF", "JSON", "Protocol Buffers", "clocks"}),
    # HTTP, upwards: the rules of a request; what all requests of a node share,
    # which is a client of the gateway; one request on its way; what each route
    # of REST asks, answers and says of itself; connections, which know no route.
    *[(f"actors/http/{wing}",
       f"(actors/(http/({ours}[a-z_]+[.])|logging/)|protocol/|tls/context)",
       {"CAF", "JSON", "Protocol Buffers", "clocks", "threads", "sockets"})
      for wing, ours in (("service/", "service/|"),
                         ("exchange/", "(exchange|service)/|"),
                         ("routes/", "(routes|exchange|service)/|"),
                         ("server/", "(server|exchange|service)/|"))],
    (r"actors/http/", r"(actors/http/[a-z_]+\.|protocol/)",
     {"JSON", "Protocol Buffers", "clocks"}),
    # What opens the disks, builds the node, and ends it when it is told to.
    (r"actors/node/", r"(actors|config|persistence|protocol|tls)/",
     STORES | {"CAF", "JSON", "sockets"}),

    (r"bin/taskraft-sim\.cpp", r"tests/support/simulation/simulation\.",
     {"clocks"}),
    (r"bin/taskraftd\.cpp",
     r"(actors/node/(node|new_cluster)\.|bin/daemon/"
     r"|persistence/disk/(posix_file|process)\.)",
     {"clocks", "randomness"}),
    (r"bin/taskraft\.cpp",
     r"(actors/node/new_cluster\.|bin/client/|config/settings\."
     r"|persistence/disk/(posix_file|process)\.|protocol/descriptor\.)",
     {"CAF", "TOML", "JSON", "Protocol Buffers", "clocks", "randomness"}),
    (r"bin/daemon/",
     r"(bin/daemon/|config/(settings|secrets|one_line)\."
     r"|persistence/store/dialect\."
     r"|protocol/result\.)",
     set()),
    # What the programs say of themselves, as manual pages.
    (r"bin/man(ual/|_pages\.)",
     r"(bin/manual/|bin/client/line/(commands|help)\.|bin/daemon/options\.)",
     set()),
    (r"bin/client/text/", r"(bin/client/text|protocol)/",
     {"JSON", "Protocol Buffers", "clocks"}),
    (r"bin/client/connection/",
     r"(bin/client/connection|actors/network|protocol|tls)/",
     {"CAF", "Protocol Buffers", "clocks", "randomness", "threads"}),
    (r"bin/client/bench/", r"(bin/client/(bench|connection)|protocol)/",
     {"CAF", "Protocol Buffers", "clocks", "randomness", "threads"}),
    # What a command line may say, and what a client keeps of its user's.
    (r"bin/client/line/",
     r"(bin/client/(line|text)/|bin/client/connection/credential\.|protocol/"
     r"|config/address\.|persistence/disk/posix_file\.)",
     CLIENT),
    # Tasks in the files of this and of other programs.
    (r"bin/client/files/", r"(bin/client/(files|text)|protocol)/",
     {"JSON", "Protocol Buffers", "clocks"}),
    (r"bin/client/certificates/",
     r"(bin/client/(certificates|text)/|protocol/descriptor\.)", {"clocks"}),
    # What is wrong with a machine and a cluster: pure checks of facts, and what
    # looks at a machine.
    (r"bin/client/doctor/",
     r"(bin/client/(doctor|text)/|protocol/|config/(address|secrets|settings)\."
     r"|tls/context\."
     r"|persistence/(disk/(disk_room|posix_file|refusal)"
     r"|mysql/mysql_connection)\.)",
     {"JSON", "Protocol Buffers", "a database", "clocks", "threads"}),
    # The commands, by what they are about; they share how a cluster is asked.
    *[(f"bin/client/commands/{wing}",
       f"(bin/client/commands/({wing}|[a-z_]+[.])"
       r"|bin/client/(line|files|certificates|doctor|text|connection|bench)/"
       r"|protocol/|config/address\.|persistence/disk/posix_file\."
       r"|persistence/snapshot/(snapshot|backup_rows)\.)", CLIENT)
      for wing in ("work/", "people/", "cluster/", "data/")],
    (r"bin/client/commands/",
     r"(bin/client/(line/|commands/[a-z_]+[.]|text/|connection/|bench/)|protocol/"
     r"|config/address\.)",
     CLIENT),
    (r"bin/client/",
     r"(bin/client/|actors/(network|logging)/|protocol/|tls/context)",
     CLIENT),
]

# (files, headers that they must not reach, not even by way of others).
HIDDEN = [
    # A client knows what it says to a gateway and hears from it, and nothing
    # of the inside of a node.
    (r"bin/client/",
     r"protocol/(actors/(?!gateway_)\w+_actor|answers|raft/(?!messages|types"
     r"|entry_batch|membership|snapshot|transfer_outcome|rules_level)\w+)\."),
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


def way_to(includes, path, pattern, seen):
    """The includes that lead to a header of ours, or None."""
    for header, ours in includes.get(path, []):
        if not ours or header in seen:
            continue
        seen.add(header)
        if re.match(pattern, header):
            return [header]
        way = way_to(includes, header, pattern, seen)
        if way:
            return [header] + way
    return None


def rule_of(path):
    for pattern, ours, families in RULES:
        if re.match(pattern, path):
            return ours, families
    return None


def check(root):
    paths = [p.as_posix() for p in sources.files(root, {".hpp", ".cpp"})]
    paths = [p for p in paths if not p.startswith("tests/")]
    includes = {p: read_includes(root, p) for p in paths}
    findings = []
    for path in paths:
        rule = rule_of(path)
        if rule is None:
            findings.append(f"{path}: no rule says what it may include")
            continue
        allowed_ours, allowed_families = rule
        for header, ours in includes[path]:
            if ours and not re.match(allowed_ours, header):
                findings.append(f"{path}: must not include {header}")
        for name, way in reached(includes, path, {path}).items():
            if name not in allowed_families:
                findings.append(
                    f"{path}: must not know {name}, but includes "
                    + ", which includes ".join(way))
        for files, pattern in HIDDEN:
            way = re.match(files, path) and way_to(includes, path, pattern,
                                                   {path})
            if way:
                findings.append(f"{path}: must not reach {way[-1]}, but "
                                "includes " + ", which includes ".join(way))
    return findings + check_tests(root)


def check_tests(root):
    """Only one header knows Boost.Test: it teaches it to print our types."""
    paths = [p.as_posix() for p in sources.files(root, {".hpp", ".cpp"})]
    return [f"{path}: must include tests/support/unit_test.hpp and not Boost's"
            for path in paths
            if path not in ("tests/support/unit_test.hpp",
                            "tests/support/main.cpp")
            and ("boost/test/unit_test.hpp", False) in
            read_includes(root, path)]


if __name__ == "__main__":
    sources.main(check)
