"""How a finding is shown: what is to be typed stands apart from the sentence."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def with_commands(words: str) -> SafeString:
    """A sentence that begins with a capital; what stands between backticks is a command."""
    parts = (words[:1].upper() + words[1:]).split("`")
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", each) if place % 2 else each,) for place, each in enumerate(parts)),
    )


def lead(wrong: int, wanting: int) -> str:
    """The state of the hub in a sentence or two; nothing is wrong only where nothing is wanting either."""
    if not wrong and not wanting:
        return "Nothing is wrong."
    less = f"{wanting} {'thing is' if wanting == 1 else 'things are'} not set, late or waiting. Each says what it means."
    if not wrong:
        return less
    first = (
        "1 thing is wrong. See to it first."
        if wrong == 1
        else f"{wrong} things are wrong. See to these first."
    )
    return f"{first} {less}" if wanting else first
