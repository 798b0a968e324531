"""Queueing letters in the transaction of what they tell, and sending them afterwards."""

import smtplib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common import clock, deferral, references
from hub.disclosures import actions as disclosures
from hub.disclosures.terms import Basis, ReleaseRequest
from hub.duties import queries as duties
from hub.duties.terms import State as Duty
from hub.identities import actions as identities
from hub.letters import queries, rules
from hub.letters.models import Attempt, Letter
from hub.letters.terms import About, Held, NewLetter, RecipientKind, State, TryAgain
from hub.people import queries as people
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.places import queries as places

_CONNECTION = 0  # no answer at all, where a mail server's code would stand
_NO_SUCH_ADDRESS = 553  # what a mail server says of an address that cannot be one (RFC 5321 s.4.2.3)
_RELEASED_AT_ONCE = 1_000
_BASIS = {RecipientKind.PERSON: Basis.TO_THE_PERSON, RecipientKind.FORCE: Basis.ANOTHER_FORCE}
_TELLING_A_FORCE = "A package waits for it: only that, and the reference, is told."


@dataclass(frozen=True, slots=True)
class _Ready:
    """A letter about to go."""

    letter: Letter
    address: str


def queue(*, letters: Sequence[NewLetter], by: Actor) -> int:
    """Queue letters, or hold them and say why; they go only once this transaction commits."""
    permit(by, Permission.RECEIVE_REPORTS)
    if not letters:
        return 0
    at, smtp = clock.now(), bool(settings.EMAIL_HOST)
    mailboxes = places.mailboxes(_named(letters, RecipientKind.UNIT)) | places.force_mailboxes(
        _named(letters, RecipientKind.FORCE)
    )
    persons = {each.person_id for each in letters if each.person_id is not None}
    safe = identities.safe_to_write(persons=persons, by=by) if persons else {}
    rows = [_row(each, at, mailboxes, safe.get(each.person_id or 0, "yes"), smtp=smtp) for each in letters]
    for row in rows:
        row.by = str(by)
    Letter.objects.bulk_create(rows)
    audit.record(
        [
            Entry(
                Kind.ALTERATION, "letters.queue", row.subject_kind, row.subject, str(by),
                {"letter": row.reference, "state": row.state, "held": row.held},
            )
            for row in rows
        ]
    )  # fmt: skip
    deferral.defer(deferral.Task.SEND_LETTER, [row.pk for row in rows if row.state == State.QUEUED])
    return len(rows)


def _named(letters: Sequence[NewLetter], kind: RecipientKind) -> set[str]:
    """Whom letters of a kind are to."""
    return {each.recipient for each in letters if each.recipient_kind == kind}


def _row(new: NewLetter, at: datetime, mailboxes: Mapping[str, str], safe: str, *, smtp: bool) -> Letter:
    """The row of a new letter."""
    held = rules.held_for(safe, has_address=_has_address(new, mailboxes), smtp=smtp)
    language = rules.language_of(new.language, queries.languages())
    facts = {"reference": new.subject, **new.facts}
    rules.compose(
        queries.template(new.template, language), facts
    )  # what it needs is there, or it is not queued
    version = queries.version_of(new.template, language)
    reference = references.new("L")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return Letter(
        reference=reference, recipient_kind=new.recipient_kind, recipient=new.recipient, person_id=new.person_id,
        subject_kind=new.subject_kind, subject=new.subject, template=new.template, version=version,
        language=language, occasion=new.occasion, facts=facts, state=State.HELD if held else State.QUEUED,
        held=held or "", message_id=f"<{reference.lower()}@{domain}>", queued_at=at,
    )  # fmt: skip


def _has_address(new: NewLetter, mailboxes: Mapping[str, str]) -> bool:
    """Whether there is somewhere to write to; of a person that is known to whoever queues."""
    if new.recipient_kind in {RecipientKind.UNIT, RecipientKind.FORCE}:
        return new.recipient in mailboxes
    return bool(settings.HUB_MAILBOX) if new.recipient_kind == RecipientKind.HUB else True


def send(*, letter: int, by: Actor) -> None:
    """Send one letter: claimed and released in one transaction, sent outside any, its outcome kept in another.

    A worker killed in between sends it again with the same Message-ID: at least once, as SMTP itself promises no more.
    """
    permit(by, Permission.SEND_LETTERS)
    with transaction.atomic():
        ready = _claim(letter, by)
    if ready is None:
        return
    code, about = _deliver(ready)
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter)
        Attempt.objects.create(letter=row, at=clock.now(), code=code)
        if row.state == State.SENDING:  # else another worker, who took it for left behind, has had an answer
            row.sent_at = clock.now() if code == rules.TAKEN else None
            _move(row, rules.after(code, about), by)
    if row.state == State.QUEUED:
        raise TryAgain(f"letter {letter} was not taken now (code {code})")


def _claim(letter: int, by: Actor) -> _Ready | None:
    """The letter as sending, with its address, if it may still go; safety is asked again at the last moment."""
    row = Letter.objects.select_for_update().get(pk=letter)
    if row.state not in {State.QUEUED, State.SENDING}:
        return None
    address, safe = _address(row, by)
    held = rules.held_for(safe, has_address=bool(address), smtp=bool(settings.EMAIL_HOST))
    if _over(row):
        held = Held.OVER
    if held:
        _move(row, State.HELD, by, held)
        return None
    request = ReleaseRequest(
        row.subject_kind, row.subject, row.recipient_kind, row.recipient or "reporter", row.template,
        _BASIS.get(RecipientKind(row.recipient_kind), Basis.OWN_FORCE), ("reference",),
        _TELLING_A_FORCE if row.recipient_kind == RecipientKind.FORCE else "",
    )  # fmt: skip
    if row.state == State.QUEUED:
        disclosures.release(requests=[request], by=by)
        _move(row, State.SENDING, by)
    return _Ready(row, address)


