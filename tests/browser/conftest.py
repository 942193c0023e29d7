"""Chromium and a real portal. Everything here is marked `browser`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import Portal

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# bin/test names the Chromium that it found or installed.
CHROMIUM = os.environ.get("ZI_CHROMIUM") or next(
    (p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(p).exists()), None
)
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """One portal with the demo data for all tests that only look around."""
    portal = Portal(tmp_path_factory.mktemp("portal"))
    portal.manage("demo")
    portal.start()
    yield portal
    portal.stop()


class Person:
    """A person at a browser of their own."""

    def __init__(self, browser: Browser, url: str, *, viewport: dict | None = None):
        self.context = browser.new_context(
            base_url=url,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport=viewport or LAPTOP,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.errors: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def sign_in(self, login: str, password: str) -> "Person":
        self.page.goto("/masuk/")
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/")
        return self

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def person(chromium) -> Iterator:
    """`person(url, login, password)`: sign in; every browser is closed at the end."""
    people: list[Person] = []

    def arrive(url: str, login: str, password: str, **options) -> Person:
        people.append(Person(chromium, url, **options))
        return people[-1].sign_in(login, password)

    yield arrive
    for one in people:
        one.close()
