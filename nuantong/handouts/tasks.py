"""Jobs of hand-outs."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.handouts.actions.making import run
from nuantong.handouts.actions.unclaimed import ask_about_unclaimed


@app.task(name="handouts.fill")
def fill(batch_id: int) -> None:
    run(batch_id, system_reader())


@app.periodic(cron="20 4 * * *")
@app.task(name="handouts.nightly", queueing_lock="handouts.nightly")
def nightly(timestamp: int) -> None:
    """What nobody fetched in time is the township's task."""
    ask_about_unclaimed(system_reader())
