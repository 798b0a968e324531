"""Reading posts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import QuerySet

from hub.content import rules
from hub.content.models import Account, Handle
from hub.content.models import Item as Row
from hub.content.terms import ContentGiven, Described, Item, ItemGiven
from hub.keys.keyring import keyring


def items(ids: Collection[int]) -> tuple[Item, ...]:
    """These items."""
    rows = Row.objects.filter(pk__in=ids).order_by("pk")
    return tuple(
        Item(each.pk, each.reference, each.platform, each.url, each.text, each.posted_at) for each in rows
    )


def platforms(ids: Collection[int]) -> Mapping[int, str]:
    """The platform of each of these items, blank where none is known."""
    return dict(Row.objects.filter(pk__in=ids).values_list("pk", "platform"))


def of_link(url: str) -> frozenset[int]:
    """The item that an address shows, however the address is written."""
    keys = [each.key for each in rules.items(ContentGiven(urls=(url,))) if each.key]
    return frozenset(Row.objects.filter(key__in=keys).values_list("pk", flat=True))


def of_handle(handle: str, *, limit: int) -> tuple[int, ...]:
    """Items of accounts that were seen under exactly this handle, on any platform, the newest first."""
    plain = rules.normal_handle(handle)
    ring = keyring()
    marks = [ring.mac("content.handle", f"{each}|{plain}", 1) for each in ("", *rules.PLATFORMS)]
    accounts = Handle.objects.filter(fingerprint__in=marks).values("account")
    return _newest(Row.objects.filter(account__in=accounts), limit)


def of_words(words: str, *, limit: int) -> tuple[int, ...]:
    """Items whose text has these words, the newest first."""
    found = Row.objects.annotate(found=SearchVector("text", config="english"))
    return _newest(found.filter(found=SearchQuery(words, config="english", search_type="websearch")), limit)


def of_platform(name: str, *, limit: int) -> tuple[int, ...]:
    """Items of a platform that has this name, however it is written, the newest first; none where none has."""
    platform = rules.platform_name(name)
    return _newest(Row.objects.filter(platform=platform), limit) if platform in rules.PLATFORMS else ()


def described(ids: Collection[int]) -> tuple[Described, ...]:
    """These posts whole, with the accounts behind them and every handle of those."""
    rows = list(Row.objects.filter(pk__in=ids).select_related("account").order_by("pk"))
    handles: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for account, handle, mark in (
        Handle.objects.filter(account__in={row.account_id for row in rows if row.account_id})
        .order_by("pk")
        .values_list("account", "handle", "fingerprint")
    ):
        handles[account].append((handle, bytes(mark)))
    return tuple(_described(row, handles[row.account_id or 0]) for row in rows)


def _described(row: Row, handles: list[tuple[str, bytes]]) -> Described:
    """A post whole; where its account is known by a handle alone, that one leads."""
    account = row.account
    first = next(
        (handle for handle, mark in handles if account and mark == bytes(account.fingerprint)),
        handles[-1][0] if handles else "",
    )
    given = ItemGiven(
        row.key,
        row.platform,
        row.post_id,
        row.url,
        row.text,
        row.posted_at,
        first,
        account.number if account else "",
    )
    return Described(row.pk, given, tuple(handle for handle, _ in handles))


def marks_of(items: Collection[int]) -> Mapping[int, frozenset[bytes]]:
    """The fingerprints by which the accounts of these posts are known: of their number, and of each handle."""
    accounts = dict(Row.objects.filter(pk__in=items, account__isnull=False).values_list("pk", "account"))
    marks: dict[int, set[bytes]] = defaultdict(set)
    for pk, mark in Account.objects.filter(pk__in=accounts.values()).values_list("pk", "fingerprint"):
        marks[pk].add(bytes(mark))
    for pk, mark in Handle.objects.filter(account__in=accounts.values()).values_list(
        "account", "fingerprint"
    ):
        marks[pk].add(bytes(mark))
    return {item: frozenset(marks[account]) for item, account in accounts.items()}


def marks_given(given: Sequence[ItemGiven]) -> frozenset[bytes]:
    """The same of what a telling shows, without asking the database."""
    ring, found = keyring(), set()
    for each in given:
        for purpose, text in (
            ("content.account", each.account_id.strip()),
            ("content.handle", rules.normal_handle(each.handle)),
        ):
            if text:
                found.add(ring.mac(purpose, f"{each.platform}|{text}", 1))
    return frozenset(found)


def _newest(rows: QuerySet[Row], limit: int) -> tuple[int, ...]:
    """The newest of these items."""
    return tuple(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


def of_reference(reference: str) -> Item | None:
    """One item."""
    row = Row.objects.filter(reference=reference).first()
    return Item(row.pk, row.reference, row.platform, row.url, row.text, row.posted_at) if row else None


# In words of their own: accounts that were seen under one handle are one for whoever looks, and the newest few posts of
# each are read without reading all that there are. Only keyed fingerprints are compared.
_ACCOUNTS = """
    SELECT item.id, least(item.account_id, coalesce((SELECT min(other.account_id) FROM content_handle AS mine
        JOIN content_handle AS other ON other.fingerprint = mine.fingerprint
        WHERE mine.account_id = item.account_id), item.account_id))
    FROM content_item AS item WHERE item.id = ANY(%(items)s) AND item.account_id IS NOT NULL
"""
_POSTS = """
    SELECT wanted.account, newest.id FROM unnest(%(accounts)s::bigint[]) AS wanted(account)
    CROSS JOIN LATERAL (
        SELECT id FROM content_item WHERE account_id IN (
            SELECT other.account_id FROM content_handle AS mine
            JOIN content_handle AS other ON other.fingerprint = mine.fingerprint WHERE mine.account_id = wanted.account
            UNION SELECT wanted.account
        ) ORDER BY id DESC LIMIT %(each)s
    ) AS newest
"""


def accounts_of(items: Collection[int]) -> Mapping[int, int]:
    """The account behind each of these items that has one; accounts of one handle go by the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {"items": list(items)})
        return dict(cursor.fetchall())


def newest_of_accounts(accounts: Collection[int], *, each: int) -> Mapping[int, tuple[int, ...]]:
    """The newest few items of each of these accounts."""
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, {"accounts": list(accounts), "each": each})
        for account, item in cursor.fetchall():
            found[account].append(item)
    return {account: tuple(items) for account, items in found.items()}
