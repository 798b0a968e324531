"""The type of a file is what it is, whatever it is called."""

import io
import zipfile

import pytest

from hub.evidence import rules


def packed() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("a.txt", "invented")
    return held.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40)
FILES = {
    "png": (PNG, "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40), "image/jpeg"),
    "gif": (b"GIF89a" + bytes(40), "image/gif"),
    "pdf": (b"%PDF-1.7\n" + bytes(40), "application/pdf"),
    "zip": (packed(), "application/zip"),
    "text": (b"Invented words, \xc3\xa9.\n", "text/plain"),
    "text whose last letter is cut": (b"Invented words \xc3", "text/plain"),
    "text as Windows writes it": ("Invented words, é.\r\n".encode("utf-16"), "text/plain"),
    "a program": (b"MZ" + bytes(60), "application/x-msdownload"),
    "bytes": (bytes(range(1, 32)) * 3, "application/octet-stream"),
    "nothing": (b"", "application/octet-stream"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_type_is_known_by_content(name):
    head, media_type = FILES[name]
    assert rules.type_of(head) == media_type


NAMES = [
    ("picture.png", "image/png", False), ("picture.jpg", "image/png", False), ("picture.png", "video/mp4", True),
    ("words.txt", "application/x-msdownload", True), ("picture.png", "text/plain", True), ("post.json", "text/plain", False),
    ("page.html", "text/plain", False), ("paper.pdf", "application/zip", True), ("paper.pdf", "text/plain", True),
    ("drawing.svg", "text/plain", False), ("call.3gp", "video/3gpp", False), ("drawing.svg", "image/png", True),
    ("paper.docx", "application/zip", False), ("nothing-said", "image/png", False),
    ("picture.png", "application/octet-stream", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "media_type", "wrong"), NAMES)
def test_a_name_that_says_something_else_is_seen(name, media_type, wrong):
    assert rules.mislabelled(name, media_type) == wrong
