"""Keeping posts and accounts, each once."""

from collections.abc import Sequence

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
    for shown in given:
        for each in shown:
            wanted.setdefault(each.key, each)
    locks.hold("content.item", (key.encode() for key in wanted))
    known = dict(Item.objects.filter(key__in=wanted).values_list("key", "pk"))
    fresh = [each for key, each in wanted.items() if key not in known]
    accounts = _accounts(fresh)
    rows = [
        Item(
            reference=references.new("P"), key=each.key, platform=each.platform[:80], post_id=each.post_id[:200],
            url=each.url, text=each.text, posted_at=each.posted_at, account_id=accounts.get(_account(each)),
        )
        for each in fresh
    ]  # fmt: skip
    Item.objects.bulk_create(rows)
    known.update({row.key: row.pk for row in rows})
    audit.record([Entry(Kind.COLLECTION, "content.keep", "item", row.reference, str(by)) for row in rows])
    return tuple(tuple(known[each.key] for each in shown) for shown in given)


def _account(item: ItemGiven) -> bytes:
    """The fingerprint by which an item's account is known: its number, else its handle; blank where neither is told."""
    platform = item.platform
    if item.account_id:
        return keyring().mac("content.account", f"{platform}|{item.account_id}", 1)
    return _handle(item)


def _handle(item: ItemGiven) -> bytes:
    """The fingerprint of an item's handle; always under the first master key, so that it stays comparable."""
    handle = rules.normal_handle(item.handle)
    return keyring().mac("content.handle", f"{item.platform}|{handle}", 1) if handle else b""


def _accounts(items: Sequence[ItemGiven]) -> dict[bytes, int]:
    """The accounts of these items, made where they are not known, with the handles they were seen under."""
    wanted = {mark: each for each in items if (mark := _account(each))}
    locks.hold("content.account", wanted)
    known = {
        bytes(mark): pk
        for mark, pk in Account.objects.filter(fingerprint__in=list(wanted)).values_list("fingerprint", "pk")
    }
    rows = [
        Account(platform=each.platform[:80], number=each.account_id[:200], fingerprint=mark)
        for mark, each in wanted.items()
        if mark not in known
    ]
    Account.objects.bulk_create(rows)
    known.update({bytes(row.fingerprint): row.pk for row in rows})
    at = clock.now()
    Handle.objects.bulk_create(
        [
            Handle(account_id=known[mark], handle=each.handle[:200], fingerprint=_handle(each), seen_at=at)
            for mark, each in wanted.items()
            if each.handle.strip()
        ],
        ignore_conflicts=True,
    )
    return known
