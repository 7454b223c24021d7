"""Jobs of duties."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.duties.ladder import escalate


@app.periodic(cron="10 6 * * *")
@app.task(name="duties.escalate", queueing_lock="duties.escalate")
def climb(timestamp: int) -> None:
    """After the night's closing: who is asked about silences and missed windows."""
    escalate(system_reader())
