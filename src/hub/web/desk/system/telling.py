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
