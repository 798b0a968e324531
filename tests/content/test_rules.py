import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.content import rules
from hub.content.terms import ContentGiven

LONG = "An invented sentence that is long enough to be known again."


@pytest.mark.parametrize("told", [{"handle": "@Invented"}, {"account_id": "44196397"}])
def test_an_account_alone_is_kept_and_never_taken_for_another_post_of_it(told):
    (found,) = rules.items(ContentGiven(platform="Instagram", **told))
    assert (found.key, found.platform, found.url, found.text) == ("", "instagram", "", "")
    assert rules.items(ContentGiven(platform="Instagram", handle=" @ ")) == ()


@pytest.mark.parametrize(
    ("url", "platform", "post"),
    [
        ("https://x.com/invented/status/123", "x", "123"),
        ("https://twitter.com/other/status/123?s=20&t=abc", "x", "123"),
        ("mobile.twitter.com/i/web/status/123", "x", "123"),
        ("HTTPS://WWW.X.COM/invented/status/123/photo/1", "x", "123"),
        ("https://vxtwitter.com/invented/status/123", "x", "123"),
        ("https://x.com/invented", "x", ""),
        ("https://x.com/invented/status/123abc", "x", ""),
        ("https://www.facebook.com/invented/posts/1234567", "facebook", "1234567"),
        ("https://m.facebook.com/invented/posts/a-title-here/1234567/?mibextid=x", "facebook", "1234567"),
        ("https://facebook.com/invented/posts/a-title-here", "facebook", ""),
        ("https://facebook.com/groups/55/permalink/1234567/", "facebook", "1234567"),
        ("https://facebook.com/story.php?story_fbid=1234567&id=9", "facebook", "1234567"),
        ("https://facebook.com/permalink.php?id=9&story_fbid=pfbid0Ab", "facebook", "pfbid0Ab"),
        ("https://facebook.com/invented/posts/pfbid0Ab?comment_id=77", "facebook", "pfbid0Ab/77"),
        ("https://facebook.com/watch/?v=1234567", "facebook", "1234567"),
        ("https://facebook.com/photo/?fbid=1234567&set=a.1", "facebook", "1234567"),
        ("https://facebook.com/reel/1234567", "facebook", "1234567"),
        ("https://fb.watch/AbC1/", "facebook", ""),
        ("https://www.instagram.com/p/AbC_1-2/?igsh=abc", "instagram", "AbC_1-2"),
        ("https://instagram.com/invented/reel/AbC_1-2/", "instagram", "AbC_1-2"),
        ("https://instagram.com/stories/invented/12345", "instagram", "12345"),
        ("https://youtu.be/abcdefghijk?si=1", "youtube", "abcdefghijk"),
        ("https://m.youtube.com/watch?v=abcdefghijk&t=3s", "youtube", "abcdefghijk"),
        ("https://youtube.com/shorts/abcdefghijk", "youtube", "abcdefghijk"),
        ("https://youtube.com/watch?v=abcdefghijk&lc=Ug1", "youtube", "abcdefghijk/Ug1"),
        ("https://youtube.com/@invented", "youtube", ""),
        ("https://www.tiktok.com/@invented/video/700?_r=1", "tiktok", "700"),
        ("https://m.tiktok.com/v/700.html", "tiktok", "700"),
        ("https://vm.tiktok.com/ZMabc/", "tiktok", ""),
        ("https://t.me/s/Invented/12", "telegram", "invented/12"),
        ("t.me/invented/12?comment=5", "telegram", "invented/12/5"),
        ("https://t.me/c/123/45", "telegram", "c/123/45"),
        ("https://old.reddit.com/r/x/comments/abc1/a_title/", "reddit", "abc1"),
        ("https://redd.it/ABC1", "reddit", "abc1"),
        ("https://reddit.com/r/x/comments/abc1/a_title/def2/", "reddit", "abc1/def2"),
        ("https://bsky.app/profile/invented.example.org/post/3kabcdefghijk", "bluesky", "3kabcdefghijk"),
        ("https://bsky.app/profile/did:plc:abc/post/3kabcdefghijk", "bluesky", "3kabcdefghijk"),
        (
            "https://bsky.app/profile/invented.example.org/post/odd",
            "bluesky",
            "invented.example.org/post/odd",
        ),
        (
            "https://social.example.org/@invented/112345678901234567",
            "mastodon",
            "social.example.org/112345678901234567",
        ),
        (
            "https://social.example.org/users/invented/statuses/112345678901234567",
            "mastodon",
            "social.example.org/112345678901234567",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Finvented%2Fstatus%2F123", "x", "123"),
        ("https://evil.example.org/x.com/invented/status/123", "", ""),
        ("https://notx.com/invented/status/123", "", ""),
        ("see the comments", "", ""),
        ("https://[bad", "", ""),
        ("javascript://x.com/invented/status/123", "", ""),
    ],
)
def test_a_platform_s_own_number_is_read_from_every_form_of_its_addresses(url, platform, post):
    assert rules.post_of(url) == (platform, post)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://Forum.example.org/view?t=5&utm_source=a#post9", "forum.example.org/view?t=5"),
        ("https://www.example.org:443/a/?b=2&a=1&fbclid=z", "example.org/a?a=1&b=2"),
        ("https://example.org:8443/a", "example.org:8443/a"),
        ("https://example.org/#!/thread/3", "example.org#!/thread/3"),
        ("example.org", "example.org"),
        ("https://new.example.org/a", "new.example.org/a"),
        ("https://new.reddit.com/r/x/", "reddit.com/r/x"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "example.org/a"),
        ("https://youtube.com/redirect?q=nothing here", "youtube.com/redirect?q=nothing+here"),
        ("comments", ""),
        ("https://%5B@example.org/a", "example.org/a"),
        (f"https://{'a' * 70}.example.org/%zz", f"{'a' * 70}.example.org/%zz"),
        ("https://example.org:99999/a", ""),
    ],
)
def test_an_address_is_matched_without_what_follows_its_reader(url, address):
    assert rules.canonical(url) == address


