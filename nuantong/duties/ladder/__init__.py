"""The ladder: what is noticed, who is asked, and what happens when nobody answers."""

from nuantong.duties.ladder.climbing import Climbed, escalate

__all__ = ["Climbed", "escalate"]
