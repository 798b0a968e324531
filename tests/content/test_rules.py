"""One item, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.content import rules
from hub.content.terms import ContentGiven

SAME = [
    ("https://x.com/a/status/123", "http://mobile.twitter.com/other/status/123?s=20", "twitter.com/i/web/status/123"),
    ("https://youtu.be/abcdefghijk?si=1", "https://www.youtube.com/watch?v=abcdefghijk&t=3", "https://m.youtube.com/shorts/abcdefghijk"),
    ("https://www.instagram.com/p/Ab-1/", "https://instagram.com/someone/p/Ab-1?igsh=zz"),
    ("https://www.facebook.com/a/posts/99", "https://m.facebook.com/story.php?story_fbid=99&id=1"),
    ("https://t.me/chan/5", "https://t.me/s/chan/5"),
    ("https://old.reddit.com/r/x/comments/1ab/title/", "https://www.reddit.com/r/x/comments/1ab/other"),
    ("https://example.org/a?utm_source=x&b=1#top", "http://www.example.org/a/?b=1"),
]  # fmt: skip


@pytest.mark.parametrize("urls", SAME, ids=lambda each: each[0])
def test_one_post_under_many_addresses_is_one_item(urls):
    assert len({each.key for url in urls for each in rules.items(ContentGiven(urls=(url,)))}) == 1


def test_different_posts_are_different_items():
    urls = tuple(each[0] for each in SAME)
    assert len(rules.items(ContentGiven(urls=urls))) == len(urls)


def test_a_text_is_one_item_whatever_its_spacing_and_case_unless_it_is_short():
    long = "Invented words that are long enough to know again"
    assert (
        rules.items(ContentGiven(text=long))[0].key
        == rules.items(ContentGiven(text=long.upper() + "\u200b "))[0].key
    )
    one, two = (
        rules.items(ContentGiven(text="go away", platform="X", handle=each))[0].key for each in ("@a", "@b")
    )
    assert one != two


@given(st.text(), st.text())
def test_nothing_anybody_writes_breaks_it(url, text):
    rules.items(ContentGiven(urls=(url,), text=text, platform=text, handle=text))
