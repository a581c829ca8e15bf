"""What the public pages let through: wrong words and codes, and what is written without an account.

A word has six characters out of 31 (887 million), so guessing must be slow: ADR 49 has the odds. A code on paper has 16
(10^23): nobody guesses it, a right one is always answered, and counting only keeps off machines.
"""

from django.http import HttpRequest

from govhall.kernel.numbering import is_query_word
from tenants.addresses import address_of
from tenants.throttle import DAY, QUARTER, Count, Door, add, counted, full, key_of

TRACK, APPLY = Door('track'), Door('apply')
UNKNOWN_PAPERS = 30  # codes that no paper has, from one address in a quarter of an hour
LICENCES = 30  # looked up by their number, found or not, from one address in a quarter of an hour
NEW_APPLICATIONS = 20  # from one address in a quarter of an hour
BY_HAND = ('same-origin', 'none')  # Sec-Fetch-Site of what somebody typed, scanned or pressed here


def note_wrong(door: Door, number: str, word: str, request: HttpRequest) -> None:
    """Count a wrong word; what can be no word at all is a slip and no guess."""
    if is_query_word(word):
        door.note_wrong(number, address_of(request))


def too_many_unknown(request: HttpRequest) -> bool:
    """Whether this address asked for too many papers that do not exist; counts this one.

    Only what a person did here counts: pictures on another site make every browser that looks at them ask.
    """
    count = Count(key_of('verify', address_of(request)), UNKNOWN_PAPERS, QUARTER)
    if request.method != 'POST' and request.headers.get('Sec-Fetch-Site') not in BY_HAND:
        return full(count)
    return add(count) > count.most


def too_many_licences(request: HttpRequest) -> bool:
    """Whether this address looks licences up by machine: their numbers run on, and every look counts."""
    count = Count(key_of('licence', address_of(request)), LICENCES, QUARTER)
    return add(count) > count.most


def too_many_new(request: HttpRequest) -> bool:
    """Whether so much was begun from the address in a quarter of an hour; counts this one."""
    count = Count(key_of('new', address_of(request)), NEW_APPLICATIONS, QUARTER)
    return add(count) > count.most


def too_much(request: HttpRequest, size: int, most: int) -> bool:
    """Whether so many bytes more would be over what an address may leave in a day; counts them where they are not."""
    count = Count(key_of('bytes', address_of(request)), most, DAY)
    if size and counted([count])[count] + size > count.most:
        return True
    if size:
        add(count, size)
    return False
