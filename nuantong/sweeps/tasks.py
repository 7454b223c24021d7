"""Jobs of sweeps."""

from procrastinate.contrib.django import app

from nuantong.sweeps import anew, running, tally


@app.task(name="sweeps.run")
def run(load_id: int) -> None:
    running.run(load_id)


@app.periodic(cron="50 2 * * *")
@app.task(name="sweeps.nightly", queueing_lock="sweeps.nightly")
def nightly(timestamp: int) -> None:
    """After the register was kept and eligibility judged; the day's differences become sums."""
    anew.judge_anew()
    tally.gather()
