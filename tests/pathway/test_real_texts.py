"""Texts of the real world as content, where a folder of them is named."""

import csv
import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

from hub.content.models import Item
from hub.content.rules import normal_text
from hub.reports.models import Appearance, Report
from tests.walks import arrive, telling

WANTED = 2000
FOLDER = os.environ.get("HUB_TEST_TEXTS", "")


def texts_of(folder: Path) -> list[str]:
    """Two thousand texts, a few hundred of each file; a folder that holds fewer is not the one that was meant."""
    csv.field_size_limit(1 << 24)
    texts = []
    for path in sorted(folder.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            texts += [each["text"].replace("\0", "") for each in islice(csv.DictReader(file), 400)]
    assert len(texts) >= WANTED, f"HUB_TEST_TEXTS holds {len(texts)} texts in files named *.csv.gz"
    return texts[:WANTED]


def test_a_folder_without_texts_proves_nothing(tmp_path):
    with pytest.raises(AssertionError, match="holds 0 texts"):
        texts_of(tmp_path)


@pytest.mark.outside_data
@pytest.mark.skipif(not FOLDER, reason="HUB_TEST_TEXTS names no folder of texts")
@pytest.mark.django_db
def test_two_thousand_real_texts_are_taken_in_as_content():
    texts = texts_of(Path(FOLDER))
    for start in range(0, len(texts), 50):
        batch = texts[start : start + 50]
        arrive(
            *(telling(start + each, content_text=text, content_urls="") for each, text in enumerate(batch))
        )
    assert Report.objects.count() == len(texts)
    told = [each for each in texts if normal_text(each)]
    assert Appearance.objects.count() == len(told)
    assert {normal_text(each) for each in Item.objects.values_list("text", flat=True)} == set(
        map(normal_text, told)
    )
