"""The year of one cell: two processes side by side, one for what travels between its halls, one for what does not."""

import argparse
import gc
import multiprocessing
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import inf
from multiprocessing.synchronize import Barrier
from random import Random

from django.db import connection

from deploy.demo.topology import CENTRE_HALL, halls
from deploy.demo.year.applicants import Crowd
from deploy.demo.year.carrier import Carrier
from deploy.demo.year.days import CHINA, Calendar, open_days
from deploy.demo.year.life import Life
from deploy.demo.year.making import Year
from deploy.demo.year.office import Office
from deploy.demo.year.old_licences import RENEWAL, bring_in_old
from deploy.demo.year.online import send_online
from deploy.demo.year.open import OpenCases
from deploy.demo.year.plan import Planned, Planner, Seed
from deploy.demo.year.staff import staff_today
from deploy.demo.year.trusted import trust_today
from federation.contracts.case import Applicant
from tenants import queue

LOT = 12  # the same lot draws the same year
LENGTH = timedelta(days=364)
ELDERLY = (62, 88)
RENEWED_BEFORE = 40  # working days before today
MOST_TURNED = 0.05  # of a year that an act of the product has refused


class TooManyTurned(Exception):
    """The year was drawn against the rules of the product."""


def main() -> int:
    """Make about `--closed` closed cases and what stands open today."""
    parser = argparse.ArgumentParser(prog='deploy.demo.year', description=__doc__)
    parser.add_argument('part')
    parser.add_argument('--closed', type=int, default=1500)
    chosen = parser.parse_args()
    # Files of papers are made beside the counters, by the worker's sweep: nobody asks a queue for each.
    queue.circuit = queue.Circuit(inf)
    queue.circuit.failed()
    today = datetime.now(UTC).astimezone(CHINA).date()
    days = open_days(today - LENGTH, today - timedelta(days=1))
    chance = Random(LOT)  # noqa: S311 - nothing secret is drawn
    calendar, office = Calendar(days, chance), Office()
    seed = Seed([hall for hall in halls('direct') if hall.code in office.halls])
    planner = Planner(seed, calendar, chance)
    # What begins in the last weeks stays open: closed cases begin before, by the longest promise.
    planned = [*planner.year(days[:-35], chosen.closed), *OpenCases(seed, planner, calendar, days).all()]
    planned += _of_old_licences(planner, calendar, office, days, chance)
    sent = send_online(seed, planner, calendar, office, days[-1], chance)
    connection.close()  # each process opens its own
    if made := _side_by_side(planned, planner, calendar, office, days):
        return made
    staff_today(Office(), today)
    crowd = Crowd('511921', chance)
    trust_today(Office(), [Applicant(**crowd.person(ELDERLY, today)) for _ in range(3)], today)  # type: ignore[arg-type]
    sys.stdout.write(f'{len(planned)} cases, {sent} online\n')
    return 0


def _of_old_licences(
    planner: Planner, calendar: Calendar, office: Office, days: Sequence[date], chance: Random
) -> list[Planned]:
    """The centre's old licences come in, and one of them is renewed in the course of the year."""
    if CENTRE_HALL not in office.halls:
        return []
    bring_in_old(office.halls[CENTRE_HALL], days[-1], chance)
    centre = next(hall for hall in halls('direct') if hall.code == CENTRE_HALL)
    renewal = planner.one(centre, RENEWAL, calendar.moment(days[-RENEWED_BEFORE]))
    renewal.ends, renewal.corrected, renewal.pace = 'approved', False, 0.5
    return [renewal]


def _side_by_side(
    planned: Sequence[Planned], planner: Planner, calendar: Calendar, office: Office, days: Sequence[date]
) -> int:
    """The exit status of the worse half. Both are in the same week: papers are numbered in the order of their days."""
    barrier = multiprocessing.get_context('fork').Barrier(2)
    halves = [[one for one in planned if planner.stays(one) is stays] for stays in (True, False)]
    lives = [[Life(one, office, calendar) for one in half] for half in halves]
    gc.freeze()
    gc.disable()
    other = multiprocessing.get_context('fork').Process(target=_live, args=(lives[0], office, days, barrier, False))
    other.start()
    try:
        _live(lives[1], office, days, barrier, carries=True)
    finally:
        other.join()
    return int(bool(other.exitcode))


def _live(lives: Sequence[Life], office: Office, days: Sequence[date], barrier: Barrier, carries: bool) -> None:
    carrier = Carrier() if carries else None
    try:
        with connection.cursor() as cursor:
            cursor.execute('SET synchronous_commit = off')  # if the machine fails now, the run is made again
        year = Year(office, at_evening=carrier.carry if carrier else _nothing, at_week=barrier.wait)
        year.run(lives, days)
        barrier.wait()
        _tell(year)
        if carrier is not None:
            carrier.carry()  # what the other half has told the figures
    except BaseException:
        barrier.abort()
        raise
    finally:
        if carrier is not None:
            carrier.close()
        connection.close()


def _tell(year: Year) -> None:
    """Say in the log which cases the product did not let through. Raises TooManyTurned."""
    sys.stdout.write(
        f'{year.done} ended, {len(year.turned)} turned away\n' + ''.join(f'{one}\n' for one in year.turned)
    )
    if len(year.turned) > max(MOST_TURNED * year.done, 1):
        raise TooManyTurned(len(year.turned))


def _nothing() -> None:
    """The other half carries for both."""
