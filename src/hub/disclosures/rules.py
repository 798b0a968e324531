"""Whether something may leave."""

from collections.abc import Iterable
from datetime import datetime

from hub.disclosures.terms import Agreement, Basis, ReleaseRequest

# A basis that overrides what somebody wishes is used for a reason, also by an alarm that nobody acknowledged; and another
# force is told for a purpose of its own where what it needs was weighed (DPA 2018 s.36(3)(b): necessary and proportionate).
_NEEDS_REASON = frozenset({Basis.VITAL_INTEREST, Basis.SAFEGUARDING, Basis.ANOTHER_FORCE})


def live(agreement: Agreement, now: datetime) -> bool:
    """Whether an agreement that nothing has replaced still holds: given, confirmed and not past its end."""
    return agreement.given and agreement.confirmed and (agreement.until is None or now < agreement.until)


def why_not(request: ReleaseRequest, agreements: Iterable[Agreement], now: datetime) -> str:
    """The sentence of refusal, blank where the request may go."""
    if request.basis in _NEEDS_REASON and not request.reason.strip():
        return "Say why this must be shared without agreement: it is kept, and told to the person where that is safe."
    if request.basis != Basis.AGREEMENT:
        return ""
    if covering(request, agreements, now) is None:
        return (
            f"Nothing may go to {request.recipient}: there is no agreement in force that covers "
            f"{', '.join(request.fields) or 'this'} for this purpose. Ask the person first."
        )
    return ""


def covering(request: ReleaseRequest, agreements: Iterable[Agreement], now: datetime) -> Agreement | None:
    """The agreement that lets these fields go to this recipient, for the purpose that was agreed and no other."""
    for each in agreements:
        if (
            each.organisation == request.recipient
            and each.purpose == request.purpose
            and live(each, now)
            and set(request.fields) <= set(each.fields)
        ):
            return each
    return None
