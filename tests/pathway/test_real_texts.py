"""Texts of the real world as content, where a folder of them is named."""

import csv
import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

from hub.reports.models import Report
from tests.walks import arrive, telling

FOLDER = os.environ.get("HUB_TEST_TEXTS", "")


@pytest.mark.outside_data
@pytest.mark.skipif(not FOLDER, reason="HUB_TEST_TEXTS names no folder of texts")
@pytest.mark.django_db
def test_two_thousand_real_texts_are_taken_in_as_content():
    csv.field_size_limit(1 << 24)
    texts = []
    for path in sorted(Path(FOLDER).glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            texts += [each["text"].replace("\0", "") for each in islice(csv.DictReader(file), 400)]
    texts = texts[:2000]
    for start in range(0, len(texts), 50):
        batch = texts[start : start + 50]
        arrive(
            *(telling(start + each, content_text=text, content_urls="") for each, text in enumerate(batch))
        )
    assert Report.objects.count() == len(texts)
