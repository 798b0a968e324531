"""What no template may hold, because the browser would refuse it or because a reader would miss it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src" / "hub"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
PIECES = sorted((SOURCE / "web").rglob("*.py"))
REFUSED = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style sheet inside": re.compile(r"<style\b", re.IGNORECASE),
    "a script inside": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script as address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx script": re.compile(r"\bhx-on|\bhx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}


class Balance(HTMLParser):
    """Counts what is opened and never closed."""

    EMPTY = frozenset({"input", "meta", "link", "br", "hr", "img", "path", "rect", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in self.EMPTY or (self.open and self.open.pop() != tag):
            self.wrong.append(tag)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("what", REFUSED)
def test_no_template_holds_what_the_browser_is_told_to_refuse(path, what):
    assert not REFUSED[what].search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PIECES, ids=lambda path: path.name)
def test_no_piece_made_in_python_holds_what_the_browser_is_told_to_refuse(path):
    text = path.read_text(encoding="utf-8")
    assert not [what for what in ("a style attribute", "a style sheet inside") if REFUSED[what].search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_marked_safe_by_hand(path):
    assert not re.search(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8"))


def balanced(html: str) -> Balance:
    reader = Balance()
    reader.feed(html)
    return reader
