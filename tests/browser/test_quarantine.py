"""A file that shows a child goes into quarantine from the page of files, and the dedicated unit gives its word about it."""

import re

import pytest
from playwright.sync_api import expect

from hub.evidence.models import Exhibit
from hub.evidence.terms import Source
from hub.keys import actions as keys
from hub.pathway import evidence
from tests.browser import world
from tests.walks import MACHINE
from tests.web.accounts import actor


@pytest.fixture
def file(site, settings, tmp_path):
    """A file of a case of Bo's."""
    settings.HUB_VAULT, settings.HUB_QUARANTINE_KEYS = tmp_path / "vault", tmp_path / "quarantine"
    keys.enrol(by=MACHINE)
    case = world.make().ordinary
    source = Source("invented.mp4", lambda: iter([b"\0\0\0\x18ftypmp42" + bytes(2_000)]))
    evidence.collect(case=case, source=source, reason="From the reporter.", by=actor("bo"))
    return Exhibit.objects.get()


def test_what_shows_a_child_is_put_away_and_destroyed_on_the_units_word(file, browser_of, look):
    bo = browser_of("bo")
    bo.goto(f"/desk/cases/{file.subject}/files/")
    bo.get_by_role("link", name="It is sexual, or shows a child").click()
    look(bo, "quarantine-put")
    bo.get_by_label(re.compile("What makes you think so")).fill("The reporter says that it is of her son.")
    bo.get_by_role("button", name="Put it in quarantine").click()
    expect(bo.get_by_text("In quarantine. Nobody opens it here any more")).to_be_visible()
    bo.goto(f"/desk/cases/{file.subject}/files/")
    expect(bo.get_by_text("In quarantine: nobody opens it here.")).to_be_visible()
    expect(bo.get_by_role("link", name="Take it out")).to_have_count(0)
    ken = browser_of("ken")
    ken.goto("/desk/")
    look(ken, "quarantine")
    ken.get_by_role("link", name=file.reference).click()
    expect(ken.get_by_text("The reporter says that it is of her son.")).to_be_visible()
    expect(ken.locator("main img, main video")).to_have_count(0)
    ken.get_by_label("Destroy it").check()
    ken.get_by_label("Why?").fill("We have our own copy.")
    look(ken, "quarantine-word")
    ken.get_by_role("button", name="Go on").click()
    expect(ken.get_by_text("The unit has not taken it over.")).to_be_visible()
    look(ken, "quarantine-destroy")
    ken.get_by_role("button", name="Destroy it").click()
    expect(ken.get_by_text("Nothing is in quarantine")).to_be_visible()
    bo.reload()
    expect(bo.get_by_text("Destroyed. Nobody can bring it back.")).to_be_visible()
