"""The officer in the case: offered, accepted, returned with a reason, handed over, taken back."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import rules
from hub.cases.models import Allocation, Case
from hub.cases.queries.walls import walls
from hub.cases.terms import Given
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import actions as accounts
from hub.people import queries as people
from hub.people.permissions import Permission, permit, permit_unit
from hub.people.queries import Colleague
from hub.people.terms import AccountState, Actor, Role


def offer(*, case: Case, to: str, by: Actor) -> None:
    """Offer a case to an officer of its command unit; until they accept, the hub holds it alone."""
    permit(by, Permission.ALLOCATE)
    live = _live(case)
    colleague = _of_the_unit(case, to)
    if live.officer_id == colleague.id:
        raise NotNow(f"The case is with {colleague.name} already. Nothing was changed.")
    if live.given == Given.ACCEPTED:
        raise NotNow("An officer has accepted this case. Take it back first, then offer it to somebody else.")
    if live.given == Given.OFFERED:  # offering to somebody else takes the first offer back
        _end(live, case, Given.ENDED, by, f"Offered to {colleague.name} instead.")
        live = _open(case, Given.TO_UNIT, by)
    _move(live, case, Given.OFFERED, by, officer=colleague.id)
    _record("cases.offer", case, by, officer=colleague.reference)


def accept(*, case: Case, by: Actor) -> None:
    """The officer takes the case: from now on it is theirs, and the hub supports."""
    live = _own(case, by)
    _move(live, case, Given.ACCEPTED, by, officer=live.officer_id)
    _record("cases.accept", case, by)


def give_back(*, case: Case, reason: str, by: Actor) -> None:
    """The officer returns the case with a reason; it waits for another officer of the unit."""
    live = _own(case, by)
    _need(reason, "Say why you return it: the hub reads it and finds somebody else.")
    _end(live, case, Given.RETURNED, by, reason)
    _open(case, Given.TO_UNIT, by)
    _record("cases.return", case, by, reason=reason)


def hand_over(*, case: Case, to: str, reason: str, by: Actor) -> None:
    """The officer in the case hands it to a colleague of the unit, who accepts it or returns it."""
    live = _own(case, by)
    _need(reason, "Say why you hand it over, and what your colleague should know.")
    colleague = _of_the_unit(case, to)
    if colleague.id == by.account:
        raise Refusal("The case is yours already. Choose a colleague.")
    _end(live, case, Given.HANDED_OVER, by, reason)
    _open(case, Given.OFFERED, by, officer=colleague.id)
    _record("cases.hand-over", case, by, officer=colleague.reference, reason=reason)


def take_back(*, case: Case, reason: str, by: Actor) -> None:
    """The hub takes a case back from an officer; it stays with their command unit, and somebody else is named."""
    permit(by, Permission.ALLOCATE)
    live = _live(case)
    if live.officer_id is None:
        raise NotNow("Nobody of the command unit has this case: there is nothing to take back.")
    _need(reason, "Say why you take it back: it stands on the case.")
    _end(live, case, Given.ENDED, by, reason)
    _open(case, Given.TO_UNIT, by)
    _record("cases.take-back", case, by, reason=reason)


def move(*, case: Case, borough: str, unit: str, reason: str, by: Actor) -> bool:
    """The case goes to this borough and command unit, or is the hub's own; tells whether another unit has it now."""
    permit(by, Permission.DECIDE_EXITS)
    _need(reason, "Say why: a case moves for a reason.")
    another = case.unit != unit
    if another and case.unit:
        _end(_live(case), case, Given.ENDED, by, reason)
    case.borough, case.unit, case.state = borough, unit, rules.state_for(unit)
    case.save(update_fields=["borough", "unit", "state"])
    if another and unit:
        _open(case, Given.TO_UNIT, by)
    codes: dict[str, str | int | bool] = {"unit": unit, "borough": borough}
    audit.record(
        [Entry(Kind.ALTERATION, "cases.move", "case", case.reference, str(by), codes, reason=reason)]
    )
    return another and bool(unit)


def _live(case: Case) -> Allocation:
    """How the case stands with its command unit now."""
    row = Allocation.objects.select_for_update().filter(case=case, ended_at__isnull=True).first()
    if row is None:
        raise NotNow("No command unit has this case, so there is nobody to offer it to.")
    return row


def _own(case: Case, by: Actor) -> Allocation:
    """The live allocation, if it is to whoever asks."""
    permit_unit(by, Permission.ANSWER_ALLOCATION, case.unit)
    row = _live(case)
    if by.account is None or row.officer_id != by.account:
        raise NotPermitted("This case is not offered to you. Ask the hub if you think it should be.")
    return row


def _of_the_unit(case: Case, reference: str) -> Colleague:
    """A borough officer of the case's command unit who is at work."""
    known = people.by_reference(reference)
    if known:
        accounts.hold(account=known.id)
    colleague = people.by_reference(reference)  # as it is now that nobody changes it
    if colleague is None or colleague.state != AccountState.ACTIVE:
        raise NotFound("There is no such officer at work. Choose somebody from the list.")
    if rules.interested(colleague.id, walls([case.reference]).get(case.reference, ())):
        raise Refusal(f"An interest of {colleague.name} in this case is on record. Choose somebody else.")
    if colleague.role != Role.BOROUGH_OFFICER or colleague.unit != case.unit:
        raise Refusal(f"{colleague.name} does not work in this command unit. Choose somebody from the list.")
    return colleague


def _need(reason: str, sentence: str) -> None:
    """Refuse a blank reason."""
    if not reason.strip():
        raise Refusal(sentence)


def _move(live: Allocation, case: Case, given: Given, by: Actor, *, officer: int | None) -> None:
    """The case goes on to its next standing: a row of its own, while the one before ends."""
    _close(live, given)
    _open(case, given, by, officer=officer)


def _end(live: Allocation, case: Case, given: Given, by: Actor, reason: str) -> None:
    """A standing ends for a reason, in a row that says so."""
    _close(live, given)
    now = clock.now()
    Allocation.objects.create(
        case=case, unit=case.unit, officer_id=live.officer_id, given=given, at=now, by=str(by), reason=reason.strip(),
        ended_at=now,
    )  # fmt: skip


def _close(live: Allocation, given: Given) -> None:
    """The one function that ends a standing, if the table of moves allows what follows it."""
    standing = Given(live.given)
    if given not in rules.GIVEN_MOVES[standing]:
        raise NotNow(f"The case is {standing.label}: it cannot be {given.label}. Nothing was changed.")
    now = clock.now()
    if live.given == Given.OFFERED:
        live.answered_at = now
    live.ended_at = now
    live.save(update_fields=["answered_at", "ended_at"])


def _open(case: Case, given: Given, by: Actor, *, officer: int | None = None) -> Allocation:
    """A new standing."""
    return Allocation.objects.create(
        case=case, unit=case.unit, officer_id=officer, given=given, at=clock.now(), by=str(by)
    )


def _record(action: str, case: Case, by: Actor, *, officer: str = "", reason: str = "") -> None:
    """One line for what was done."""
    codes: dict[str, str | int | bool] = {"officer": officer} if officer else {}
    audit.record([Entry(Kind.ALTERATION, action, "case", case.reference, str(by), codes, reason=reason)])
