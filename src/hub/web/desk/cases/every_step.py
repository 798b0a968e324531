"""Every step that can be done on a case or report, in the order of their addresses."""

from hub.web.desk.cases.belonging import BELONGING
from hub.web.desk.cases.clusters import CLUSTERS
from hub.web.desk.cases.steps import STEPS, Step

EVERY_STEP: tuple[Step, ...] = (*STEPS, *BELONGING, *CLUSTERS)
