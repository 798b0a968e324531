"""Writing the record, sealing it, and opening it to be read; nothing here changes a line."""

import secrets
from collections.abc import Sequence
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from hub.audit import heads, queries, rules
from hub.audit.models import Block, Examination, Leaf, Line, Reason
from hub.audit.queries import facts_of, numbers_of
from hub.audit.terms import Entry, ExaminationState, Examined, Fault, Finding, Kind
from hub.common import clock, copying, deferral, locks, references
from hub.common.refusals import NotNow, Refusal
from hub.keys.keyring import keyring

_SEALER = 7_302_011
_CHUNK = 5_000
_TOLD = 1_000  # findings that an examination keeps in words; all are counted


def record(entries: Sequence[Entry]) -> None:
    """Write one line for each subject and action, in the transaction of what was done."""
    ring, at = keyring(), clock.now()
    key = ring.derived("audit", ring.current)
    salts = [secrets.token_bytes(16) if each.reason else b"" for each in entries]
    lines = [
        Line(
            token=uuid4(), at=at, kind=str(each.kind), action=each.action, actor=each.actor,
            subject_kind=each.subject_kind, subject=each.subject, recipient=each.recipient, codes=dict(each.codes),
            refused=each.refused, key_version=ring.current,
            commitment=rules.commitment(salt, each.reason) if each.reason else b"",
        )
        for each, salt in zip(entries, salts, strict=True)
    ]  # fmt: skip
    for line in lines:
        line.mac = rules.authenticated(key, facts_of(line))
    copying.add([line for line, each in zip(lines, entries, strict=True) if not each.reason])
    Line.objects.bulk_create([line for line, each in zip(lines, entries, strict=True) if each.reason])
    Reason.objects.bulk_create(
        [
            Reason(line=line.pk, salt=salt, text=each.reason)
            for line, each, salt in zip(lines, entries, salts, strict=True)
            if each.reason
        ]
    )


def record_refusal(entry: Entry) -> None:
    """Record a refused attempt by itself, after what was refused has been rolled back."""
    with transaction.atomic():
        record([entry])


def seal() -> int:
    """Seal every line that no block holds yet; tells how many. Writers never wait for it.

    Lines are found by what is missing, not by number: a slow transaction's line may carry a lower number than lines
    sealed long before it became visible.
    """
    sealed = 0
    while True:
        with transaction.atomic():
            size = _seal_chunk()
        if not size:
            return sealed
        _write_heads()
        sealed += size


def _seal_chunk() -> int:
    """One block over at most a chunk of unsealed lines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER])
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (horizon,) = cursor.fetchone()
    last = Block.objects.order_by("-number").first()
    if (last and last.horizon > horizon) or max(heads.read(), default=0) > (last.number if last else 0):
        raise NotNow(
            "The audit was sealed by a database that had gone further than this one: a backup was restored. "
            "Run `hub audit new-epoch --reason ...` to say so on the record and go on."
        )
    lines = _unsealed(last.horizon if last else 0)
    if not lines:
        return 0
    # Where a chunk was full, lines below the new horizon may be left: the old one stays in force.
    reached = horizon if len(lines) < _CHUNK else (last.horizon if last else 0)
    _write_block(lines, last, reached, last.epoch if last else 1)
    return len(lines)


def _unsealed(horizon: int) -> Sequence[Line]:
    """Visible lines without a leaf, at most a chunk; all below the horizon were sealed before."""
    sealed = Exists(Leaf.objects.filter(line=OuterRef("pk")))
    return list(Line.objects.filter(~sealed, transaction__gte=horizon).order_by("pk")[:_CHUNK])


def _write_block(lines: Sequence[Line], last: Block | None, horizon: int, epoch: int) -> None:
    """The block over these lines, and the leaf of each."""
    # After a restore the numbers go on above those written outside, so that no number ever names two blocks.
    number = max(last.number if last else 0, max(heads.read(), default=0)) + 1
    hashes = [
        rules.leaf(each.pk, each.transaction, each.token, bytes(each.mac), facts_of(each)) for each in lines
    ]
    previous, tree = (bytes(last.head) if last else rules.GENESIS), rules.root(hashes)
    copying.add(
        [
            Leaf(line=each.pk, block=number, position=place, hash=found)
            for place, (each, found) in enumerate(zip(lines, hashes, strict=True))
        ]
    )
    block = Block(
        number=number, epoch=epoch, size=len(lines), root=tree, previous=previous, horizon=horizon,
        sealed_at=clock.now(),
    )  # fmt: skip
    block.head = rules.head(previous, numbers_of(block), tree)
    block.save(force_insert=True)


def _write_heads() -> None:
    """Append the heads that the file lacks: after the block is durable, so that a kill between is mended here."""
    known = heads.read()
    missing = Block.objects.filter(number__gt=max(known, default=0)).order_by("number")
    heads.append([(each.number, bytes(each.head)) for each in missing])


def begin_epoch(*, reason: str, by: str) -> None:
    """Say on the record that a backup was restored, and begin to seal anew from there."""
    if not reason.strip():
        raise Refusal("Say which backup was restored and why: it is kept with the record.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER])
        last = Block.objects.order_by("-number").first()
        record([Entry(Kind.ALTERATION, "audit.new-epoch", "audit", "audit", by, reason=reason)])
        _write_block([], last, 0, last.epoch + 1 if last else 1)
    _write_heads()


def ask_examination(*, by: str) -> Examined:
    """Ask the workers to examine the whole record; one that waits or runs already is that one."""
    locks.hold("audit.examination", [b"all"])
    live = queries.under_way()
    if live:
        return live
    row = Examination.objects.create(
        reference=references.new("V"), asked_by=by, asked_at=clock.now(), state=ExaminationState.WAITING
    )
    record([Entry(Kind.CONSULTATION, "audit.ask-examination", "examination", row.reference, by)])
    deferral.defer(deferral.Task.AUDIT_EXAMINE, [row.pk])
    return queries.examined(row)


def examine(*, examination: int, by: str) -> None:
    """Examine the whole record, and keep what was found; after a kill it begins anew, and what is done stays done."""
    row = Examination.objects.filter(pk=examination).exclude(state=ExaminationState.DONE).first()
    if row is None:
        return
    this = Examination.objects.filter(pk=row.pk)
    this.update(state=ExaminationState.RUNNING, started_at=clock.now(), lines=0)
    try:
        verified = queries.verify(progress=lambda lines: _note(row.pk, lines))
        lines, findings = verified.lines, verified.findings
    except NotNow as trouble:  # what lies outside the database cannot be read, which is a finding
        lines, findings = 0, (Finding(Fault.HEADS, None, trouble.sentence),)
    told = [{"fault": each.fault.value, "line": each.line, "words": each.words} for each in findings[:_TOLD]]
    with transaction.atomic():
        this.update(
            state=ExaminationState.DONE,
            finished_at=clock.now(),
            lines=lines,
            findings=told,
            found=len(findings),
        )
        codes: dict[str, str | int | bool] = {"lines": lines, "findings": len(findings)}
        record([Entry(Kind.CONSULTATION, "audit.examine", "examination", row.reference, by, codes)])


def _note(examination: int, lines: int) -> None:
    """How far an examination has come, for whoever watches."""
    Examination.objects.filter(pk=examination).update(lines=lines)
