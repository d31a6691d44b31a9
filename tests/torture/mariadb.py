"""A MariaDB server in a folder, with a schema for each node."""

import os
import pathlib
import shutil
import subprocess
import time

START_SECONDS = 180
SECRET = "secret"
PLACES = os.environ.get("PATH", "") + ":/usr/sbin"


def program(name):
    found = shutil.which(name, path=PLACES)
    if not found:
        raise AssertionError(f"{name} is missing: install mariadb-server")
    return found


class MariaDb:
    """`around` is more environment for the server, as a library to preload."""

    def __init__(self, folder, schemas, around=None):
        self.folder = pathlib.Path(folder)
        (self.folder / "tmp").mkdir()
        self.socket = self.folder / "socket"
        self.around = {**os.environ, **(around or {})}
        self.shared = ["--no-defaults", f"--datadir={self.folder}/data",
                       f"--tmpdir={self.folder}/tmp", "--skip-name-resolve",
                       "--innodb-log-file-size=16M"]
        if os.geteuid() == 0:
            self.shared.append("--user=root")
        self.log = open(self.folder / "log", "w")
        subprocess.run(
            [program("mariadb-install-db"), *self.shared, "--skip-test-db",
             "--auth-root-authentication-method=normal"],
            check=True, stdout=self.log, stderr=self.log)
        self.start()
        # The server's own user may write where all others may only read.
        self.execute(f"CREATE USER taskraft@localhost IDENTIFIED BY '{SECRET}';"
                     + "".join(f"CREATE DATABASE {x};"
                               f"GRANT ALL ON {x}.* TO taskraft@localhost;"
                               for x in schemas))

    def start(self):
        """Waits until it answers."""
        self.server = subprocess.Popen(
            [program("mariadbd"), *self.shared, f"--socket={self.socket}",
             f"--pid-file={self.folder}/pid", "--skip-networking",
             "--innodb-flush-method=fsync", "--innodb-buffer-pool-size=64M",
             "--performance-schema=OFF"],
            stdout=self.log, stderr=self.log, env=self.around)
        deadline = time.monotonic() + START_SECONDS
        while not self.try_execute("SELECT 1"):
            if time.monotonic() > deadline or self.server.poll() is not None:
                raise AssertionError("mariadbd does not start: "
                                     + (self.folder / "log").read_text()[-800:])
            time.sleep(0.05)

    def try_execute(self, statements):
        return subprocess.run(
            [program("mariadb"), "--no-defaults", f"--socket={self.socket}",
             "--user=root", "--execute", statements], check=False,
            stdout=subprocess.DEVNULL, stderr=self.log).returncode == 0

    def execute(self, statements):
        if not self.try_execute(statements):
            raise AssertionError(f"MariaDB refuses: {statements}")

    def settings(self):
        """Of a node; its id is still to be filled in."""
        password = self.folder / "password"
        password.write_text(SECRET + "\n")
        password.chmod(0o600)
        return (f'[store]\nbackend = "mysql"\n[store.mysql]\n'
                f'url = "unix://{self.socket}"\nschema = "node{{id}}"\n'
                f'user = "taskraft"\npassword_file = "{password}"\n')

    def stop(self):
        self.server.kill()
        self.server.wait()
