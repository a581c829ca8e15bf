"""A read is kept for half a minute, by its arguments, and dropped when somebody says so."""

from dataclasses import dataclass, field

import pytest

from govhall.kernel import kept


@dataclass
class Source:
    """Counts how often it was really read."""

    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def monotonic(self) -> float:
        """What the clock shows."""
        return self.now

    def read(self, name: str) -> str:
        """A name, and how many reads there were."""
        self.asked.append(name)
        return f'{name}{len(self.asked)}'


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    made = Source()
    monkeypatch.setattr(kept, 'time', made)
    return made


def test_an_answer_is_kept_for_its_time_and_read_again_after_it(source: Source) -> None:
    read = kept.kept(most=2)(source.read)
    assert [read('a'), read('a'), read('b')] == ['a1', 'a1', 'b2']
    source.now = kept.KEPT_SECONDS
    assert read('a') == 'a3'


def test_only_so_many_answers_are_kept(source: Source) -> None:
    read = kept.kept(most=2)(source.read)
    for name in ('a', 'b', 'c', 'a'):
        read(name)
    assert source.asked == ['a', 'b', 'c', 'a']


def test_what_was_changed_here_is_read_anew(source: Source) -> None:
    first, second = kept.kept(most=2)(source.read), kept.kept(most=2)(source.read)
    first('a'), second('a')
    kept.forget()
    assert [first('a'), second('a')] == ['a3', 'a4']


def test_what_could_not_be_read_is_asked_again(source: Source) -> None:
    @kept.kept(most=2)
    def read(name: str) -> str:
        source.read(name)
        raise LookupError(name)

    for _ in range(2):
        with pytest.raises(LookupError):
            read('a')
    assert source.asked == ['a', 'a']
