"""The files of a case: found from its page, read at both widths, and one of them saved."""

from hashlib import sha256
from pathlib import Path

from django.db import transaction
from playwright.sync_api import expect

from hub.evidence import actions as evidence
from hub.evidence.models import Exhibit
from hub.evidence.terms import Scanned, Source
from hub.pathway import evidence as steps
from tests.browser import world
from tests.walks import MACHINE
from tests.web.accounts import actor

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(80_000)
GIVEN = {
    "picture.png": PICTURE,
    "picture.jpg": b"Invented words of a post.",
    "film.mp4": b"\0\0\0\x18ftypmp42" + bytes(2_000),
}


def test_the_files_of_a_case_say_how_they_stand_and_one_is_saved_for_a_reason(site, browser_of, look):
    here = world.make()
    for name, content in GIVEN.items():
        source = Source(name, lambda content=content: iter([content]))
        steps.collect(case=here.ordinary, source=source, reason="From the reporter.", by=actor("bo"))
    first, second, _ = Exhibit.objects.order_by("pk")
    for exhibit, found in ((first, ""), (second, "Invented.Trojan")):
        with transaction.atomic():
            evidence.settle_scan(exhibit=exhibit.pk, scanned=Scanned(found, "ClamAV 1.4"), by=MACHINE)
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/")
    page.get_by_text("Files, headline and printing").click()
    page.get_by_role("link", name="Files", exact=True).click()
    expect(page.get_by_text("Not looked through for malware yet.")).to_be_visible()
    page.get_by_text("Who held it").first.click()
    look(page, "files")
    page.get_by_role("link", name=f"Take it out {first.reference}").click()
    look(page, "file-take-out")
    page.get_by_label("Why do you take it out?").fill("For the file to the prosecutor.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it").click()
    assert saved.value.suggested_filename == f"OFFICIAL-SENSITIVE {first.reference}.png"
    assert sha256(Path(saved.value.path()).read_bytes()).hexdigest() == sha256(PICTURE).hexdigest()
