"""Screening 心理筛查: red signs, observation lists."""

from nuantong.screening.models.alerts import Alert, AlertStep, Observation

__all__ = ["Alert", "AlertStep", "Observation"]