def keys(**facts):
    return [each.key for each in rules.items(ContentGiven(**facts))]


def test_two_threads_of_one_forum_are_two_items():
    assert keys(urls=("https://example.org/v?t=1",)) != keys(urls=("https://example.org/v?t=2",))


def test_the_address_is_kept_as_it_was_told():
    told = "HTTPS://Twitter.com/Invented/status/123?s=20"
    assert rules.items(ContentGiven(urls=(told,)))[0].url == told


def test_each_address_is_an_item_and_two_forms_of_one_are_one():
    shown = rules.items(
        ContentGiven(
            urls=("https://x.com/a/status/1", "https://twitter.com/b/status/1", "https://example.org/a")
        )
    )
    assert [each.platform for each in shown] == ["x", ""]


def test_the_account_told_is_not_given_to_another_platform_s_post():
    shown = rules.items(
        ContentGiven(
            urls=("https://x.com/a/status/1", "https://youtu.be/abcdefghijk"),
            platform="X",
            handle="@a",
            account_id="9",
        )
    )
    assert [(each.platform, each.account_id, each.handle) for each in shown] == [
        ("x", "9", "@a"),
        ("youtube", "", ""),
    ]


@pytest.mark.parametrize("front", ["facebook.com", "https://www.x.com/", "see", "in the comments"])
def test_a_front_page_or_a_word_is_no_item_so_the_text_is(front):
    assert keys(urls=tuple(front.split()), text=LONG) == keys(text=LONG)


def test_nothing_at_all_is_no_item():
    assert keys() == []
    assert keys(text=" \u200b\u200d ", platform="X") == []
    assert keys(urls=("https://facebook.com",)) == []


def test_a_text_is_known_again_whatever_its_dress():
    dressed = "  An  INVENTED\u200b sentence that is long\nenough to be \uff4bnown again.\ufe0f"
    assert keys(text=dressed) == keys(text=LONG, platform="X", handle="@somebody")


def test_a_short_text_is_known_again_only_from_the_same_account():
    assert keys(text="go home", platform="X", handle="@A") == keys(
        text="Go  home", platform="twitter", handle="a"
    )
    assert keys(text="go home", platform="X", account_id="1") != keys(
        text="go home", platform="X", account_id="2"
    )
    assert keys(text="go home", platform="X", handle="@a") != keys(
        text="go home", platform="TikTok", handle="@a"
    )


@pytest.mark.parametrize("whose", [{}, {"platform": "X"}, {"handle": "@a"}])
def test_a_short_text_of_nobody_known_is_never_taken_for_another(whose):
    assert keys(text="go home", **whose) == [""]


def test_twenty_characters_are_enough():
    assert keys(text="a" * 20) != [""]
    assert keys(text="a" * 19) == [""]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Twitter", "x"), ("X (formerly Twitter)", "x"), ("Facebook.com", "facebook"), ("Insta", "instagram"),
     ("X/Twitter", "x"), ("BlueSky", "bluesky"), ("bsky.app", "bluesky"), ("Discord", "discord"), ("", "")],
)  # fmt: skip
def test_a_platform_is_known_by_its_names(typed, name):
    assert rules.platform_name(typed) == name


@given(st.text())
def test_making_a_text_plain_twice_changes_nothing(text):
    assert rules.normal_text(rules.normal_text(text)) == rules.normal_text(text)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_told_is_read_without_trouble(url, text, handle):
    shown = rules.items(
        ContentGiven(urls=(url, f"https://{url}", f"https://x.com/{url}"), text=text, handle=handle)
    )
    assert len({each.key for each in shown}) == len(shown)


@given(
    st.sampled_from(
        [
            "https://x.com/a/status/1",
            "https://youtu.be/abcdefghijk",
            "https://t.me/abcde/3",
            "https://example.org/a",
        ]
    ),
    st.from_regex(r"utm_[a-z]{1,8}=[a-z0-9]{0,9}", fullmatch=True),
)
def test_what_follows_a_reader_never_makes_another_item(url, tracking):
    assert keys(urls=(f"{url}?{tracking}",)) == keys(urls=(url,))


@given(st.text(min_size=20, alphabet="abcdefg"), st.text(max_size=9), st.text(max_size=9))
def test_a_long_text_is_one_item_whoever_copies_it(text, platform, handle):
    assert keys(text=text, platform=platform, handle=handle) == keys(text=text)
