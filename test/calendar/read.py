"""Reads a calendar as Debian's python3-icalendar does, with python3-dateutil for
the rules, and lists what happens: a line "uid start [cancelled]" for each
time, start in UTC.

    python3 read.py calendar.ics
"""

import sys
from collections import defaultdict
from datetime import timezone

import icalendar
from dateutil.rrule import rrulestr


def main(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    masters, exceptions = {}, defaultdict(dict)
    for event in calendar.walk("VEVENT"):
        uid = str(event["UID"])
        if "RECURRENCE-ID" in event:
            exceptions[uid][wall(event["RECURRENCE-ID"].dt)] = event
        else:
            masters[uid] = event
    for uid, event in masters.items():
        for start, this in occurrences(event, exceptions[uid]):
            status = " cancelled" if this.get("STATUS") == "CANCELLED" else ""
            print(uid, start.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%MZ") + status)


def wall(moment):
    return moment.replace(tzinfo=None)


def occurrences(event, exceptions):
    """Pairs of a start and the event that says what happens then. A rule is
    expanded on the wall, then each time looked up in the zone: dateutil itself
    adds up hours, which clock changes would move."""
    first = event["DTSTART"].dt
    if "RRULE" not in event:
        yield first, event
        return
    zone = first.tzinfo
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=wall(first), ignoretz=True)
    rule = rule.replace(until=wall(rule._until.replace(tzinfo=timezone.utc).astimezone(zone)))
    left_out = {wall(time.dt) for time in event["EXDATE"].dts} if "EXDATE" in event else set()
    for time in rule:
        if time in left_out:
            continue
        if time in exceptions:
            yield exceptions[time]["DTSTART"].dt, exceptions[time]
        else:
            yield on(zone, time), event


def on(zone, time):
    """The moment of a time on the wall; older releases use zones of pytz."""
    return zone.localize(time) if hasattr(zone, "localize") else time.replace(tzinfo=zone)


main(sys.argv[1])
