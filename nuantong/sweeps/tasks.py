"""Jobs of sweeps."""

from procrastinate.contrib.django import app

from nuantong.sweeps import running


@app.task(name="sweeps.run")
def run(load_id: int) -> None:
    running.run(load_id)
