"""Keeping posts and accounts, each once."""

from collections.abc import Collection, Sequence

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, locks, references
from hub.content import rules
from hub.content.models import Account, Handle, Item
from hub.content.terms import ItemGiven
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
