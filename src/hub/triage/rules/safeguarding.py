"""How a safeguarding referral moves, and what it passes on."""

from collections.abc import Collection, Mapping

from hub.disclosures.terms import Basis
from hub.triage.terms.dangers import Needed
from hub.triage.terms.safeguarding import ReferralState, Shared

REFERRAL_MOVES: Mapping[ReferralState, frozenset[ReferralState]] = {
    ReferralState.ASKED: frozenset({ReferralState.AUTHORISED, ReferralState.REFUSED}),
    ReferralState.REFUSED: frozenset(),
    ReferralState.AUTHORISED: frozenset({ReferralState.SENDING}),
    ReferralState.SENDING: frozenset({ReferralState.SENT}),
    ReferralState.SENT: frozenset({ReferralState.DONE}),
    ReferralState.DONE: frozenset(),
}
# On what a referral may leave without the person's agreement.
BASES = (Basis.SAFEGUARDING, Basis.VITAL_INTEREST)
_NOT_PASSED_ON = "not passed on"


def first_state(basis: Basis) -> ReferralState:
    """Sharing against or without somebody's wish needs a second person, unless their life is in danger now."""
    return ReferralState.AUTHORISED if basis == Basis.VITAL_INTEREST else ReferralState.ASKED


def passed_on(needed: Needed, fields: Collection[str]) -> Mapping[str, str]:
    """What a referral says: only the kinds of fact that were chosen."""
    wanted = {
        "who": (needed.who, {Shared.NAME, Shared.BIRTH}), "where": (needed.where, {Shared.PLACE}),
        "reach": (needed.reach, {Shared.CONTACT}), "language": (needed.language, {Shared.LANGUAGE}),
        "threat": (needed.threat, {Shared.THREAT}),
    }  # fmt: skip
    chosen = set(fields)
    return {
        name: words if chosen & {each.value for each in kinds} else _NOT_PASSED_ON
        for name, (words, kinds) in wanted.items()
    }
