"""Jobs of screening."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.screening.actions.alerts import climb


@app.periodic(cron="*/5 * * * *")
@app.task(name="screening.climb", queueing_lock="screening.climb")
def watch(timestamp: int) -> None:
    """Red signs that nobody took on, or closed, in time go one desk up."""
    climb(system_reader())
