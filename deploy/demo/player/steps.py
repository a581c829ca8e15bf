"""The steps that stories are made of; each waits by itself for what must have travelled first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deploy.demo.player.answers import answers
from deploy.demo.player.applicants import Applicant
from deploy.demo.player.pages import Page, fields_like
from deploy.demo.player.scene import Scene, Unexpected
from deploy.demo.workdays import workdays_after

PAPER = 'paper-'


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePapers:
    """An applicant hands in papers for a matter, at the counter or, taken by the agent, at a village point."""

    hall: str
    matter: str
    applicant: Applicant
    says: str
    duty: str = 'clerk'
    missing: frozenset[str] = frozenset()
    becomes: str = 'received'

    def play(self, scene: Scene) -> None:
        """Fill in the form; the case page that follows gives the number."""
        person = scene.person(self.hall, self.duty)
        at_point = self.duty == 'agent'
        page = person.get(f'{"points" if at_point else "counter"}/{self.matter}/')
        form = page.form('application')
        papers = [name for name in fields_like(form, PAPER) if name.removeprefix(PAPER) not in self.missing]
        typed = self.applicant.typed() | dict.fromkeys(papers, 'handed_in') | answers(self.matter, form, self.hall)
        if at_point and 'point' in form.fields:
            typed['point'] = person.login.point
        receive = ('then', 'receive')
        shown = person.submit(page, form, typed, press=receive if receive in form.buttons else form.buttons[0])
        _require(shown, state=self.becomes)
        scene.number = shown.case['number']
        scene.remember(person, shown)
        scene.say(person, f'{self.says}（{scene.number}）')


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """A person acts on the case as soon as their page offers the act; `when` is a state to wait for first."""

    hall: str
    duty: str
    act: str
    says: str
    typed: Mapping[str, str | list[str]] = field(default_factory=dict)
    when: str = ''
    becomes: str = ''

    def play(self, scene: Scene) -> None:
        """Press the button and look at the page that comes."""
        person = scene.person(self.hall, self.duty)
        page = scene.await_page(
            person,
            self.when or f'可以{self.says}',
            lambda seen: self._offered(seen) and self.when in ('', seen.case['state']),
        )
        form = page.form(f'act-{self.act}')
        shown = person.submit(page, form, dict(self.typed))
        _require(shown, state=self.becomes)
        scene.say(person, self.says)

    def _offered(self, page: Page) -> bool:
        return page.find_form(f'act-{self.act}') is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class See:
    """A person sees the case in a state, held or not, with some words on the page."""

    hall: str
    duty: str
    says: str
    state: str = ''
    custody: str = ''
    words: str = ''

    def play(self, scene: Scene) -> None:
        """Look until it is so."""
        person = scene.person(self.hall, self.duty)
        scene.await_page(person, self.says, self._fits)
        scene.say(person, self.says)

    def _fits(self, page: Page) -> bool:
        right_state = self.state in ('', page.case['state'])
        right_custody = self.custody in ('', page.case['custody'])
        return right_state and right_custody and self.words in page.text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDueFromReceipt:
    """The hall that accepts must answer within five working days of the first receipt below, not of the arrival."""

    hall: str
    duty: str
    days: int = 5

    def play(self, scene: Scene) -> None:
        """Compare the day on the page with a count of our own. Raises Unexpected."""
        person = scene.person(self.hall, self.duty)
        page = scene.await_page(person, '收到代收的办件', lambda seen: seen.case['state'] == 'received')
        # The number carries the day of receipt, made where the papers were handed in.
        received = datetime.strptime(scene.number[8:14], '%y%m%d').date()  # noqa: DTZ007 - a calendar day in China
        due = workdays_after(received, self.days).isoformat()
        if page.case['due'] != due:
            raise Unexpected(
                f'应在 {due} 前答复（自 {received} 收件起 {self.days} 个工作日），页面写 {page.case["due"]}'
            )
        scene.say(person, f'看到答复期限 {due}：自基层收件之日起 {self.days} 个工作日')


def _require(page: Page, *, state: str) -> None:
    if not page.case:
        raise Unexpected(f'{page.url} 没有显示办件：{page.refusal}')
    if state and page.case['state'] != state:
        raise Unexpected(f'办件应是 {state}，页面写 {page.case["state"]}')
