"""A real browser before a real server: `site` is its address, `browser_of("bo")` a page in which Bo is signed in.

The server runs in this process on a database of the test's own, so a test may also call actions and the pathway.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

# Playwright keeps a loop in this thread; nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from tests.browser.states import State
from tests.web import accounts

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What hangs on the style sheets, and not on how a page is built.
_LOOKS = ["color-contrast", "target-size", "css-orientation-lock"]
_BUILT = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {each: {"enabled": False} for each in _LOOKS},
}
_SCREEN = """() => [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches,
    matchMedia("(forced-colors: active)").matches, document.documentElement.dataset.theme].join()"""
# Each element that can be seen as the style sheets see it: itself and all it stands in. One of each that is new is marked.
_MARK = """seen => {
    for (const each of document.querySelectorAll("[data-look]")) delete each.dataset.look;
    const before = new Set(seen), looks = new Map(), known = new Map([[document.documentElement, 7]]);
    const telling = ["class", "role", "type", "open", "disabled", "aria-current", "aria-disabled", "aria-pressed", "name", "value"];
    for (const each of [document.body, ...document.body.querySelectorAll("*")]) {
        let look = known.get(each.parentElement);
        const said = telling.slice(0, each.matches("input[type=radio], input[type=checkbox]") ? 10 : 8);
        const states = [each.tagName, each.checked, ...said.map((one) => each.getAttribute(one))];
        for (const letter of states.join()) look = (look * 31 + letter.codePointAt(0)) | 0;
        known.set(each, look);
        if (each === document.activeElement && each !== document.body) look = ~look;
        if (!before.has(look) && !looks.has(look) && each.checkVisibility()) looks.set(look, each);
    }
    for (const each of looks.values()) each.dataset.look = "new";
    return [...looks.keys()];
}"""
_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
_PATIENCE = 15_000  # milliseconds; two workers share two cores
_WIDTHS = {1280: 900, 390: 844}
PICTURES = os.environ.get("HUB_SCREENSHOTS", "")  # where `make screenshots` keeps what pages look like

expect.set_options(timeout=_PATIENCE)

Opened = Callable[..., Page]
Look = Callable[..., None]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing is written about requests."""


@pytest.fixture(scope="session")
def _answer() -> WSGIHandler:
    return WSGIHandler()


@pytest.fixture
def site(own_database: str, _answer: WSGIHandler) -> Iterator[str]:
    """The address of the site; by a name, because a passkey belongs to a name."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, ipv6=False, allow_reuse_address=True)
    server.daemon_threads = True
    server.set_app(_answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _browser() -> str:
    """Where Debian keeps the browser: the one that has no window, or else the one that has."""
    without = "/usr/bin/chromium-headless-shell"
    return without if Path(without).exists() else "/usr/bin/chromium"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser(), args=_CHROMIUM)
        yield browser
        browser.close()


def _said(message: ConsoleMessage) -> list[str]:
    """An error; that a page itself is refused or not found, or that a test cuts the line, is that test's own business."""
    known = ("Failed to load resource", "htmx:sendError", "htmx:timeout", "htmx:afterRequest")
    return (
        [message.text] if message.type == "error" and not any(each in message.text for each in known) else []
    )


def _missing(response: Response) -> list[str]:
    """Something that a page needs and did not get."""
    wrong = response.status >= 500 or (
        response.status >= 400 and response.request.resource_type != "document"
    )
    return [f"{response.status} {response.url}"] if wrong else []


@pytest.fixture
def opened(chromium: Browser, site: str) -> Iterator[Opened]:
    """A fresh window, signed out; any error that the browser writes down fails the test.

    `opened(width=390)`, `opened(javascript=False)`, `opened(dark=True)`, `opened(forced=True)` for colours that the
    device forces on every page.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        dark: bool = False,
        forced: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": height}, java_script_enabled=javascript,
            color_scheme="dark" if dark else "light", forced_colors="active" if forced else "none", locale="en-GB",
            timezone_id="Europe/London",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)
        page = context.new_page()
        page.on("console", lambda each: troubles.extend(_said(each)))
        page.on("response", lambda each: troubles.extend(_missing(each)))
        page.on("pageerror", lambda each: troubles.append(str(each)))
        return page

    yield make
    for each in contexts:
        each.close()
    assert troubles == []


@pytest.fixture
def browser_of(opened: Opened, site: str) -> Opened:
    """A page in which somebody is signed in, at the desk's front page once `goto` is called: `browser_of("bo")`."""

    def make(who: str, **how) -> Page:
        page, client = opened(**how), Client()
        accounts.sign_in(client, accounts.account(who))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        return page

    return make


