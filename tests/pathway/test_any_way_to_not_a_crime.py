"""Whatever was done before: once it is not a crime, the record keeps nobody who was reported, until it is brought back."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import pathway
from hub.aside.queries import standing
from hub.common import clock
from hub.common.refusals import Refusal
from hub.pathway import deciding
from hub.pathway.deciding import Given
from hub.triage.terms.deciding import CrimeAnswer, NewDecision
from tests.pathway.aside_world import NAMED, case_with_the_name_everywhere, traces
from tests.pathway.test_any_decision import PEOPLE, steps, take
from tests.walks import MACHINE
from tests.web.accounts import actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REASONS = "audit_reason.text"  # what officers write of it afterwards is masked when the original goes

beside = st.one_of(
    st.tuples(st.just("back")), st.tuples(st.just("look")), st.tuples(st.just("refuse")), st.tuples(st.just("days"), st.integers(1, 70)),
)  # fmt: skip
sequences = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.one_of(steps, steps, beside)), min_size=1, max_size=8
)


def _beside(case, who, step, pass_days):
    """What is done with a case that was set aside."""
    name, by = step[0], actor(who)
    if name == "back":
        pathway.restore(subject=case, reason=NAMED, by=by)
    elif name == "look":
        pathway.ask_for_another_look(subject=case, reason=NAMED, by=by)
    elif name == "refuse":
        pathway.refuse_another_look(subject=case, reason=NAMED, by=by)
    else:
        pass_days(step[1])
        pathway.dispose_of_originals(by=MACHINE)


def _not_a_crime(case):
    """Decide that it is none, and whoever has to looks at it too."""
    new = NewDecision(CrimeAnswer.NOT_A_CRIME, NAMED, (NAMED,), "", NAMED)
    with suppress(Refusal):
        deciding.decide(case=case, given=Given(new), seen=None, by=actor("bo"))
    with suppress(Refusal):
        deciding.check(case=case, agrees=True, reason=NAMED, seen=None, by=actor("ruth"))


@ANY
@given(sequences)
def test_no_sequence_keeps_whoever_was_reported_on_a_record_that_is_not_a_crime(sequence):
    now, passed = clock.now, [0]

    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: now() + timedelta(days=passed[0]))

        def pass_days(days):
            passed[0] += days

        case = case_with_the_name_everywhere()
        for who, step in [*sequence, ("", None)]:
            if step is None:
                _not_a_crime(case)
            else:
                with suppress(Refusal):
                    if step[0] in {"back", "look", "refuse", "days"}:
                        _beside(case, who, step, pass_days)
                    else:
                        take(case, who, step, NAMED)
            if standing([case]):
                assert {place for place, _ in traces()} <= {REASONS}
