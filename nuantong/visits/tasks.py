"""The nightly count of the plan, after the register was kept; photos kept long enough go."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.visits.actions.photos import remove_old_photos
from nuantong.visits.counting import count_plan


@app.periodic(cron="40 3 * * *")
@app.task(name="visits.nightly", queueing_lock="visits.nightly")
def nightly(timestamp: int) -> None:
    count_plan(system_reader())
    remove_old_photos(system_reader())
