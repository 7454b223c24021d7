"""Jobs of notices."""

from procrastinate.contrib.django import app

from nuantong.notices.delivering import AT_ONCE, deliver


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver", queueing_lock="notices.deliver")
def send(timestamp: int) -> None:
    """What is to leave leaves within a minute; a heap is worked off in one go."""
    while sum(deliver().values()) == AT_ONCE:
        continue
