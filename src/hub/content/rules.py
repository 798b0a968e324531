"""When two reports show one item: by the platform's own number, else the canonical address, else the text."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import SplitResult, parse_qs, urlsplit

from w3lib.url import canonicalize_url

from hub.content.terms import ContentGiven, ItemGiven

# Below this many characters a text is too common to make one item of two posts.
_SHORT = 20
# What is added to an address to follow its reader. Short names such as t or id are left: on a forum they are the thread.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igsh|igshid|mibextid|mc_cid|mc_eid|_ga|"
    r"ref_src|ref_url)",
    re.IGNORECASE,
)
# Letters that cannot be seen: soft hyphen, joiners, direction marks, fillers, variation selectors, the byte-order mark.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_FRONTS = re.compile(r"^(?:(?:www|m|mobile|mbasic|touch|old|new|np|i|web|web-tiktok|[a-z]{2}-[a-z]{2})\.)+")
# On any other host only these are sure to show the same page.
_SURE_FRONTS = re.compile(r"^(?:(?:www|m|mobile)\.)+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+|\d{1,3}(?:\.\d{1,3}){3}")

_NAMES = {
    "twitter": "x", "x": "x", "xtwitter": "x", "facebook": "facebook", "fb": "facebook", "instagram": "instagram",
    "insta": "instagram", "ig": "instagram", "youtube": "youtube", "yt": "youtube", "tiktok": "tiktok",
    "telegram": "telegram", "reddit": "reddit", "bluesky": "bluesky", "bsky": "bluesky", "mastodon": "mastodon",
}  # fmt: skip

PLATFORMS = frozenset(_NAMES.values())

_HOSTS = {
    "x.com": "x", "twitter.com": "x", "fxtwitter.com": "x", "vxtwitter.com": "x", "fixupx.com": "x", "t.co": "x",
    "facebook.com": "facebook", "fb.com": "facebook", "fb.watch": "facebook", "fb.me": "facebook",
    "instagram.com": "instagram", "instagr.am": "instagram",
    "youtube.com": "youtube", "music.youtube.com": "youtube", "youtube-nocookie.com": "youtube", "youtu.be": "youtube",
    "tiktok.com": "tiktok", "vm.tiktok.com": "tiktok", "vt.tiktok.com": "tiktok",
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram",
    "reddit.com": "reddit", "redd.it": "reddit", "bsky.app": "bluesky",
}  # fmt: skip

# Where a platform writes a post's own number in the path.
_PATHS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "x": (re.compile(r"/(?:[^/]+|i/web)/status(?:es)?/(\d{1,25})(?:/.*)?"),),
    "facebook": (
        re.compile(r"/(?:groups/)?[^/]+/(?:posts|permalink|videos)/(?:[^/]+/)*(\d{5,30}|pfbid\w+)/?"),
        re.compile(r"/(?:reel|reels|videos|permalink|posts)/(\d{5,30}|pfbid\w+)/?"),
        re.compile(r"/[^/]+/photos/(?:[^/]+/)*(\d{5,30})/?"),
    ),
    "instagram": (re.compile(r"/(?:[^/]+/)?(?:p|reels?|tv)/([\w-]+)(?:/(?:embed.*)?)?"),
                  re.compile(r"/stories/[^/]+/(\d+)/?")),
    "youtube": (re.compile(r"/(?:shorts|live|embed|v|e)/([\w-]{11})/?"), re.compile(r"/post/(Ug[\w-]+)/?")),
    "tiktok": (re.compile(r"/@[^/]*/(?:video|photo)/(\d+)/?"), re.compile(r"/v/(\d+)(?:\.html)?/?"),
               re.compile(r"/(?:embed|player)/(?:v\d/)?(\d+)/?")),
    "telegram": (re.compile(r"/(?:s/)?([A-Za-z]\w+/(?:\d+/)?\d+)/?"), re.compile(r"/(c/\d+/(?:\d+/)?\d+)/?")),
    "reddit": (re.compile(r"(?:/(?:r|u|user)/[^/]+)?/comments/(\w+)(?:/[^/]*)?/?"),),
    "bluesky": (re.compile(r"/profile/([^/]+/post/[\w.~:-]+)/?"),),
}  # fmt: skip
_COMMENT = re.compile(r"(?:/(?:r|u|user)/[^/]+)?/comments/(\w+)/[^/]+/(\w+)/?")
_SHORT_HOSTS = {"youtu.be": re.compile(r"/([\w-]{11})/?"), "redd.it": re.compile(r"/(\w+)/?")}
_QUERIES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "youtube": ((re.compile(r"/watch/?"), "v"), (re.compile(r".*/community/?"), "lb")),
    "facebook": (
        (re.compile(r"(?:/[^/]+)?/(?:permalink|story)\.php"), "story_fbid"), (re.compile(r"/watch/?(?:live/?)?"), "v"),
        (re.compile(r"/photo(?:\.php)?/?"), "fbid"), (re.compile(r"/video\.php"), "v"),
        (re.compile(r"/groups/[^/]+/?"), "multi_permalinks"),
    ),
}  # fmt: skip
# A comment below a post is an item of its own.
_BELOW = {"facebook": ("reply_comment_id", "comment_id"), "youtube": ("lc",), "telegram": ("comment",)}
# Any server may run Mastodon, and its numbers count on that server alone.
_MASTODON = re.compile(r"(?:/web|/deck)?/(?:@[^/]+|users/[^/]+/statuses|statuses)/(\d{15,20})/?")
# A Bluesky record key made of a time; unlike the handle before it, it does not move.
_RECORD = re.compile(r"[^/]+/post/([2-7a-z]{13})")
_REDIRECTS = {
    "l.facebook.com": "u", "lm.facebook.com": "u", "l.instagram.com": "u", "youtube.com/redirect": "q",
    "google.com/url": "q", "google.co.uk/url": "q",
}  # fmt: skip


def platform_name(text: str) -> str:
    """A platform's name as the hub writes it."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\(.*\)|\.(?:com|social|app)\b|formerly.*|[^\w/]+", "", plain).split("/")[0]
    return _NAMES.get(plain, plain)


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None where the text is none."""
    typed = _INVISIBLE.sub("", url).strip()
    try:
        parts = urlsplit(typed if _SCHEME.match(typed) else f"https://{typed}")
        named = _HOST.fullmatch((parts.hostname or "").rstrip(".")) is not None and parts.port != 0
    except ValueError:
        return None
    return parts if named and parts.scheme.casefold() in {"http", "https"} else None


def is_address(text: str) -> bool:
    """Whether a text is a web address, with or without its scheme."""
    return _split(text) is not None


def _host(parts: SplitResult) -> str:
    """The host without the front that only says which kind of screen it is for."""
    host = (parts.hostname or "").casefold().rstrip(".")
    platform = _FRONTS.sub("", host)
    return platform if platform in _HOSTS else _SURE_FRONTS.sub("", host)


def _unwrapped(parts: SplitResult) -> SplitResult:
    """The address that a platform's leaving page leads to."""
    host = _host(parts)
    name = _REDIRECTS.get(host) or _REDIRECTS.get(f"{host}{parts.path.rstrip('/')}")
    leads = parse_qs(parts.query).get(name or "", [""])[0]
    return (_split(leads) if leads else None) or parts


