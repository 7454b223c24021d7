"""The nightly run of the register, before eligibility is judged."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.people.keeping import keep_register


@app.periodic(cron="5 2 * * *")
@app.task(name="people.nightly", queueing_lock="people.nightly")
def nightly(timestamp: int) -> None:
    keep_register(system_reader())
