"""The nightly run: helpers' checks that end soon become tasks of the places they serve."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.helpers.vetting import warn_of_checks


@app.periodic(cron="45 2 * * *")
@app.task(name="helpers.nightly", queueing_lock="helpers.nightly")
def nightly(timestamp: int) -> None:
    warn_of_checks(system_reader())
