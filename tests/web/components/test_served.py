"""What a browser is given with the pages: our own typeface, and nothing that is gov.uk's alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

PACKED = {".br", ".gz"}
GOV_UK = re.compile(
    r"GDS.?Transport|url\([^)]*(?:crown|crest|govuk-|gds-|light-|bold-)[^)]*\)", re.IGNORECASE
)
SERVED = sorted(
    each
    for each in Path(settings.STATIC_ROOT, "hub").rglob("*")
    if each.is_file() and each.suffix not in PACKED
)


def test_fonts_are_our_own_and_there_is_no_picture():
    assert {each.name.partition(".")[0] for each in SERVED if each.suffix in {".woff", ".woff2"}} == {
        "atkinson"
    }
    assert {each.suffix for each in SERVED} == {".css", ".js", ".woff2"}
    faces = re.findall(
        r"@font-face\s*{[^}]*}", "".join(words(each) for each in SERVED if each.suffix == ".css")
    )
    assert faces
    assert all("Atkinson" in each for each in faces)


@pytest.mark.parametrize(
    "path", [each for each in SERVED if each.suffix != ".woff2"], ids=lambda each: each.name
)
def test_nothing_of_gov_uk_alone_is_served(path):
    assert not GOV_UK.findall(words(path))


def words(path):
    return path.read_text(encoding="utf-8")
