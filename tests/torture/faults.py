"""What fails: machines, networks, disks, databases and clocks, one after the
other.
"""

import collections
import signal
import subprocess
import time

from rest_nodes import Refused

# A node under load syncs all the time.
END_SECONDS = 60


def require(holds, what):
    if not holds:
        raise AssertionError(what)


class Faults:
    """Hits less than half of the nodes, or all with a power cut."""

    def __init__(self, nodes, chance, admin):
        self.nodes = nodes
        self.random = chance
        self.admin = admin
        self.counts = collections.Counter()
        self.lost_writes = 0

    def kinds(self):
        return (self.kill, self.power_cut, self.power_cut_of_all, self.halt,
                self.unplug, self.cut_one_way, self.bridge, self.loss,
                self.slow_disk, self.hung_disk, self.failing_disk,
                self.full_disk, self.read_only_disk, self.wrong_clock,
                self.killed_database, self.read_only_database,
                self.slow_database, self.hung_database)

    def leader(self):
        try:
            _, status = self.admin.ask("GET", "/cluster/status")
            return status["leader"] or self.nodes.ids[0]
        except (AssertionError, KeyError, Refused):
            return self.nodes.ids[0]

    def victims(self):
        """The leader in half of the cases; of five nodes, two may be hit."""
        ids = list(self.nodes.ids)
        self.random.shuffle(ids)
        if self.random.random() < 0.5:
            leader = self.leader()
            ids.remove(leader)
            ids.insert(0, leader)
        return ids[:self.random.randint(1, (len(ids) - 1) // 2)]

    def wait(self, most=3.0):
        time.sleep(self.random.uniform(0.3, most))

    def throw(self, act):
        self.counts[act.__name__] += 1
        return act()

    def start_again(self, victims):
        for node in victims:
            self.nodes.running[node].wait()
            self.nodes.start(node)
        return victims

    def kill(self):
        victims = self.victims()
        for node in victims:
            self.nodes.kill(node)
        self.wait()
        return self.start_again(victims)

    def power_cut(self):
        victims = self.victims()
        self.lost_writes += self.nodes.cut_power(victims)
        self.wait()
        return self.start_again(victims)

    def power_cut_of_all(self):
        victims = list(self.nodes.ids)
        self.lost_writes += self.nodes.cut_power(victims)
        return self.start_again(victims)

    def halt(self):
        victims = self.victims()
        for node in victims:
            self.nodes.let_run(node, False)
        self.wait()
        for node in victims:
            self.nodes.let_run(node, True)
        return victims

    def unplug(self):
        victims = self.victims()
        for node in victims:
            self.nodes.plug(node, "down")
        self.wait()
        for node in victims:
            self.nodes.plug(node, "up")
        return victims

    def cut(self, links):
        for one, other in links:
            self.nodes.cut(one, other)
        self.wait()
        for one, other in links:
            self.nodes.mend(one, other)

    def cut_one_way(self):
        victim = self.victims()[0]
        others = [x for x in self.nodes.ids if x != victim]
        self.cut([(victim, x) for x in others])
        return [victim]

    def bridge(self):
        """Two sides see each other through one node alone."""
        ids = list(self.nodes.ids)
        self.random.shuffle(ids)
        half = (len(ids) - 1) // 2
        one, other = ids[:half], ids[half:-1]
        self.cut([(x, y) for x in one for y in other])
        return ids

    def loss(self):
        victims = self.victims()
        percent = self.random.choice((5, 20, 40))
        if not all([self.nodes.lose(x, percent) for x in victims]):
            print("(this machine cannot lose packets)", end=" ")
            self.counts["loss"] = 0
        self.wait()
        for node in victims:
            self.nodes.stop_losing(node)
        return victims

    def disturb_syncs(self, how):
        victims = self.victims()
        for node in victims:
            self.nodes.let_syncs(node, how)
        self.wait()
        for node in victims:
            self.nodes.let_syncs(node, None)
        return victims

    def slow_disk(self):
        return self.disturb_syncs(str(self.random.choice((20, 100, 400))))

    def hung_disk(self):
        return self.disturb_syncs("hang")

    def failing_disk(self):
        """A node whose sync fails ends; what it had not synced is gone."""
        victims = self.victims()
        for node in victims:
            self.nodes.let_syncs(node, "fail")
        for node in victims:
            try:
                code = self.nodes.running[node].wait(timeout=END_SECONDS)
            except subprocess.TimeoutExpired:
                code = 0
            require(code != 0, f"node {node}, whose disk fails, goes on, or "
                    "ends as if nothing was wrong")
        self.wait()
        for node in victims:
            self.nodes.let_syncs(node, None)
        self.lost_writes += self.nodes.cut_power(victims)
        return self.start_again(victims)

    def full_disk(self):
        victims = self.victims()
        for node in victims:
            self.nodes.fill(node)
        self.wait()
        for node in victims:
            self.nodes.empty(node)
        return victims

    def read_only_disk(self):
        victims = self.victims()
        for node in victims:
            self.nodes.kill(node)
            require(self.nodes.make_read_only(node, True),
                    "a disk cannot be made read only")
            self.nodes.start(node)
        self.wait()
        for node in victims:
            self.nodes.kill(node)
            self.nodes.make_read_only(node, False)
        return self.start_again(victims)

    def wrong_clock(self):
        victims = self.victims()
        for node in victims:
            self.nodes.set_clock(node, self.random.choice((-30, -3, 3, 30)))
        self.wait()
        for node in victims:
            self.nodes.set_clock(node, 0)
        return victims

    def nodes_with_databases(self):
        """Some of them; they are less than half of all."""
        ids = list(self.nodes.databases)
        self.random.shuffle(ids)
        return ids[:self.random.randint(1, len(ids))]

    def killed_database(self):
        victims = self.nodes_with_databases()
        for node in victims:
            self.nodes.databases[node].stop()
        self.wait()
        for node in victims:
            self.nodes.databases[node].start()
        return victims

    def read_only_database(self):
        victims = self.nodes_with_databases()
        for node in victims:
            self.nodes.databases[node].execute("SET GLOBAL read_only = 1")
        self.wait()
        for node in victims:
            self.nodes.databases[node].execute("SET GLOBAL read_only = 0")
        return victims

    def slow_database(self):
        victims = self.nodes_with_databases()
        for node in victims:
            self.nodes.let_commits(node, str(self.random.choice((50, 200, 600))))
        self.wait()
        for node in victims:
            self.nodes.let_commits(node, None)
        return victims

    def hung_database(self):
        victims = self.nodes_with_databases()
        for node in victims:
            self.nodes.databases[node].server.send_signal(signal.SIGSTOP)
        self.wait()
        for node in victims:
            self.nodes.databases[node].server.send_signal(signal.SIGCONT)
        return victims
