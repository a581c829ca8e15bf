"""A signed-in person of a hall, who reads pages and sends forms."""

import re
from typing import Any
from urllib.parse import urljoin

import httpx

from deploy.demo.player.authenticator import Phone
from deploy.demo.player.pages import Form, NotOnPage, Page
from deploy.demo.player.reading import read_page
from deploy.demo.stage import HallPlace, Login, Stage

ANSWER_WITHIN = 30.0
BAD = 400
NOT_FOUND = 404


class Turned(AssertionError):
    """The page refused; the sentence is what it said to the person."""

    def __init__(self, page: Page) -> None:
        super().__init__(f'{page.status}: {page.refusal}')
        self.page = page


class Person:
    """One person with a session of their own, at the addresses of their hall."""

    def __init__(self, stage: Stage, hall: str, duty: str) -> None:
        self.hall: HallPlace = stage.halls[hall]
        self.duty = duty
        self.login: Login = stage.logins[hall, duty]
        self._web = stage.cell_of(hall).web
        self._root = f'{self._web}/h/{self.hall.slug}/'
        # No proxy of the environment: the halls are on this machine.
        self._http = httpx.Client(follow_redirects=True, timeout=ANSWER_WITHIN, trust_env=False)
        self._searching: Page | None = None
        self._phone = Phone(stage.folder)
        self._sign_in()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _sign_in(self) -> None:
        page = self._read(self._http.get(f'{self._web}/sign-in/'))
        form = page.form_with('password')
        user = next(name for name in form.fields if 'user' in name)
        answer = self.submit(page, form, {user: self.login.username, 'password': self.login.password})
        answer = self._second_step(answer)
        if any('password' in one.fields for one in answer.forms):
            raise Turned(answer)

    def _second_step(self, page: Page) -> Page:
        """Bind the app where the role asks for one, or type its code; any other page as it is. Raises Turned."""
        if page.find_form('second-factor'):
            shown = self._http.get(page.url).text
            secret = re.search(r'id="secret">([A-Z2-7 ]+)<', shown)
            if secret is None:
                raise Turned(page)
            self._phone.keep(self.login.username, secret[1])
            page = self._read_text(page.url, shown)
            code = self._phone.codes(self.login.username)[0]
            return self.submit(page, page.form('second-factor'), {'code': code})
        if not page.find_form('second-step'):
            return page
        first, second = self._phone.codes(self.login.username)
        try:
            return self.submit(page, page.form('second-step'), {'code': first})
        except Turned as used:  # within the half minute of an earlier sign-in
            return self.submit(used.page, used.page.form('second-step'), {'code': second})

    def get(self, path: str) -> Page:
        """A page of the hall; `path` is relative to the hall's address or absolute. Raises Turned."""
        return self._good(self._read(self._http.get(urljoin(self._root, path))))

    def submit(
        self,
        page: Page,
        form: Form,
        typed: dict[str, str | list[str]],
        *,
        press: tuple[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Page:
        """Send a form of a page with what was typed, by one of its buttons, with files by the names of their fields.

        Raises NotOnPage, Turned.
        """
        sent = form.filled(typed)
        if press is not None:
            if press not in form.buttons:
                raise NotOnPage(f'form {form.id}: no button {press}, only {form.buttons}')
            sent[press[0]] = [press[1]]
        address = urljoin(page.url, form.action) if form.action else page.url
        return self._good(self._read(self._http.post(address, data=sent, files=files, headers={'Referer': page.url})))

    def search(self, number: str) -> Page | None:
        """The case with that number in this hall by the search box, or None if the hall has none."""
        if self._searching is None:
            self._searching = self.get('search/')
        form = self._searching.form_with('number')
        try:
            return self.submit(self._searching, form, {'number': number})
        except Turned as refused:
            if refused.page.status == NOT_FOUND:
                return None
            raise

    def ask(self, query: str, variables: dict[str, str]) -> dict[str, Any]:
        """The `data` of a GraphQL answer. Raises Turned with the errors that the endpoint told."""
        token = next((value for name, value in self._http.cookies.items() if 'csrf' in name), '')
        answer = self._http.post(
            urljoin(self._root, 'graphql/'),
            json={'query': query, 'variables': variables},
            headers={'X-CSRFToken': token, 'Referer': self._root},
        )
        is_json = 'json' in answer.headers.get('content-type', '')
        told: dict[str, Any] = answer.json() if is_json else {'errors': [answer.text[:200]]}
        if told.get('errors'):
            raise Turned(Page(str(answer.url), answer.status_code, said=[str(told['errors'])]))
        data: dict[str, Any] = told['data']
        return data

    def _read(self, answer: httpx.Response) -> Page:
        return read_page(str(answer.url), answer.status_code, answer.text)

    def _read_text(self, url: str, shown: str) -> Page:
        return read_page(url, 200, shown)

    def _good(self, page: Page) -> Page:
        if page.status >= BAD:
            raise Turned(page)
        return page
