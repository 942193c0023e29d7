"""A real portal for browser tests: its own database, web server, Celery worker and beat, each a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from redis import Redis

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


class Portal:
    """Start with `Portal(folder)`, stop with `stop()`. `run(code)` executes Python inside the portal's settings."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = ScratchDatabase(os.environ.get("DATABASE_URL", ""), folder)
        self.env = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": self.database.url,
            "DEBUG": "0",
            "LOG_LEVEL": "WARNING",
            "SITE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "zi_portal.settings",
        }
        self.children: dict[str, subprocess.Popen] = {}
        if given := os.environ.get("REDIS_URL"):
            self.env["REDIS_URL"] = own_queue(given)
        self.manage("prepare", "--verbosity", "0")

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code: str) -> str:
        """What the code prints."""
        return self.manage("shell", "--no-imports", "--command", code).strip()

    def start(self) -> None:
        self.start_child(
            "web",
            str(BIN / "granian"),
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--log-level",
            "warning",
            "zi_portal.wsgi:application",
        )
        self.start_worker()
        self.start_child(
            "beat", str(BIN / "celery"), "-A", "zi_portal", "--quiet", "beat", "--loglevel", "ERROR", "--pidfile", ""
        )
        self._wait()

    def start_worker(self, name: str = "worker") -> None:
        self.start_child(
            name,
            str(BIN / "celery"),
            "-A",
            "zi_portal",
            "--quiet",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "WARNING",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        )

    def start_child(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """The hard way: as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.children[name].pid, signal.SIGKILL)
        self.children.pop(name).wait(timeout=20)

    def lose_queue(self) -> None:
        """Every message that nobody has taken yet is gone, as after a broker's death."""
        if redis := self.env.get("REDIS_URL"):
            with Redis.from_url(redis) as broker:
                broker.flushdb()
                broker.set(CLAIM, os.getpid())
        for message in (self.folder / "celery" / "queue").glob("*"):
            message.unlink()

    def _wait(self) -> None:
        for _ in range(300):
            with suppress(URLError, OSError):
                urllib.request.urlopen(f"{self.url}/sehat/", timeout=2).close()
                return
            assert self.children["web"].poll() is None, (self.folder / "web.log").read_text()
            time.sleep(0.1)
        raise AssertionError("the portal does not answer")

    def is_ready(self) -> bool:
        with (
            suppress(HTTPError, URLError, OSError),
            urllib.request.urlopen(f"{self.url}/sehat/siap/", timeout=5) as answer,
        ):
            return answer.status == 200
        return False

    def stop(self) -> None:
        for name in list(self.children):
            self.kill(name)
        self.database.drop()
        if os.environ.get("REDIS_URL"):
            with Redis.from_url(self.env["REDIS_URL"]) as redis:
                redis.flushdb()


CLAIM = "zi-portal-uji"


def own_queue(given: str) -> str:
    """An empty Redis database of its own: a worker of another portal would take this one's jobs and not find their rows.

    The key claims it before anything else is written, so that two test processes do not take the same one.
    """
    for number in range(1, 16):
        url = urlunsplit(urlsplit(given)._replace(path=f"/{number}"))
        with Redis.from_url(url) as redis:
            if url != given and redis.dbsize() == 0 and redis.set(CLAIM, os.getpid(), nx=True):
                return url
    raise AssertionError("no Redis database is empty")


class ScratchDatabase:
    """SQLite in the test's folder, or a database of its own beside the given PostgreSQL one."""

    def __init__(self, given: str, folder: Path):
        self.admin = given if given.startswith("postgres") else ""
        self.name = f"zi_browser_{os.getpid()}_{free_port()}"
        if self.admin:
            self._execute(f'CREATE DATABASE "{self.name}"')
            self.url = urlunsplit(urlsplit(given)._replace(path=f"/{self.name}"))
        else:
            self.url = f"sqlite:///{folder}/zi.sqlite3"

    def drop(self) -> None:
        if self.admin:
            self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _execute(self, sql: str) -> None:
        connection = psycopg2.connect(self.admin)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
