"""Runs web server, worker and beat as children of one process that ends them together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError

from environs import Env, EnvError, validate

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
STOP_SECONDS = 15
START_SECONDS = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CELERY = [str(BIN / "celery"), "--app", "zi_portal", "--quiet"]


class Child:
    """A process with a group of its own, so that its children can never outlive it."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.started = 0.0
        self.process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True)  # noqa: S603

    def kill_group(self) -> None:
        """Nothing of a dead parent may go on: another may have been given what its pool was doing."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def restart(self) -> None:
        self.kill_group()
        # a child that dies at once is not restarted in a busy loop
        time.sleep(1 if time.monotonic() - self.started > 10 else 5)
        self.start()


def main() -> int:
    os.umask(0o077)  # database and evidence are nobody else's on this machine
    env = Env()
    env.read_env(ROOT / ".env", recurse=False)
    host = env.str("HOST", "127.0.0.1")
    try:
        port = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
    except EnvError as error:
        say(str(error))
        return 1
    address = url_of(host, port).replace("127.0.0.1", "localhost")
    os.environ.setdefault("SITE_URL", address)
    # true, but trying the portal out as root is what containers do; deploy/ runs it as a user of its own
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    if reason := why_not_listen(host, port):
        say(f"Cannot listen on port {port} of {host}: {reason}. Another port: PORT={port + 1} bin/serve")
        return 1
    for number in STOP_SIGNALS:
        signal.signal(number, stop_requested)
    children: list[Child] = []
    try:
        prepare = [sys.executable, "manage.py", "prepare", "--demo", "--verbosity", "0"]
        if subprocess.run(prepare, cwd=ROOT, check=False).returncode != 0:  # noqa: S603
            return 1
        for name, command in (("web", web_command(host, port)), ("worker", WORKER), ("beat", BEAT)):
            children.append(Child(name, command))
        wait_for_web(children[0], url_of(host, port))
        say(f"\nThe portal is ready: {address}\nCtrl+C stops it.")
        return watch(children)
    except StopRequestedError:
        say("Stopping.")
        return 0
    finally:
        stop(children)


class StopRequestedError(Exception):
    """A signal asked for the end."""


def stop_requested(number: int, frame: FrameType | None) -> None:
    for later in STOP_SIGNALS:
        signal.signal(later, signal.SIG_IGN)  # a second Ctrl+C must not leave children behind
    raise StopRequestedError


def web_command(host: str, port: int) -> list[str]:
    return [
        str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning",
        "zi_portal.wsgi:application",
    ]  # fmt: skip


# Gossip, mingling and event heartbeats are for clusters that watch each other; nothing here reads them.
WORKER = [
    *CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING",
    "--without-gossip", "--without-mingle", "--without-heartbeat",
]  # fmt: skip
# No pid file: one left by a power cut would keep beat from starting.
BEAT = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""]


def why_not_listen(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror
    return ""


def url_of(host: str, port: int) -> str:
    """Where this machine itself finds the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def wait_for_web(web: Child, url: str) -> None:
    """An answer of any status means that the server runs; which hosts it serves is the settings' business."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and web.process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/sehat/", timeout=5).close()  # noqa: S310
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return


def watch(children: list[Child]) -> int:
    """Worker and beat come back by themselves; without the web server there is nothing to serve."""
    while True:
        for child in children:
            code = child.process.poll()
            if code is None:
                continue
            if child.name == "web":
                say(f"The web server ended with code {code}; its message is above.")
                return 1
            say(f"{child.name} ended with code {code}; starting it again.")
            child.restart()
        time.sleep(0.5)


def stop(children: list[Child]) -> None:
    for child in children:
        child.process.terminate()
    end = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{child.name} is busy after {STOP_SECONDS} s and is ended; the next start takes its job up.")
        child.kill_group()
        child.process.wait()


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
