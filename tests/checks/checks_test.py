"""The checks themselves: each must be able to fail."""

import pathlib
import tempfile
import unittest

import clang
import frozen
import includes
import logged_events
import sizes


class check_case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)


class frozen_refuses(check_case):
    def findings(self, now):
        self.write("release/rows.txt", "Row\n  01 first\n  02 second\n")
        self.write("golden/rows.txt", now)
        return list(frozen.problems(self.root / "release",
                                    self.root / "golden"))

    def test_what_is_gone_or_has_changed(self):
        self.assertEqual(len(self.findings("Other\n  01 first\n")), 1)
        self.assertEqual(len(self.findings("Row\n  01 first\n")), 1)
        self.assertEqual(
            len(self.findings("Row\n  01 first\n  03 second\n")), 1)
        self.assertEqual(
            len(self.findings("Row\n  02 second\n  01 first\n")), 1)

    def test_nothing_that_was_added(self):
        self.assertEqual(
            self.findings("Row\n  01 first\n  02 second\n  03 third\nOther\n"),
            [])


class includes_refuse(check_case):
    def findings(self, path, *lines):
        self.write(path, "".join(f"#include {line}\n" for line in lines))
        return includes.check(self.root)

    def test_clocks_in_the_rules(self):
        self.assertEqual(
            self.findings("protocol/raft/step.cpp", "<vector>", "<chrono>"),
            ["protocol/raft/step.cpp: must not know clocks, "
             "but includes chrono"])

    def test_every_family_in_the_rules(self):
        for header in ("<random>", "<thread>", "<caf/all.hpp>", "<sqlite3.h>",
                       "<mysql_driver.h>", "<toml++/toml.h>", "<atomic>"):
            found = self.findings("protocol/tasks/rules.cpp", header)
            self.assertEqual(len(found), 1, header)

    def test_what_a_room_without_actors_includes(self):
        for room in ("config", "protocol/crypto", "tls"):
            found = self.findings(f"{room}/a.cpp", "<caf/all.hpp>")
            self.assertEqual(len(found), 1, room)
            self.write(f"{room}/a.cpp", "")

    def test_what_lies_above_in_a_wing(self):
        for low, high in (
                ("protocol/messages/a.cpp", "protocol/actors/log_actor.hpp"),
                ("protocol/raft/follower.cpp",
                 "protocol/raft/leader/leader_turn.hpp"),
                ("protocol/tasks/rules/history/changes.cpp",
                 "protocol/tasks/rules/work/task_ranks.hpp"),
                ("protocol/tasks/rules/refusals.cpp",
                 "protocol/tasks/rules/history/changes.hpp"),
                ("actors/http/head.cpp", "actors/http/service/service.hpp"),
                ("actors/http/service/events.cpp",
                 "actors/http/exchange/exchange.hpp"),
                ("actors/http/server/connection.cpp",
                 "actors/http/routes/openapi.hpp")):
            self.write(high, "")
            self.assertEqual(self.findings(low, f'"{high}"'),
                             [f"{low}: must not include {high}"])
            self.write(low, "")

    def test_caf_in_a_header_of_ours(self):
        self.write("protocol/messages/wire.hpp", "#include <caf/error.hpp>\n")
        self.assertEqual(
            self.findings("persistence/store/store.cpp",
                          '"protocol/messages/wire.hpp"'),
            ["persistence/store/store.cpp: must not know CAF, but includes "
             "protocol/messages/wire.hpp, which includes caf/error.hpp"])

    def test_stores_in_actors_outside_of_the_node(self):
        self.write("persistence/sqlite/sqlite_task_store.hpp", "")
        header = '"persistence/sqlite/sqlite_task_store.hpp"'
        self.assertEqual(
            self.findings("actors/storage/applier.cpp", header),
            ["actors/storage/applier.cpp: must not include "
             "persistence/sqlite/sqlite_task_store.hpp"])
        self.write("actors/storage/applier.cpp", "")
        self.assertEqual(self.findings("actors/node/node.cpp", header), [])

    def test_a_wing_of_the_same_room(self):
        self.write("actors/gateway/gateway.hpp", "")
        self.assertEqual(
            self.findings("actors/consensus/leader.cpp",
                          '"actors/gateway/gateway.hpp"'),
            ["actors/consensus/leader.cpp: must not include "
             "actors/gateway/gateway.hpp"])

    def test_a_nodes_inside_in_its_clients(self):
        self.write("protocol/actors/server_actor.hpp", "")
        self.write("protocol/actors/gateway_actor.hpp",
                   '#include "protocol/actors/server_actor.hpp"\n')
        self.assertEqual(
            self.findings("bin/client/connection/link.cpp",
                          '"protocol/actors/gateway_actor.hpp"'),
            ["bin/client/connection/link.cpp: must not reach "
             "protocol/actors/server_actor.hpp, but includes "
             "protocol/actors/gateway_actor.hpp, which includes "
             "protocol/actors/server_actor.hpp"])
        self.write("protocol/actors/gateway_actor.hpp", "")
        self.assertEqual(includes.check(self.root), [])

    def test_caf_io_outside_of_the_network(self):
        self.write("actors/network/sockets/dialer.hpp",
                   "#include <caf/io/middleman.hpp>\n")
        header = '"actors/network/sockets/dialer.hpp"'
        self.assertEqual(self.findings("actors/node/node.cpp", header), [])
        found = self.findings("actors/node/node.cpp", "<caf/io/middleman.hpp>")
        self.assertEqual(len(found), 1)

    def test_a_test_that_prints_no_values(self):
        self.assertEqual(
            self.findings("tests/config/settings_test.cpp",
                          "<boost/test/unit_test.hpp>"),
            ["tests/config/settings_test.cpp: must include "
             "tests/support/unit_test.hpp and not Boost's"])

    def test_a_file_that_no_rule_covers(self):
        self.assertEqual(
            self.findings("web/page.cpp"),
            ["web/page.cpp: no rule says what it may include"])


