"""Examining the record: every line, leaf, block and head."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef

from hub.audit import heads, rules
from hub.audit.models import Block, Leaf, Line, Reason
from hub.audit.terms import Fault, Finding, Verification
from hub.common import clock
from hub.keys.keyring import keyring
from hub.keys.terms import KeyTrouble

_PAGE = 5_000
_COMPARED = 1_000  # suspects held against each other; beyond it every one is named as changed
_DAY_ONE = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN_WITHIN = timedelta(minutes=10)  # after its block, a head is outside the database
_EPOCH = "audit.new-epoch"


def facts_of(line: Line) -> bytes:
    """Everything that a line says, as it is hashed."""
    return rules.canonical(
        {
            "token": str(line.token), "at": rules.moment(line.at), "kind": str(line.kind), "action": line.action,
            "actor": line.actor, "subject_kind": line.subject_kind, "subject": line.subject,
            "recipient": line.recipient, "codes": dict(line.codes), "refused": line.refused,
            "commitment": bytes(line.commitment).hex(), "key_version": line.key_version,
        }
    )  # fmt: skip


def numbers_of(block: Block) -> tuple[int, ...]:
    """Everything that a block says besides its root and what came before, as it is hashed."""
    since = block.sealed_at - _DAY_ONE
    return block.number, block.epoch, block.size, block.horizon, since // timedelta(microseconds=1)


@dataclass(slots=True)
class _Examination:
    """What has been found so far; memory holds suspects only, however long the record."""

    lines: int = 0
    unsealed: int = 0
    epochs: int = 1  # begun by a line that bears the mark
    oldest: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    odd: dict[int, tuple[Line, bytes]] = field(
        default_factory=dict
    )  # by line, where the hash is not the leaf's

    def add(self, fault: Fault, line: int | None, words: str) -> None:
        """One thing that is wrong."""
        self.findings.append(Finding(fault, line, words))


def verify(progress: Callable[[int], None] | None = None) -> Verification:
    """Examine every line, leaf, block and head, and name what was changed, deleted, inserted or reordered.

    `progress` is told how many lines have been examined, 5,000 at a time.
    """
    found = _Examination()
    horizon = Block.objects.order_by("-number").values_list("horizon", flat=True).first() or 0
    for page in _pages():
        _examine_lines(page, horizon, found)
        if progress:
            progress(found.lines)
    _name_the_odd(found)
    _examine_deleted(found)
    blocks, epoch = _examine_blocks(found)
    return Verification(found.lines, blocks, epoch, found.unsealed, found.oldest, tuple(found.findings))


def _pages() -> Iterator[list[Line]]:
    """Every line, a page at a time."""
    last = 0
    while page := list(Line.objects.filter(pk__gt=last).order_by("pk")[:_PAGE]):
        yield page
        last = page[-1].pk


def _examine_lines(page: list[Line], horizon: int, found: _Examination) -> None:
    """Hold lines against their marks and leaves."""
    ids = [each.pk for each in page]
    leaves = dict(Leaf.objects.filter(pk__in=ids).values_list("line", "hash"))
    reasons = {each.line: each for each in Reason.objects.filter(line__in=ids)}
    for line in page:
        found.lines += 1
        facts = facts_of(line)
        genuine = _genuine(line, facts)
        kept = leaves.get(line.pk)
        if kept is None:
            _examine_unsealed(line, horizon, found, genuine=genuine)
        elif rules.leaf(line.pk, line.transaction, line.token, bytes(line.mac), facts) != bytes(kept):
            found.odd[line.pk] = (line, bytes(kept))
        elif not genuine:  # put in or changed between two seals, and sealed since without being looked at
            _name_unmarked(line, found)
        found.epochs += genuine and line.action == _EPOCH
        reason = reasons.get(line.pk)
        if reason and rules.commitment(bytes(reason.salt), reason.text) != bytes(line.commitment):
            found.add(
                Fault.REASON_CHANGED, line.pk, f"The reason of line {line.pk} is not the one that was typed."
            )


def _genuine(line: Line, facts: bytes) -> bool:
    """Whether a line bears the mark that only the hub's keys make."""
    try:
        key = keyring().derived("audit", line.key_version)
    except KeyTrouble:
        return False
    return rules.authenticated(key, facts) == bytes(line.mac)


def _name_unmarked(line: Line, found: _Examination) -> None:
    """A line whose mark only the hub's keys could have made, and did not."""
    words = f"Line {line.pk} was inserted or changed by somebody without the hub's keys."
    found.add(Fault.INSERTED, line.pk, words)