def post_of(url: str) -> tuple[str, str]:
    """The platform and the post's own number; the number blank where the address does not tell it."""
    parts = _split(url)
    if parts is None:
        return "", ""
    parts = _unwrapped(parts)
    platform = _HOSTS.get(_host(parts), "")
    if not platform:
        found = _MASTODON.fullmatch(parts.path)
        return ("mastodon", f"{_host(parts)}/{found[1]}") if found else ("", "")
    post = _in_path(platform, parts) or _in_query(platform, parts)
    return platform, post and _below(platform, post, parts)


def _in_path(platform: str, parts: SplitResult) -> str:
    """A post's number in the path."""
    short = _SHORT_HOSTS.get(_host(parts))
    patterns = (short,) if short else _PATHS[platform]
    comment = _COMMENT.fullmatch(parts.path) if platform == "reddit" else None
    if comment:
        return f"{comment[1]}/{comment[2]}".casefold()
    found = next((match[1] for pattern in patterns if (match := pattern.fullmatch(parts.path))), "")
    record = _RECORD.fullmatch(found) if platform == "bluesky" else None
    if record:
        return record[1]
    return found.casefold() if platform in {"telegram", "reddit", "bluesky"} else found


def _in_query(platform: str, parts: SplitResult) -> str:
    """A post's number after the question mark."""
    given = parse_qs(parts.query)
    for page, name in _QUERIES.get(platform, ()):
        if page.fullmatch(parts.path) and given.get(name):
            return given[name][0]
    return ""


