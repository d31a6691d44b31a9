"""What scripts/run says of nodes that end, with programs that only pretend."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1)) / "scripts/run"

# Waits to be stopped, unless node 2 is told to end at once.
NODE = """#!/bin/sh
trap 'exit 0' TERM
echo "this is $2" >&2
case $2 in *node2.toml) [ -z "$END_NODE_2" ] || exit "$END_NODE_2" ;; esac
while :; do sleep 0.02; done
"""

CLIENT = """#!/bin/sh
sleep 0.2
echo '[{"id": 1, "role": "follower"}, {"id": 3, "role": "leader"}]'
"""


class scripts_run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name, text in (("taskraftd", NODE), ("taskraft", CLIENT)):
            (self.root / name).write_text(text)
            (self.root / name).chmod(0o755)
        (self.root / "scripts").mkdir()
        shutil.copy(SCRIPT, self.root / "scripts/run")

    def start(self, end_node_2="", options=()):
        process = subprocess.Popen(
            [self.root / "scripts/run", *options], text=True, start_new_session=True,
            env=os.environ | {"TASKRAFT_BIN": str(self.root),
                              "END_NODE_2": end_node_2},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(self.kill, process)
        return process

    def kill(self, process):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def read_until(self, process, beginning):
        for line in process.stdout:
            if line.startswith(beginning):
                return line
        return self.fail(f"nothing begins with: {beginning}")

    def said_by(self, node):
        path = self.root / f"var/node{node}.log"
        return path.read_text() if path.exists() else ""

    def kill_node(self, number):
        pid = int((self.root / f"var/node{number}.pid").read_text())
        os.kill(pid, signal.SIGKILL)

    def test_stops_all_nodes_when_asked(self):
        # A terminal's Ctrl-C reaches everybody in the foreground.
        for how in ((os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)):
            process = self.start()
            self.read_until(process, "taskraft is running: three nodes, and "
                                     "node 3 leads.")
            self.read_until(process, "Ctrl-C stops")
            how[0](process.pid, how[1])
            said = process.communicate(timeout=20)[0]
            self.assertEqual(process.returncode, 0)
            for node in (1, 2, 3):
                self.assertIn(f"node {node} ended with exit code 0", said)

    def test_stops_all_nodes_before_there_is_a_leader(self):
        (self.root / "taskraft").write_text("#!/bin/sh\nexit 1\n")
        process = self.start()
        self.read_until(process, "Starting three nodes")
        while not all(self.said_by(node) for node in (1, 2, 3)):
            self.assertIsNone(process.poll())
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)[0]
        self.assertIn("node 3 ended with exit code 0", said)
        self.assertEqual(process.returncode, 0)

    def test_makes_a_password_once_and_says_it(self):
        said = []
        for _ in range(2):
            process = self.start()
            self.read_until(process, "taskraft is running")
            said.append(self.read_until(process, "  login "))
            self.read_until(process, f"  {self.root}/taskraft login "
                                     "--password-file var/admin_password")
            self.read_until(process, "Ctrl-C stops")
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=20)
        file = self.root / "var/admin_password"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        password = file.read_text().strip()
        self.assertGreaterEqual(len(password), 16)
        self.assertIn(f"admin, with the password {password}\n", said[0])
        self.assertEqual(said[0], said[1])

    def test_asks_as_the_operator_before_anybody_can_log_in(self):
        (self.root / "taskraft").write_text(
            "#!/bin/sh\n"
            'case "$*" in *"--operator var/node1/operator.token"*) ;; '
            "*) exit 4 ;; esac\n" + CLIENT.split("\n", 1)[1])
        self.read_until(self.start(), "taskraft is running")

    def test_goes_on_when_a_node_dies(self):
        process = self.start()
        self.read_until(process, "Ctrl-C stops")
        self.kill_node(1)
        line = self.read_until(process, "node 1 ended")
        self.assertEqual(line, "node 1 ended with exit code 137: killed\n")
        # Who stops nodes by their files stopped another process, or none.
        line = self.read_until(process, "  start it again: ")
        self.assertTrue(
            line.endswith(" 2>>var/node1.log & echo $! >var/node1.pid\n"), line)
        self.assertIsNone(process.poll())

    def test_ends_when_no_node_is_left(self):
        process = self.start()
        self.read_until(process, "Ctrl-C stops")
        for node in (1, 2, 3):
            self.kill_node(node)
        self.read_until(process, "scripts/run: no node that it has started is left")
        self.assertEqual(process.wait(20), 1)

    def test_says_why_a_node_did_not_start(self):
        process = self.start(end_node_2="5")
        said = process.communicate(timeout=20)[0]
        self.assertIn("node 2 ended with exit code 5: an address cannot be "
                      "bound\n  its last message: this is config/", said)
        self.assertIn("the cluster did not start", said)
        self.assertEqual(process.returncode, 1)

    def test_refuses_to_run_twice_in_one_folder(self):
        self.read_until(self.start(), "Ctrl-C stops")
        second = self.start()
        self.read_until(second, "scripts/run: nodes of another run are alive")
        self.assertEqual(second.wait(20), 1)

    def test_runs_on_a_database_server_of_its_own(self):
        shutil.copytree(SCRIPT.parent.parent / "config/examples",
                        self.root / "config/examples")
        # The second time, the server and its data are there already.
        for _ in range(2):
            process = self.start(options=("--store", "mysql"))
            self.read_until(process, "Ctrl-C stops")
            self.assertIn("var/mysql/node2.toml", self.said_by(2))
            server = int((self.root / "var/mysql/pid").read_text())
            schemas = subprocess.run(
                ["mariadb", "--no-defaults", "--user=taskraft",
                 "--password=" + (self.root / "var/mysql/password")
                 .read_text().strip(),
                 f"--socket={self.root}/var/mysql/socket", "-Ne",
                 "SHOW DATABASES LIKE 'taskraft%'"],
                text=True, capture_output=True, check=True).stdout
            self.assertEqual(schemas, "taskraft_1\ntaskraft_2\ntaskraft_3\n")
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=30)
            self.assertEqual(process.returncode, 0)
            self.assertRaises(ProcessLookupError, os.kill, server, 0)

    def test_refuses_options_that_it_does_not_know(self):
        process = self.start(options=("--store", "oracle"))
        self.read_until(process, "scripts/run: usage: scripts/run [--store ")
        self.assertEqual(process.wait(20), 1)

    def test_refuses_a_busy_port(self):
        with socket.create_server(("127.0.0.1", 7202)):
            process = self.start()
            self.read_until(process, "scripts/run: port 7202 of 127.0.0.1 is "
                                     "busy")
            self.assertEqual(process.wait(20), 1)


if __name__ == "__main__":
    unittest.main()
