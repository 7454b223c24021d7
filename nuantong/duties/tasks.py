"""Jobs of duties."""

from procrastinate.contrib.django import app

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.duties import tally
from nuantong.duties.actions.calendars import announce_missing
from nuantong.duties.actions.foreseeing import work_out
from nuantong.duties.closing import close_windows
from nuantong.duties.excusing import ask_about_excused
from nuantong.duties.ladder import escalate
from nuantong.duties.ladder.digest import send_digests
from nuantong.duties.setting_aside import ask_about_broken, ask_about_sums


@app.periodic(cron="20 0 * * *")
@app.task(name="duties.close", queueing_lock="duties.close")
def close(timestamp: int) -> None:
    """The windows whose grace ended yesterday, and whatever a broken night left."""
    close_windows(clock.today())
    ask_about_broken(system_reader())
    ask_about_excused(system_reader())


@app.periodic(cron="20 4 * * *")
@app.task(name="duties.recount", queueing_lock="duties.recount")
def recount(timestamp: int) -> None:
    """The sums of outcomes are added up and held, with who is overdue, against the outcomes."""
    tally.gather()
    ask_about_sums(tally.recount() + tally.recount_overdue(), system_reader())


@app.periodic(cron="10 6 * * *")
@app.task(name="duties.escalate", queueing_lock="duties.escalate")
def climb(timestamp: int) -> None:
    """After the night's closing: who is asked about silences and missed windows."""
    escalate(system_reader())


@app.periodic(cron="15 3 * * *")
@app.task(name="duties.calendar", queueing_lock="duties.calendar")
def look_ahead(timestamp: int) -> None:
    """Which tables of the calendar will soon be missed."""
    announce_missing(system_reader())


@app.task(name="duties.foresee")
def foresee(draft_id: int) -> None:
    work_out(draft_id)


@app.periodic(cron="0 7 * * 1")
@app.task(name="duties.digest", queueing_lock="duties.digest")
def digest(timestamp: int) -> None:
    """Monday morning: what waits in each supervisor's places."""
    send_digests(system_reader())