def _below(platform: str, post: str, parts: SplitResult) -> str:
    """A post's number, with that of the comment below it where the address points at one."""
    given = parse_qs(parts.query)
    return next((f"{post}/{given[name][0]}" for name in _BELOW.get(platform, ()) if given.get(name)), post)


def canonical(url: str) -> str:
    """An address for matching only, blank where the text is none; the reported one is kept as it came."""
    parts = _split(url)
    if parts is None:
        return ""
    parts = urlsplit(canonicalize_url(_unwrapped(parts).geturl(), keep_fragments=True))
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    kept = "&".join(
        each for each in parts.query.split("&") if each and not _TRACKING.fullmatch(each.split("=")[0])
    )
    # A fragment that begins like a path is the page itself; any other is a place on it.
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{_host(parts)}{port}{parts.path.rstrip('/')}" + (f"?{kept}" if kept else "") + route


def normal_text(text: str) -> str:
    """A text for matching only: one form of each letter, no case, no invisible characters, single spaces."""
    while (plain := _plainer(text)) != text:
        text = plain
    return text


def _plainer(text: str) -> str:
    """One round of making a text plain: case can bring back a form that needs another."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def normal_handle(handle: str) -> str:
    """A handle without its sign and case."""
    return normal_text(handle).lstrip("@").strip()


def _key(kind: str, *parts: str) -> str:
    """What an item is known by."""
    written = "\0".join((kind, *parts)).encode("utf-8", "backslashreplace")
    return f"{kind}:{hashlib.sha256(written).hexdigest()}"


def items(given: ContentGiven) -> tuple[ItemGiven, ...]:
    """The items that a telling shows, each once: its addresses, where there is none its text, else the account alone."""
    told = platform_name(given.platform)
    found: dict[str, ItemGiven] = {}
    for url in given.urls:
        platform, post = post_of(url)
        key = _address_key(url, platform, post)
        if key:
            found.setdefault(key, _item(given, key, (platform or told, post), url))
    platforms = {each.platform for each in found.values()}
    if len(platforms) > 1:  # the account told is one platform's: it is not the others'
        return tuple(
            each if each.platform == told else replace(each, handle="", account_id="")
            for each in found.values()
        )
    if not found and normal_text(given.text):
        return (_item(given, _text_key(given, told), (told, ""), ""),)
    if not found and (normal_handle(given.handle) or given.account_id.strip()):
        return (
            _item(given, "", (told, ""), ""),
        )  # of one account there are many posts: never taken for another
    return tuple(found.values())


def _address_key(url: str, platform: str, post: str) -> str:
    """What the item of an address is known by; blank for no address, and for a platform's front page."""
    if post:
        return _key("post", platform, post)
    address = canonical(url)
    front = bool(platform) and not set("/?#") & set(address)
    return _key("url", address) if address and not front else ""


def _text_key(given: ContentGiven, platform: str) -> str:
    """What the item of a text is known by; blank for a short one of nobody known, which is never taken for another."""
    text, account = normal_text(given.text), given.account_id.strip() or normal_handle(given.handle)
    if len(text) >= _SHORT:
        return _key("text", text)
    return _key("text", text, platform, account) if platform and account else ""


def _item(given: ContentGiven, key: str, post: tuple[str, str], url: str) -> ItemGiven:
    """One item of a telling."""
    return ItemGiven(key, *post, url, given.text, given.posted_at, given.handle, given.account_id)
