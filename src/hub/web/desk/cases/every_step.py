"""Every step that can be done on a case or report, in the order of their addresses."""

from hub.web.desk.cases.asking import Step
from hub.web.desk.cases.belonging import BELONGING
from hub.web.desk.cases.clusters import CLUSTERS
from hub.web.desk.cases.files import FILES
from hub.web.desk.cases.steps import STEPS
from hub.web.desk.cases.steps_risk import RISK_STEPS
from hub.web.desk.cases.walls import WALLS

EVERY_STEP: tuple[Step, ...] = (*STEPS, *RISK_STEPS, *BELONGING, *CLUSTERS, *FILES, *WALLS)
