"""When two reports show one item: by the platform's own number, else the canonical address, else the text."""

import hashlib
import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

from w3lib.url import canonicalize_url

from hub.content.terms import ContentGiven, ItemGiven

# Below this many characters a text is too common to make one item of two posts.
_SHORT = 20
_TRACKING = re.compile(
    r"^(utm_|fbclid$|gclid$|igsh|igshid$|si$|s$|t$|ref$|ref_src$|feature$|mibextid$|_r$|_t$)"
)
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

_PLATFORMS = {
    "twitter": "x", "x": "x", "facebook": "facebook", "fb": "facebook", "instagram": "instagram", "insta": "instagram",
    "youtube": "youtube", "tiktok": "tiktok", "telegram": "telegram", "reddit": "reddit", "bluesky": "bluesky",
    "bsky": "bluesky", "mastodon": "mastodon",
}  # fmt: skip

# Host, then where a post's own number stands in the path.
_POSTS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("x", r"(x|twitter)\.com", re.compile(r"^/(?:[^/]+|i/web)/status(?:es)?/(\d+)")),
    (
        "facebook",
        r"facebook\.com",
        re.compile(r"^/(?:[^/]+/)?(?:posts|videos|permalink|reel)/(?:[^/]+/)?(\w+)"),
    ),
    ("facebook", r"facebook\.com", re.compile(r"^/groups/[^/]+/(?:posts|permalink)/(\d+)")),
    ("instagram", r"instagram\.com", re.compile(r"^/(?:[^/]+/)?(?:p|reel|tv)/([\w-]+)")),
    ("youtube", r"youtube\.com", re.compile(r"^/(?:shorts|live|embed)/([\w-]{11})")),
    ("youtube", r"youtu\.be", re.compile(r"^/([\w-]{11})")),
    ("tiktok", r"tiktok\.com", re.compile(r"^/@[^/]+/(?:video|photo)/(\d+)")),
    ("telegram", r"(t|telegram)\.me", re.compile(r"^/(?:s/)?([A-Za-z]\w+/\d+)")),
    ("reddit", r"reddit\.com", re.compile(r"^/r/[^/]+/comments/(\w+(?:/[^/]+/\w+)?)")),
    ("bluesky", r"bsky\.app", re.compile(r"^/profile/([^/]+/post/\w+)")),
)
_QUERIES = (
    ("youtube", r"youtube\.com", "/watch", "v"),
    ("facebook", r"facebook\.com", "/permalink.php", "story_fbid"),
    ("facebook", r"facebook\.com", "/story.php", "story_fbid"),
    ("facebook", r"facebook\.com", "/watch/", "v"),
)
_FRONTS = re.compile(r"^(www|m|mobile|mbasic|old|new|web|touch)\.")


def platform_name(text: str) -> str:
    """A platform's name as the hub writes it."""
    plain = re.sub(r"\s*\(.*\)|\.com$|\W+", "", text.casefold())
    return _PLATFORMS.get(plain, plain)


def post_of(url: str) -> tuple[str, str]:
    """The platform and the post's own number, blank where the address does not tell them."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = _FRONTS.sub("", (parts.hostname or "").casefold())
    except ValueError:
        return "", ""
    for platform, name, path in _POSTS:
        found = path.match(parts.path)
        if found and re.fullmatch(name, host):
            return platform, found[1]
    for platform, name, page, query in _QUERIES:
        value = parse_qs(parts.query).get(query)
        if value and re.fullmatch(name, host) and parts.path.rstrip("/") == page.rstrip("/"):
            return platform, value[0]
    return "", ""


def canonical(url: str) -> str:
    """An address for matching only: the reported one is kept as it came."""
    try:
        parts = urlsplit(canonicalize_url(url if "://" in url else f"https://{url}"))
        host = _FRONTS.sub("", (parts.hostname or "").casefold())
    except ValueError:
        return url.strip().casefold()
    kept = "&".join(
        each for each in parts.query.split("&") if each and not _TRACKING.match(each.split("=")[0].casefold())
    )
    return f"{host}{parts.path.rstrip('/')}" + (f"?{kept}" if kept else "")


def normal_text(text: str) -> str:
    """A text for matching only: one form of each letter, no case, no invisible characters, single spaces."""
    return " ".join(_ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def normal_handle(handle: str) -> str:
    """A handle without its sign and case."""
    return unicodedata.normalize("NFKC", handle).strip().lstrip("@").casefold()


def _key(*parts: str) -> str:
    """What an item is known by."""
    return parts[0] + ":" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def items(given: ContentGiven) -> tuple[ItemGiven, ...]:
    """The items that a telling shows, each once."""
    platform = platform_name(given.platform)
    found: dict[str, ItemGiven] = {}
    for url in given.urls:
        of, post = post_of(url)
        key = _key("post", of, post) if post else _key("url", canonical(url))
        found.setdefault(key, _item(given, key, of or platform, post, url))
    if not given.urls and given.text.strip():
        text = normal_text(given.text)
        account = (platform, given.account_id or normal_handle(given.handle)) if len(text) < _SHORT else ()
        key = _key("text", text, *account)
        found[key] = _item(given, key, platform, "", "")
    return tuple(found.values())


def _item(given: ContentGiven, key: str, platform: str, post: str, url: str) -> ItemGiven:
    """One item of a telling."""
    account = given.account_id.strip()
    return ItemGiven(key, platform, post, url, given.text, given.posted_at, given.handle, account)
