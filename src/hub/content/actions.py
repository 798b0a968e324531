"""Keeping posts and accounts, each once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.content import rules
from hub.content.models import Account, Handle, Item
from hub.content.terms import Described, ItemGiven
from hub.keys.keyring import keyring
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor


def keep(*, given: Sequence[Sequence[ItemGiven]], by: Actor) -> tuple[tuple[int, ...], ...]:
    """The items of each telling: those known already, and the others made; one item, many reports."""
    permit(by, Permission.RECEIVE_REPORTS)
    wanted: dict[str, ItemGiven] = {}
    for each in (each for shown in given for each in shown if each.key):
        wanted.setdefault(each.key, each)
    known = _known(wanted)
    missing = [key for key in wanted if key not in known]
    if missing:  # only what is new is locked: a post that everybody reports makes nobody wait
        locks.hold("content.item", (key.encode() for key in missing))
        known |= _known(missing)
    fresh = [each for key, each in wanted.items() if key not in known]
    alone = [each for shown in given for each in shown if not each.key]
    accounts = _accounts([*fresh, *alone])
    rows = [_row(each, accounts) for each in (*fresh, *alone)]
    Item.objects.bulk_create(rows)
    known |= {row.key: row.pk for row in rows}
    unmatched = iter([row.pk for row in rows[len(fresh) :]])
    audit.record([Entry(Kind.COLLECTION, "content.keep", "item", row.reference, str(by)) for row in rows])
    return tuple(tuple(known[each.key] if each.key else next(unmatched) for each in shown) for shown in given)


def _known(keys: Collection[str]) -> dict[str, int]:
    """The items that these keys already have."""
    return dict(Item.objects.filter(key__in=list(keys)).values_list("key", "pk"))


def _row(item: ItemGiven, accounts: dict[bytes, int]) -> Item:
    """The row of an item; one that is never taken for another is known by its own reference alone."""
    reference = references.new("P")
    return Item(
        reference=reference, key=item.key or f"alone:{reference}", platform=item.platform[:80],
        post_id=item.post_id[:200], url=item.url, text=item.text, posted_at=item.posted_at,
        account_id=accounts.get(_account(item)),
    )  # fmt: skip


def _account(item: ItemGiven) -> bytes:
    """The fingerprint by which an item's account is known: its number, else its handle; blank where neither is told."""
    number = item.account_id.strip()
    return keyring().mac("content.account", f"{item.platform}|{number}", 1) if number else _handle(item)


def _handle(item: ItemGiven) -> bytes:
    """The fingerprint of an item's handle; always under the first master key, so that it stays comparable."""
    handle = rules.normal_handle(item.handle)
    return keyring().mac("content.handle", f"{item.platform}|{handle}", 1) if handle else b""


def _accounts(items: Sequence[ItemGiven]) -> dict[bytes, int]:
    """The accounts of these items, made where they are not known, with every handle they were seen under."""
    wanted = {mark: each for each in items if (mark := _account(each))}
    locks.hold("content.account", wanted)
    known = {
        bytes(mark): pk
        for mark, pk in Account.objects.filter(fingerprint__in=list(wanted)).values_list("fingerprint", "pk")
    }
    rows = [
        Account(platform=each.platform[:80], number=each.account_id.strip()[:200], fingerprint=mark)
        for mark, each in wanted.items()
        if mark not in known
    ]
    Account.objects.bulk_create(rows)
    known |= {bytes(row.fingerprint): row.pk for row in rows}
    at = clock.now()
    Handle.objects.bulk_create(
        [
            Handle(
                account_id=known[_account(each)],
                handle=each.handle.strip()[:200],
                fingerprint=mark,
                seen_at=at,
            )
            for each in items
            if (mark := _handle(each))
        ],
        ignore_conflicts=True,
    )
    return known


# -- where it is not a crime


def let_go(*, items: Collection[int], by: Actor) -> None:
    """Blank these posts, which nobody holds any more; an account without a post left goes with its handles.

    A post that comes again is a new one: not even a hash of its address is left to find it by.
    """
    permit(by, Permission.LET_GO)
    rows = list(Item.objects.select_for_update().filter(pk__in=items).order_by("pk"))
    accounts = {row.account_id for row in rows if row.account_id}
    for row in rows:
        row.key, row.url, row.text, row.post_id, row.account_id = f"aside:{row.reference}", "", "", "", None
        row.platform = row.platform if row.platform in rules.PLATFORMS else ""
    Item.objects.bulk_update(rows, ["key", "url", "text", "post_id", "account", "platform"])
    held = set(Item.objects.filter(account__in=accounts).values_list("account", flat=True))
    Handle.objects.filter(account__in=accounts - held).delete()
    Account.objects.filter(pk__in=accounts - held).delete()
    audit.record([Entry(Kind.ERASURE, "content.let-go", "item", row.reference, str(by)) for row in rows])


def take_up(*, items: Sequence[Described], by: Actor) -> Mapping[int, int]:
    """Keep again what was let go; tells the number that each has now."""
    permit(by, Permission.SET_ASIDE)
    keys = dict(Item.objects.filter(pk__in=[each.id for each in items]).values_list("pk", "key"))
    there = {each.id: each.id for each in items if keys.get(each.id) == each.given.key}
    gone = [each for each in items if each.id not in there]
    given = [
        replace(each.given, key="") if each.given.key.startswith("alone:") else each.given for each in gone
    ]
    kept = keep(given=[[each] for each in given], by=by)
    found = {each.id: number for each, (number,) in zip(gone, kept, strict=True)}
    _see_handles({found[each.id]: each.handles for each in gone})
    return there | found


def _see_handles(seen: Mapping[int, Sequence[str]]) -> None:
    """Every other handle that the accounts of these posts were seen under."""
    accounts = Item.objects.filter(pk__in=seen, account__isnull=False).values_list(
        "pk", "account", "platform"
    )
    Handle.objects.bulk_create(
        [
            Handle(
                account_id=account, handle=handle, seen_at=clock.now(),
                fingerprint=keyring().mac("content.handle", f"{platform}|{rules.normal_handle(handle)}", 1),
            )
            for item, account, platform in accounts
            for handle in seen[item]
        ],
        ignore_conflicts=True,
    )  # fmt: skip
