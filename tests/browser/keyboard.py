"""What Tab alone reaches on a page, and whether it shows where it is."""

from playwright.sync_api import Page

# Everything that can be pressed or filled in and is seen; of choices that exclude each other Tab reaches one. A moment
# has up to seven stops of its own: day, month, year, hour, minute, and what chooses it.
_BEGIN = """() => {
    const main = document.querySelector("main"), ring = (of, part) => {
        const style = getComputedStyle(of, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const shows = (focused) => {
        const label = focused.labels && focused.labels[0], choice = focused.closest(".hub-choice");
        return ring(focused) || (label && ring(label, "::before")) || (choice && ring(choice));
    };
    const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const all = [...main.querySelectorAll(pressed)].filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled);
    window.tabbed = { all, reached: new Set(), dim: [] };
    document.addEventListener("focusin", ({ target }) => {
        window.tabbed.reached.add(target);
        if (main.contains(target) && target !== main && !shows(target)) window.tabbed.dim.push(target);
    });
    main.tabIndex = -1;
    main.focus();
    return all.length + 6 * all.filter((each) => ["date", "datetime-local", "time"].includes(each.type)).length;
}"""
_END = """() => {
    const { all, reached, dim } = window.tabbed, named = (each) => each.outerHTML.slice(0, 120);
    const group = (each) => each.type === "radio" && [...reached].some((other) => other.type === "radio" && other.name === each.name);
    return [
        ...all.filter((each) => !reached.has(each) && !group(each)).map((each) => `not reached by Tab: ${named(each)}`),
        ...dim.map((each) => `does not show that it is focused: ${named(each)}`),
    ];
}"""


def trouble_by_keyboard(page: Page) -> list[str]:
    """What Tab does not reach within the page, or what does not show that it is focused."""
    for _ in range(page.evaluate(_BEGIN) + 1):
        page.keyboard.press("Tab")
    return list(page.evaluate(_END))