class sizes_refuse(check_case):
    def function(self, lines):
        return "int f(int x) {\n" + "  ++x;\n" * (lines - 2) + "}\n"

    def test_long_files(self):
        self.write("bin/a.cpp", "\n" * 400)
        self.assertEqual(sizes.check(self.root), [])
        self.write("scripts/a.py", "\n" * 401)
        self.assertEqual(sizes.check(self.root),
                         ["scripts/a.py: 401 lines are more than 400"])

    def test_long_files_of_the_page(self):
        self.write("bin/a.cpp", "")
        self.write("web/src/data/queue.ts", "\n" * 300)
        self.write("web/src/data/schema.d.ts", "\n" * 5000)
        self.write("web/dist/assets/index.css", "\n" * 401)
        self.write("web/test/data/queue.test.ts", "\n" * 400)
        self.assertEqual(sizes.check(self.root), [])
        self.write("web/src/ui/page.tsx", "\n" * 301)
        self.assertEqual(
            sizes.check(self.root),
            ["web/src/ui/page.tsx: 301 lines are more than 300"])

    def test_crowded_folders(self):
        for number in range(26):
            self.write(f"actors/http/unit_{number}.cpp", "")
            self.write(f"actors/http/unit_{number}.hpp", "")
        self.write("actors/http/routes/unit.cpp", "")
        self.assertEqual(sizes.check(self.root), [])
        self.write("actors/http/unit_26.hpp", "")
        self.assertEqual(
            sizes.check(self.root),
            ["actors/http: 27 units are more than 26: "
             "make folders of what belongs together"])

    def test_long_functions(self):
        self.write("bin/a.cpp", self.function(60))
        self.assertEqual(sizes.check(self.root), [])
        self.write("bin/a.cpp", "// x {\n\nnamespace a {\n"
                   + self.function(61) + "}\n")
        self.assertEqual(
            sizes.check(self.root),
            ["bin/a.cpp:4: 61 lines are more than 60: int f(int x)"])

    def test_long_members_but_not_long_classes(self):
        self.write("bin/a.cpp", "struct a final : b<c> {\n"
                   + self.function(40) * 2 + "};\n")
        self.assertEqual(sizes.check(self.root), [])
        self.write("bin/a.cpp", "struct a {\n" + self.function(61) + "};\n")
        self.assertEqual(len(sizes.check(self.root)), 1)

    def test_nothing_because_of_a_macro_before_a_long_namespace(self):
        self.write("bin/a.cpp", "SUITE_END()\n\nnamespace {\n"
                   + self.function(40) * 2 + "}\n")
        self.assertEqual(sizes.check(self.root), [])

    def test_nothing_because_of_braces_in_texts(self):
        self.write("bin/a.cpp",
                   "auto a = f(\"{\", '{', R\"x({)x\"); // {\n"
                   + self.function(40) * 2)
        self.assertEqual(sizes.check(self.root), [])


class clang_refuses(check_case):
    def test_what_it_cannot_compile(self):
        self.write("protocol/a.cpp", "std::ranges::sort(x);\n"
                   "auto rest = std::ranges::unique(x);\n"
                   "for (auto y : x | std::views::take(2))\n")
        self.assertEqual(
            clang.check(self.root),
            ["protocol/a.cpp:2: clang cannot compile std::ranges::unique",
             "protocol/a.cpp:3: clang cannot compile std::views::take"])

    def test_nothing_that_is_compiled_with_gcc_alone(self):
        self.write("tests/cluster/a.cpp", "std::ranges::unique(x);\n")
        self.assertEqual(clang.check(self.root), [])


class logged_events_refuse(check_case):
    def setUp(self):
        super().setUp()
        self.write("docs/logging.md", "| `ready` | info | it runs | |\n"
                   "| `log_damaged` | error | it is | |\n")
        self.write("actors/a.cpp", 'logging::info("ready");\n'
                   '// logging::warn("not_code");\n'
                   'logging::error(event, "code", x);\n'
                   'give_up(self, "log_damaged", x);\n')

    def test_nothing_if_all_are_told(self):
        self.assertEqual(logged_events.check(self.root), [])

    def test_an_event_that_is_not_told(self):
        self.write("bin/b.hpp",
                   'logging::warn(\n  x ? "slow" : "full", "at", y);\n')
        self.assertEqual(logged_events.check(self.root),
                         ["docs/logging.md lacks full (warn)",
                          "docs/logging.md lacks slow (warn)"])

    def test_another_level_and_what_is_told_in_vain(self):
        self.write("actors/a.cpp", 'logging::warn("ready");\n')
        self.assertEqual(logged_events.check(self.root),
                         ["docs/logging.md lacks ready (warn)",
                          "docs/logging.md: no node logs log_damaged (error)",
                          "docs/logging.md: no node logs ready (info)"])

    def test_an_event_that_nobody_can_find(self):
        self.write("actors/b.cpp", "logging::warn(name, 1);\n")
        with self.assertRaises(ValueError):
            logged_events.check(self.root)


if __name__ == "__main__":
    unittest.main()
