"""Jobs of pairing."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.pairing import actions
from nuantong.pairing.actions.reviews import ask_for_reviews


@app.task(name="pairing.run_round")
def run_round(round_id: int) -> None:
    actions.run_round(round_id=round_id)


@app.task(name="pairing.carry_out")
def carry_out(publication_id: int) -> None:
    actions.carry_out(publication_id=publication_id)


@app.periodic(cron="30 3 * * *")
@app.task(name="pairing.nightly", queueing_lock="pairing.nightly")
def nightly(timestamp: int) -> None:
    """Pairings that have turned a year older are to be reviewed."""
    ask_for_reviews(system_reader())