def _examine_unsealed(line: Line, horizon: int, found: _Examination, *, genuine: bool) -> None:
    """A line that no block holds: new, or put in by somebody."""
    if line.transaction < horizon:
        found.add(
            Fault.INSERTED, line.pk, f"Line {line.pk} was inserted: lines of its time are sealed, it is not."
        )
    elif not genuine:
        _name_unmarked(line, found)
    else:
        found.unsealed += 1
        found.oldest = min(found.oldest, line.at) if found.oldest else line.at


def _name_the_odd(found: _Examination) -> None:
    """Whether a line that does not fit its leaf stands in another's place, or says something else."""
    suspects = itertools.islice(found.odd.items(), _COMPARED if len(found.odd) <= _COMPARED else 0)
    belongs = {kept: number for number, (_, kept) in suspects}
    # Whoever swaps two lines swaps what they say, or their numbers with it.
    transactions = {line.transaction for line, _ in found.odd.values()} if belongs else set()
    for number, (line, _) in found.odd.items():
        facts, mac = facts_of(line), bytes(line.mac)
        home = next(
            (
                at
                for kept, at in belongs.items()
                if any(rules.leaf(at, each, line.token, mac, facts) == kept for each in transactions)
            ),
            None,
        )
        if home is not None:
            found.add(
                Fault.REORDERED, number, f"Line {number} was reordered: what it says stood at line {home}."
            )
        else:
            found.add(Fault.CHANGED, number, f"Line {number} was changed after it was sealed.")


def _examine_deleted(found: _Examination) -> None:
    """Leaves whose line is gone."""
    kept = Exists(Line.objects.filter(pk=OuterRef("pk")))
    for number in Leaf.objects.filter(~kept).order_by("pk").values_list("pk", flat=True):
        found.add(Fault.DELETED, number, f"Line {number} was deleted.")


def _examine_blocks(found: _Examination) -> tuple[int, int]:
    """Hold each block against its leaves, the block before it and the head outside the database."""
    outside, previous, expected, epoch = heads.read(), rules.GENESIS, 1, 1
    _examine_absence(outside, found)
    for block in Block.objects.order_by("number").iterator():
        if block.epoch == epoch + 1:  # numbers of the blocks that the restored backup lacks are passed over
            expected = max(expected, block.number)
        _examine_block(block, previous, expected, outside, found)
        previous, expected, epoch = bytes(block.head), block.number + 1, block.epoch
    if epoch > found.epochs:
        found.add(Fault.BLOCK, None, f"Epoch {epoch} was begun without a line that says why.")
    for number in sorted(each for each in outside if each >= expected):
        found.add(Fault.HEADS, None, f"Block {number} is written outside the database and is missing in it.")
    return expected - 1, epoch


def _examine_absence(outside: dict[int, str], found: _Examination) -> None:
    """A file of heads that is gone; a block sealed this moment may not have reached it yet."""
    if not outside and Block.objects.filter(sealed_at__lt=clock.now() - _WRITTEN_WITHIN).exists():
        words = (
            "No head is written outside the database: the file that HUB_AUDIT_HEADS names is empty or gone."
        )
        found.add(Fault.HEADS, None, words)


def _examine_block(
    block: Block, previous: bytes, expected: int, outside: dict[int, str], found: _Examination
) -> None:
    """One block."""
    leaves = list(Leaf.objects.filter(block=block.number).order_by("position").values_list("line", "hash"))
    numbers = [line for line, _ in leaves]
    tree = rules.root([bytes(each) for _, each in leaves])
    for before, after in itertools.pairwise(numbers):
        if after < before:
            found.add(Fault.REORDERED, after, f"Line {after} was reordered in block {block.number}.")
    head = rules.head(previous, numbers_of(block), tree)
    whole = len(leaves) == block.size and tree == bytes(block.root) and bytes(block.previous) == previous
    if block.number != expected or not whole or head != bytes(block.head):
        found.add(Fault.BLOCK, None, f"The seal of block {block.number} is broken.")
    written = outside.get(block.number)
    if written is not None and written != bytes(block.head).hex():
        found.add(
            Fault.HEADS, None, f"Block {block.number} is not the one that was written outside the database."
        )
    if written is None and block.number < max(outside, default=0):
        found.add(Fault.HEADS, None, f"The file outside the database lacks the head of block {block.number}.")


def last_sealed_at() -> datetime | None:
    """When the last block was sealed, where there is one."""
    return Block.objects.order_by("-number").values_list("sealed_at", flat=True).first()


def unsealed() -> int:
    """How many lines no block holds yet; those below the last horizon are all sealed, so they are not looked at."""
    horizon = Block.objects.order_by("-number").values_list("horizon", flat=True).first() or 0
    sealed = Exists(Leaf.objects.filter(line=OuterRef("pk")))
    return Line.objects.filter(~sealed, transaction__gte=horizon).count()
