"""Jobs of pairing."""

from procrastinate.contrib.django import app

from nuantong.pairing import actions


@app.task(name="pairing.run_round")
def run_round(round_id: int) -> None:
    actions.run_round(round_id=round_id)
