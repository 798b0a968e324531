"""How somebody likes the desk is kept: light or dark on this device, and whether single keys do anything."""

from playwright.sync_api import expect

from tests.browser import world

_THEME = "document.documentElement.dataset.theme || ''"
_GROUND = "getComputedStyle(document.body).backgroundColor"


def chosen(page, name):
    """Press one of Light, Dark and Device."""
    page.locator(".hub-who summary").click()
    page.get_by_role("group", name="Light or dark").get_by_role("button", name=name).click()


def test_dark_stays_until_the_device_is_followed_again(site, browser_of):
    page = browser_of("bo")
    page.goto("/desk/queue/")
    light = page.evaluate(_GROUND)
    chosen(page, "Dark")
    assert page.evaluate(_THEME) == "dark"
    page.reload()
    assert page.evaluate(_THEME) == "dark"
    assert page.evaluate(_GROUND) != light
    chosen(page, "Device")
    page.reload()
    assert page.evaluate(_THEME) == ""
    assert page.evaluate(_GROUND) == light


def test_single_keys_do_nothing_for_whoever_switched_them_off(site, browser_of):
    world.make()
    page = browser_of("bo")
    page.goto("/desk/queue/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.goto("/sign-in/yours/")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Keep").click()
    page.goto("/desk/queue/")
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()
