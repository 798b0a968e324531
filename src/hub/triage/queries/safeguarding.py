"""Reading safeguarding referrals."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Case, Count, Q, Value, When

from hub.common.subjects import named as subjects_named
from hub.triage.models import Referral, ReferralAttempt
from hub.triage.terms import AtRisk, ReferralLine, ReferralState

_PLACES = {
    ReferralState.ASKED: 0, ReferralState.AUTHORISED: 1, ReferralState.SENDING: 1, ReferralState.SENT: 2,
    ReferralState.REFUSED: 3, ReferralState.DONE: 3,
}  # fmt: skip
_TO_GO = (ReferralState.ASKED, ReferralState.AUTHORISED, ReferralState.SENDING)
OPEN = (*_TO_GO, ReferralState.SENT)


def referrals(*, after: str = "", limit: int = 25) -> tuple[tuple[ReferralLine, ...], str]:
    """Referrals, those that wait for a second person first, and where the next page begins.

    Raises ValueError where `after` is not what an earlier page gave.
    """
    rows = Referral.objects.annotate(
        place=Case(*(When(state=state, then=Value(place)) for state, place in _PLACES.items()))
    )
    if after:
        place, _, pk = after.partition("_")
        rows = rows.filter(Q(place__gt=int(place)) | Q(place=int(place), pk__lt=int(pk)))
    found = list(rows.order_by("place", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return _lines(found[:limit]), f"{last.place}_{last.pk}" if last else ""


def referral(reference: str) -> ReferralLine | None:
    """One referral."""
    return next(iter(_lines(Referral.objects.filter(reference=reference))), None)


def count_to_authorise() -> int:
    """How many referrals wait for a second person."""
    return Referral.objects.filter(state=ReferralState.ASKED).count()


def open_referrals(subjects: Collection[str]) -> int:
    """How many referrals of these cases and reports are not done."""
    return Referral.objects.filter(subject__in=subjects, state__in=OPEN).count()


def referrals_to_go(subjects: Collection[str]) -> tuple[str, ...]:
    """The referrals of these cases and reports that have not left yet, the first asked first."""
    rows = Referral.objects.filter(subject__in=subjects, state__in=_TO_GO).order_by("pk")
    return tuple(rows.values_list("reference", flat=True))


def _lines(rows: Iterable[Referral]) -> tuple[ReferralLine, ...]:
    """Referrals with how often each was tried to be sent."""
    found = list(rows)
    tried = ReferralAttempt.objects.filter(referral__in=[each.pk for each in found])
    tries = dict(tried.values_list("referral").annotate(Count("pk")))
    return tuple(
        ReferralLine(
            each.pk, each.reference, each.subject_kind, each.subject, AtRisk(each.at_risk), each.borough, each.basis,
            tuple(each.fields), each.reason, ReferralState(each.state), each.asked_at, each.asked_by, each.decided_at,
            each.decided_by, each.decided_because, each.sent_at, each.their_reference, each.done_at, each.done_by,
            tries.get(each.pk, 0),
        )
        for each in found
    )  # fmt: skip


def referral_subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that have a referral, a page at a time."""
    return subjects_named(Referral.objects.all())
