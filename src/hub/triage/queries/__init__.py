"""Reading triage: where reports stand, and why."""

from hub.triage.queries.dangers import dangers, shipped_dangers
from hub.triage.queries.deciding import Beside, Unsent, another_look_until, beside, crime_decisions, decision_subjects, look_again_until, second_checks, worksheet
from hub.triage.queries.looking import compared, compared_of, disagreements, look, share_now, tallies, waiting_looks, would_draw
from hub.triage.queries.referring import Line, Reported, Totals, WaitingExit, WayOut, by_borough, exits, ledger, reported, standing, totals, waiting_exits
from hub.triage.queries.risk import OnFile, Spoken, assessed, factors_on, grounds_of, on_file, priority, questions_now, together
from hub.triage.queries.safeguarding import count_to_authorise, open_referrals, referral, referral_subjects, referrals
from hub.triage.queries.tables import factors, shares, shipped, thresholds, victim_questions

__all__ = ['Beside', 'Line', 'OnFile', 'Reported', 'Spoken', 'Totals', 'Unsent', 'WaitingExit', 'WayOut', 'another_look_until', 'assessed', 'beside', 'by_borough', 'compared', 'compared_of', 'count_to_authorise', 'crime_decisions', 'dangers', 'decision_subjects', 'disagreements', 'exits', 'factors', 'factors_on', 'grounds_of', 'ledger', 'look', 'look_again_until', 'on_file', 'open_referrals', 'priority', 'questions_now', 'referral', 'referral_subjects', 'referrals', 'reported', 'second_checks', 'share_now', 'shares', 'shipped', 'shipped_dangers', 'standing', 'tallies', 'thresholds', 'together', 'totals', 'victim_questions', 'waiting_exits', 'waiting_looks', 'worksheet', 'would_draw']