@pytest.fixture(scope="session")
def seen() -> dict[str, set[int]]:
    """What was held against axe for its colours and sizes already, by the screen that it was seen on."""
    return defaultdict(set)


@pytest.fixture(scope="session")
def axe(seen: dict[str, set[int]]) -> Callable[..., list[str]]:
    """What axe finds wrong with a page by WCAG 2.2 AA: `assert axe(page) == []`, or with its colours and sizes alone.

    How something is built is asked of every page. What it looks like hangs on the style sheets alone, so that is asked
    of each kind of element once for each screen: `colours_only` where a page that was asked is seen on another one.
    """
    script, given = AXE.read_text(encoding="utf-8"), set()

    def run(page: Page, *, colours_only: bool = False) -> list[str]:
        if page.context not in given:  # handed over once, and there from the first on whatever is opened next
            given.add(page.context)
            page.context.add_init_script(script)
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        found = [] if colours_only else _wrong(page, "html", _BUILT)
        screen = page.evaluate(_SCREEN)
        new = page.evaluate(_MARK, list(seen[screen]))
        if new:
            found += _wrong(page, "[data-look]", {"runOnly": {"type": "rule", "values": _LOOKS}})
        seen[screen].update(new)
        return found

    return run


def _wrong(page: Page, within: str, how: Mapping[str, Any]) -> list[str]:
    found = page.evaluate(
        "([within, how]) => axe.run(within, {...how, resultTypes: ['violations']})", [within, how]
    )
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


# How else a page is looked at: its size, its theme, and whether the device forces its colours.
_WIDE, _NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_SMALLEST = {"width": 320, "height": 256}  # which is 1280 by 1024 at 400 %
_SCREENS = (
    (_NARROW, "light", "none"), (_NARROW, "dark", "none"), (_NARROW, "light", "active"),
    (_WIDE, "dark", "none"), (_WIDE, "light", "active"),
)  # fmt: skip


@pytest.fixture
def sound(axe: Callable[..., list[str]], seen: dict[str, set[int]]) -> Callable[..., None]:
    """Reach each state and hold it against axe, its focus, its one heading and every width; what is new, on every screen."""

    def run(page: Page, *states: State) -> None:
        page.emulate_media(reduced_motion="reduce")
        for state in states:
            page.set_viewport_size(_WIDE)
            page.emulate_media(color_scheme="light", forced_colors="none")
            state.reach(page)
            assert page.locator("h1").count() == 1, state
            if state.told:
                expect(page.locator("[data-module='govuk-error-summary']")).to_be_focused()
            known = sum(map(len, seen.values()))
            assert axe(page) == [], state
            assert fits(page), state
            for size, theme, forced in _SCREENS if sum(map(len, seen.values())) > known else ():
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=theme, forced_colors=forced)
                assert axe(page, colours_only=True) == [], (state, size, theme, forced)
            for size in (_NARROW, _SMALLEST):
                page.set_viewport_size(size)
                assert fits(page), (state, size)

    return run


# Whether no place of the desk lies under the field beside it, and nothing is wider than the window.
_FITS = """() => {
    const find = document.querySelector(".hub-bar__in > .hub-find"), edge = find ? find.getBoundingClientRect().left : 0;
    const places = [...document.querySelectorAll(".hub-bar__in > .hub-nav a")].map((each) => each.getBoundingClientRect());
    return document.documentElement.scrollWidth <= innerWidth && !places.some((each) => edge && each.right > edge);
}"""


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window, or lies under something else at its head."""
    return bool(page.evaluate(_FITS))


@pytest.fixture
def look(axe: Callable[..., list[str]]) -> Look:
    """Hold a page against axe at both widths; where pictures are asked for, keep how one with a name looks."""

    def run(page: Page, name: str = "") -> None:
        before = page.viewport_size
        for width, height in _WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if PICTURES and name:
                page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            assert axe(page) == [], (page.url, width)
            assert fits(page), f"{page.url} scrolls sideways at {width}"
        if before:
            page.set_viewport_size(before)

    return run
