"""The nightly run: providers' people whose check ends soon become a task of their district."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.services.vetting import warn_of_checks


@app.periodic(cron="45 2 * * *")
@app.task(name="services.nightly", queueing_lock="services.nightly")
def nightly(timestamp: int) -> None:
    warn_of_checks(system_reader())
