"""Home visits 入户走访: what was found at a home, who asked for a visit, how often one is due."""

from nuantong.visits.models.asking import VisitRequest
from nuantong.visits.models.paper import PaperBatch, PaperRow
from nuantong.visits.models.rule import PlanRule
from nuantong.visits.models.tally import PlanTally
from nuantong.visits.models.visit import RemovedPhotos, Visit, VisitedChild, VisitPhoto

__all__ = [
    "PaperBatch", "PaperRow", "PlanRule", "PlanTally", "RemovedPhotos", "Visit", "VisitPhoto", "VisitRequest",
    "VisitedChild",
]  # fmt: skip
