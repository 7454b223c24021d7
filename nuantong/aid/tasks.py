"""The nightly run: applications that nobody acted on in time go one office up."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.aid.actions import chase


@app.periodic(cron="50 2 * * *")
@app.task(name="aid.nightly", queueing_lock="aid.nightly")
def nightly(timestamp: int) -> None:
    chase(system_reader())
