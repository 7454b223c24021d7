"""The nightly run: what expires soon becomes a task of the store's office."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.goods.actions import warn_of_expiry


@app.periodic(cron="50 2 * * *")
@app.task(name="goods.nightly", queueing_lock="goods.nightly")
def nightly(timestamp: int) -> None:
    warn_of_expiry(system_reader())
