"""A chief who looks for cases as people do, beside those who only work on new ones."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from tests.load.chiefs import OK, SEE_OTHER, Chief, Wrong
from tests.load.delay import wait_until
from tests.load.place import TOWNSHIP, Place, schema

PERSON = '511921197806120014'  # has two cases; the lifecycles are all of another one


class Looker(Chief):
    """A chief who looks: at the worklist, for a number, for a person, at a case of long ago."""

    def prepare(self, place: Place) -> None:
        """Leave one case delivered and one accepted: the patterns of the past and of what is in hand."""
        done = self.create()
        for version, act in enumerate(('accept', 'approve', 'deliver'), start=1):
            self.act(done, act, version=version)
        self.act(self.create(), 'accept', version=1)
        asked = f'SELECT count(*) AS n FROM insight_fact JOIN {schema(TOWNSHIP)}.casework_case USING (fact)'
        wait_until(lambda: bool(place.ask(f"{asked} WHERE state = 'delivered'")[0]['n']))

    def looks(self, place: Place) -> dict[str, Callable[[], None]]:
        """What is looked at, by its name in the table."""
        hall = f'/h/{self._orders.hall}'
        table = f'{schema(TOWNSHIP)}.casework_case'
        old = place.ask(f"SELECT uid FROM {table} WHERE state = 'delivered' ORDER BY uid LIMIT 1")[0]['uid']
        # The copies' numbers have no check character; this one went through the web.
        real = place.ask(f"SELECT number FROM {table} WHERE number !~ '^.{{8}}[BO]' LIMIT 1")[0]['number']
        return {
            'worklist': lambda: self._look('GET', f'{hall}/worklist/', OK),
            'find a number': lambda: self._look('POST', f'{hall}/search/', SEE_OTHER, number=real),
            'find a person': lambda: self._look('POST', f'{hall}/search/', OK, number=PERSON),
            'an old case': lambda: self._look('GET', f'{hall}/cases/{old}/', OK),
        }

    def _look(self, method: str, path: str, found: int, **fields: str) -> None:
        token = {'csrfmiddlewaretoken': self._cookies[f'govhall_{self._orders.cell}_csrf']}
        answer, _ = self._ask(method, path, urlencode(token | fields) if fields else None)
        if answer.status != found:
            raise Wrong(f'{path}: {answer.status}')


def looker_at(place: Place) -> Looker:
    """One who has signed in at the township."""
    orders = place.orders(lifecycles=1, seconds=60.0, threads=1)
    return Looker(replace(orders, id_number=PERSON))
