"""What triage may say by itself: pure answers, each with its reason."""

from hub.triage.rules.dangers import needed, reach, report_of_danger, titles
from hub.triage.rules.looking import ANSWERS, answer_words, drawn, per_cent
from hub.triage.rules.priority import holding, priority, standing, threshold
from hub.triage.rules.referring import EXIT_MOVES, METROPOLITAN, NOT_ONLINE, NOT_UK, NO_HATE_ELEMENT, OTHER_FORCE, VERSION, asks, assess, borough, danger, force, hate, online, proposed_exit
from hub.triage.rules.risk import HATE_CRIME, enhanced, gravest, missing_in_risk, missing_in_victim, questions_on
from hub.triage.rules.safeguarding import BASES, REFERRAL_MOVES, first_state, passed_on

__all__ = ['ANSWERS', 'BASES', 'EXIT_MOVES', 'HATE_CRIME', 'METROPOLITAN', 'NOT_ONLINE', 'NOT_UK', 'NO_HATE_ELEMENT', 'OTHER_FORCE', 'REFERRAL_MOVES', 'VERSION', 'answer_words', 'asks', 'assess', 'borough', 'danger', 'drawn', 'enhanced', 'first_state', 'force', 'gravest', 'hate', 'holding', 'missing_in_risk', 'missing_in_victim', 'needed', 'online', 'passed_on', 'per_cent', 'priority', 'proposed_exit', 'questions_on', 'reach', 'report_of_danger', 'standing', 'threshold', 'titles']
