"""The nightly run: checks that end soon become tasks of their townships; what applicants told who did
not become carers is erased when its time is over."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.carers.actions import erase_due, warn_of_checks


@app.periodic(cron="40 2 * * *")
@app.task(name="carers.nightly", queueing_lock="carers.nightly")
def nightly(timestamp: int) -> None:
    warn_of_checks(system_reader())
    erase_due(system_reader())
