"""The nightly run: as statuses begin and expire, children are judged again."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.eligibility.actions import assess_everybody


@app.periodic(cron="20 2 * * *")
@app.task(name="eligibility.nightly", queueing_lock="eligibility.nightly")
def nightly(timestamp: int) -> None:
    assess_everybody(system_reader())
