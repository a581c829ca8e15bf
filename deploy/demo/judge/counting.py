"""The figures counted by SQL from the cases themselves, by the area of the hall; days are calendar days in China."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from deploy.demo.judge.database import Databases

LEVELS = {'township': 'decidedTownship', 'branch': 'decidedCounty', 'county': 'decidedCounty'}
LEVELS |= {'city': 'decidedCity', 'province': 'decidedProvince'}
COUNTED = """
WITH cases AS (
  SELECT *, origin = %(hall)s AND state <> 'entrusted' AS at_home,
         (outcome_data ->> 'hall') = %(hall)s AS ended_here,
         (outcome_data ->> 'kind') AS ended_as,
         ((outcome_data ->> 'at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AS ended_on,
         (received_at AT TIME ZONE 'Asia/Shanghai')::date AS received_on,
         (forwarded_at AT TIME ZONE 'Asia/Shanghai')::date AS forwarded_on,
         (delivered_at AT TIME ZONE 'Asia/Shanghai')::date AS delivered_on
  FROM {schema}.casework_case
), days AS (
  SELECT *,
         ended_here AND ended_as IN ('approved', 'refused') AND ended_on BETWEEN %(since)s AND %(until)s AS decided_now,
         ended_here AND ended_on BETWEEN %(since)s AND %(until)s AS ended_now,
         at_home AND received_on BETWEEN %(since)s AND %(until)s AS received_now,
         at_home AND delivered_on BETWEEN %(since)s AND %(until)s AS delivered_now
  FROM cases
)
SELECT count(*) FILTER (WHERE received_now) AS "received",
       count(*) FILTER (WHERE received_now AND point <> '') AS "receivedAtPoint",
       count(*) FILTER (WHERE forwarded_on BETWEEN %(since)s AND %(until)s) AS "forwarded",
       count(*) FILTER (WHERE decided_now) AS "decided",
       count(*) FILTER (WHERE decided_now AND on_the_spot) AS "decidedOnTheSpot",
       count(*) FILTER (WHERE decided_now AND ended_on <= promised_due) AS "onTime",
       count(*) FILTER (WHERE decided_now AND ended_on > promised_due) AS "late",
       count(*) FILTER (WHERE decided_now AND ended_as = 'refused') AS "refused",
       count(*) FILTER (WHERE ended_now AND ended_as = 'withdrawn') AS "withdrawn",
       count(*) FILTER (WHERE delivered_now) AS "delivered",
       count(*) FILTER (WHERE delivered_now AND rating IS NOT NULL) AS "rated",
       count(*) FILTER (WHERE delivered_now AND rating <= 3) AS "ratedGood"
FROM days
"""
METRICS = (
    *('received', 'receivedAtPoint', 'forwarded', 'decided', 'decidedOnTheSpot', 'onTime', 'late', 'refused'),
    *('withdrawn', 'delivered', 'rated', 'ratedGood'),
    *dict.fromkeys(LEVELS.values()),
)


def count_cases(databases: Databases, period: Mapping[str, str]) -> dict[str, Counter[str]]:
    """The counts of all halls by area code, over a period from `since` to `until`, both counted."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for hall in databases.schemas:
        row = databases.ask(hall, COUNTED, {'hall': hall.code, **period})[0]
        found[hall.area].update(row)
        found[hall.area][LEVELS[hall.kind]] += row['decided']
    return found
