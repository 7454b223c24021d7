from nuantong.programmes.models.attendance import Face, Observation, Participant
from nuantong.programmes.models.plan import Plan, Round, Session

__all__ = ["Face", "Observation", "Participant", "Plan", "Round", "Session"]
