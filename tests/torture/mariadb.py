"""A MariaDB server in a folder, with a schema for each node."""

import os
import pathlib
import shutil
import subprocess
import time

START_SECONDS = 60
PLACES = os.environ.get("PATH", "") + ":/usr/sbin"


def program(name):
    found = shutil.which(name, path=PLACES)
    if not found:
        raise AssertionError(f"{name} is missing: install mariadb-server")
    return found


class MariaDb:
    def __init__(self, folder, schemas):
        self.folder = pathlib.Path(folder)
        (self.folder / "tmp").mkdir()
        self.socket = self.folder / "socket"
        shared = ["--no-defaults", f"--datadir={self.folder}/data",
                  f"--tmpdir={self.folder}/tmp", "--skip-name-resolve",
                  "--innodb-log-file-size=16M"]
        if os.geteuid() == 0:
            shared.append("--user=root")
        log = open(self.folder / "log", "w")
        subprocess.run(
            [program("mariadb-install-db"), *shared, "--skip-test-db",
             "--auth-root-authentication-method=normal"],
            check=True, stdout=log, stderr=log)
        self.server = subprocess.Popen(
            [program("mariadbd"), *shared, f"--socket={self.socket}",
             f"--pid-file={self.folder}/pid", "--skip-networking",
             "--innodb-flush-method=fsync", "--performance-schema=OFF"],
            stdout=log, stderr=log)
        self.create(schemas)

    def create(self, schemas):
        statements = "".join(f"CREATE DATABASE {x};" for x in schemas)
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(
                [program("mariadb"), "--no-defaults", f"--socket={self.socket}",
                 "--user=root", "--execute", statements], check=False,
                stderr=subprocess.DEVNULL).returncode != 0:
            if time.monotonic() > deadline:
                raise AssertionError("mariadbd does not start")
            time.sleep(0.05)

    def settings(self):
        """Of a node; its id is still to be filled in."""
        password = self.folder / "password"
        password.write_text("\n")
        password.chmod(0o600)
        return (f'[store]\nbackend = "mysql"\n[store.mysql]\n'
                f'url = "unix://{self.socket}"\nschema = "node{{id}}"\n'
                f'user = "root"\npassword_file = "{password}"\n')

    def stop(self):
        self.server.kill()
        self.server.wait()
