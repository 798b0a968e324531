"""The tokens, and how well one can be read on another, in both themes."""

import gzip
import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parents[3] / "frontend" / "css"
TOKENS = (SHEETS / "10-tokens.css").read_text(encoding="utf-8")
BLOCK = re.compile(r"(:root[^{]*)\{([^}]*--paper:[^}]*)\}")


def theme(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block))


BLOCKS = [theme(body) for _, body in BLOCK.findall(TOKENS)]
THEMES = {"light": BLOCKS[0], "dark": BLOCKS[1]}

AS_DRAWN = {
    "light": "paper F8F6F2 sheet FFFFFF sunk F0EDE7 line DDD8CF edge 7C756A ink 1F1C18 ink2 57514A accent 0B5A5C "
    "tint E2EFED fill 0B5A5C alarm B3141C due 744600 due-tint FFF0CF due-fill F5B83D map1 E2EFED map2 B9DAD7 "
    "map3 7FB9B6 map4 28797B map5 0B5A5C river B4C6C9 lamp DCEDEA",
    "dark": "paper 161513 sheet 1F1D1A sunk 2A2724 line 3D3934 edge 928A7E ink F2EEE7 ink2 BDB5A9 accent 7FD1C9 "
    "tint 173331 fill 17706F alarm BF2830 due F4C266 due-tint 382B11 due-fill F5B83D map1 173331 map2 1F4B48 "
    "map3 2A6A66 map4 5FB3AC map5 93DDD6 river 3E5559 lamp 2C6562",
}

# What is read, on which ground, and the least ratio: 7 on page and sheet, 6 on a tint, 4.5 for white on the alarm
# and the fill at night and for figures on the map, 3 for the edge of what can be pressed.
PAIRS = [
    ("ink", "paper", 7), ("ink", "sheet", 7), ("ink", "sunk", 7), ("ink", "tint", 7), ("ink", "due-tint", 7),
    ("ink2", "paper", 7), ("ink2", "sheet", 7), ("ink2", "sunk", 6),
    ("accent", "paper", 7), ("accent", "sheet", 7), ("accent", "tint", 6),
    ("due", "due-tint", 6), ("on-due", "due-fill", 7),
    ("on-fill", "fill", 4.5), ("on-fill", "alarm", 4.5),
    ("edge", "sheet", 3), ("edge", "paper", 3), ("ink", "paper", 3),
    ("on-map-low", "map1", 4.5), ("on-map-low", "map2", 4.5), ("on-map-low", "map3", 4.5),
    ("on-map-high", "map4", 4.5), ("on-map-high", "map5", 4.5),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(name, text, ground, least):
    assert ratio(THEMES[name][text], THEMES[name][ground]) >= least


@pytest.mark.parametrize("name", THEMES)
def test_every_token_is_the_colour_of_the_look(name):
    words = AS_DRAWN[name].split()
    drawn = {token: f"#{colour}" for token, colour in zip(words[::2], words[1::2], strict=True)}
    assert {token: THEMES[name][token] for token in drawn} == drawn


def test_dark_by_device_and_dark_by_choice_are_the_same():
    assert len(BLOCKS) == 3
    assert BLOCKS[1] == BLOCKS[2]


def test_no_sheet_of_ours_names_a_colour_outside_the_tokens():
    for path in SHEETS.glob("*.css"):
        if path.name not in {"10-tokens.css", "90-print.css"}:
            assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text(encoding="utf-8")), path.name


def test_red_is_only_for_danger_and_destroying():
    rules = "".join(p.read_text(encoding="utf-8") for p in SHEETS.glob("[2-9]*.css"))
    users = re.findall(r"([^{}]*)\{[^}]*var\(--alarm\)", rules)
    assert {name for user in users for name in re.findall(r"\.hub-[\w-]+", user)} == {
        ".hub-tag--danger",
        ".hub-entry__alarm",  # what to do now, where the caller says that somebody is in danger
        ".hub-entry__now",
        ".hub-button--destroy",
    }


def test_what_a_first_visit_loads_stays_small():
    served = SHEETS.parents[1] / "src" / "hub" / "web" / "components" / "static" / "hub"
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in served.iterdir()}
    assert sizes["hub.css"] < 10_000
    assert sizes["hub.js"] + sizes["theme.js"] < 5_000
    assert sum(size for name, size in sizes.items() if name not in {"kit.css", "moj.js"}) < 130_000
