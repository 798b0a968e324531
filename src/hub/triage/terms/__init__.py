"""The words of triage."""

from hub.triage.terms.dangers import AS_TOLD, Guidance, Needed
from hub.triage.terms.looking import Asked, Compared, First, Looked, Share, Tally
from hub.triage.terms.priority import Assessed, Factor, Level, Override, Priority, PriorityFacts, Threshold, Word
from hub.triage.terms.referring import Answer, Assessment, ExitState, Facts, Place, Question, Scope, Standing, ToAssess
from hub.triage.terms.risk import Box, Grade, Graded, Limb, NewRisk, NewVictim, Risk, Said, Victim, VictimQuestion
from hub.triage.terms.safeguarding import AtRisk, ReferralLine, ReferralState, Shared

__all__ = ['AS_TOLD', 'Answer', 'Asked', 'Assessed', 'Assessment', 'AtRisk', 'Box', 'Compared', 'ExitState', 'Factor', 'Facts', 'First', 'Grade', 'Graded', 'Guidance', 'Level', 'Limb', 'Looked', 'Needed', 'NewRisk', 'NewVictim', 'Override', 'Place', 'Priority', 'PriorityFacts', 'Question', 'ReferralLine', 'ReferralState', 'Risk', 'Said', 'Scope', 'Share', 'Shared', 'Standing', 'Tally', 'Threshold', 'ToAssess', 'Victim', 'VictimQuestion', 'Word']