def _over(row: Letter) -> bool:
    """Whether a reminder says nothing true any more: its duty is done or paused, or is due at another time by now."""
    if row.template != "reminder":
        return False
    _, reference, told = row.occasion.split(":")
    due = duties.of_reference(reference)
    return due is None or due.state != Duty.RUNNING or f"{due.due_at:%Y%m%d%H%M}" != told


def _address(row: Letter, by: Actor) -> tuple[str, str]:
    """Where a letter goes, and whether that is safe."""
    if row.recipient_kind == RecipientKind.PERSON:
        found = identities.email_for_letter(person=row.person_id or 0, by=by)
        return found.email, found.safe
    if row.recipient_kind == RecipientKind.FORCE:
        return places.force_mailboxes([row.recipient]).get(row.recipient, ""), "yes"
    if row.recipient_kind == RecipientKind.STAFF:
        return people.email_of(row.recipient), "yes"
    unit = row.recipient_kind == RecipientKind.UNIT
    return (places.mailbox(row.recipient) if unit else settings.HUB_MAILBOX), "yes"


def _deliver(ready: _Ready) -> tuple[int, About]:
    """Hand a letter to the mail server; its answer's code, or 0 where it does not answer, and what that is about."""
    try:
        with get_connection() as server:  # closed also where the server refuses us
            server.send_messages([_message(ready)])
    except smtplib.SMTPRecipientsRefused as refused:
        return max((code for code, _ in refused.recipients.values()), default=_CONNECTION), About.LETTER
    except smtplib.SMTPDataError as refused:
        return int(refused.smtp_code), About.LETTER
    except smtplib.SMTPResponseException as refused:  # greeting, password or sender
        return int(refused.smtp_code), About.US
    except (OSError, smtplib.SMTPException):
        return _CONNECTION, About.US
    except ValueError:  # its words would show the address; UnicodeError is one
        return _NO_SUCH_ADDRESS, About.LETTER
    return rules.TAKEN, About.LETTER


def _message(ready: _Ready) -> EmailMessage:
    """A letter as it is sent."""
    letter = ready.letter
    _, subject, body = rules.compose(queries.template(letter.template, letter.language), letter.facts)
    if not queries.languages().get(letter.language, True) and letter.language != "en":
        _, _, english = rules.compose(queries.template(letter.template, "en"), letter.facts)
        body = f"{body}\n--\n{english}"
    return EmailMessage(
        subject, body, formataddr((settings.MAIL_SENDER_NAME, settings.DEFAULT_FROM_EMAIL)), [ready.address],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip


def release_held(*, by: Actor) -> int:
    """Queue what waited only for a mail server or a mailbox, once there is one; at most 1,000 at a time."""
    permit(by, Permission.SEND_LETTERS)
    if not settings.EMAIL_HOST:
        return 0
    known = places.mailboxes(places.atlas().units)
    forces = places.force_mailboxes(places.atlas().forces)
    addressed = Q(recipient_kind=RecipientKind.UNIT, recipient__in=known) | Q(
        recipient_kind=RecipientKind.FORCE, recipient__in=forces
    )
    if settings.HUB_MAILBOX:
        addressed |= Q(recipient_kind=RecipientKind.HUB)
    # A colleague has an address as long as they may sign in, which is asked when the letter goes.
    to_them = [RecipientKind.PERSON, RecipientKind.STAFF]
    # A person's letter waits for a mail server alone: whether they have an address is asked when it goes.
    going = Q(held=Held.NO_SMTP, recipient_kind__in=to_them) | (
        Q(held__in=[Held.NO_SMTP, Held.NO_ADDRESS]) & addressed
    )
    waiting = Letter.objects.select_for_update().filter(going, state=State.HELD)
    ready = list(waiting.order_by("pk")[:_RELEASED_AT_ONCE])
    for row in ready:
        _move(row, State.QUEUED, by)
    deferral.defer(deferral.Task.SEND_LETTER, [row.pk for row in ready])
    return len(ready)


def withdraw(*, subjects: Collection[str], template: str, reason: str, by: Actor) -> int:
    """Keep back letters of these subjects that have not begun to go, because what they tell was undone; tells how many."""
    permit(by, Permission.RECEIVE_REPORTS)
    waiting = Letter.objects.select_for_update().filter(
        subject__in=subjects, template=template, state__in=[State.HELD, State.QUEUED]
    )
    rows = [each for each in waiting.order_by("pk") if each.held != Held.WITHDRAWN]
    for row in rows:
        _move(row, State.HELD, by, Held.WITHDRAWN, reason)
    return len(rows)


def _move(row: Letter, state: State, by: Actor, held: str = "", reason: str = "") -> None:
    """The one function that moves a letter."""
    if state not in rules.MOVES[State(row.state)]:
        raise AssertionError(f"a letter cannot become {state} from {row.state}")
    row.state, row.held = state, held
    row.save(update_fields=["state", "held", "sent_at"])
    codes = {"letter": row.reference, "held": held}
    entry = Entry(
        Kind.ALTERATION, f"letters.{state}", row.subject_kind, row.subject, str(by), codes, reason=reason
    )
    audit.record([entry])
