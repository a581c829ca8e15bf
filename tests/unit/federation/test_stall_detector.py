"""A partition that stands still behind its end is noticed by itself, whatever the others do."""

from federation.link.stall_detector import StallDetector


class Clock:
    """Seconds that pass when the test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def watch() -> tuple[StallDetector[str], Clock]:
    clock = Clock()
    return StallDetector(30, clock), clock


def test_one_that_stands_behind_its_end_is_found_beside_one_that_moves() -> None:
    stalls, clock = watch()
    found = []
    for step in range(5):
        clock.now = step * 10.0
        found.append(stalls.observe({'stands': (7, 8 + step), 'moves': (step, 100)}))
    assert found == [[], [], [], ['stands'], ['stands']]


def test_time_in_which_nobody_asked_is_not_counted() -> None:
    stalls, clock = watch()
    stalls.observe({'one': (7, 9)})
    clock.now = 60.0
    stalls.forget()
    assert stalls.observe({'one': (7, 9)}) == []
    clock.now = 91.0
    assert stalls.observe({'one': (7, 9)}) == ['one']


def test_one_at_its_end_may_stand_for_ever() -> None:
    stalls, clock = watch()
    for step in range(5):
        clock.now = step * 100.0
        assert stalls.observe({'quiet': (7, 7)}) == []


def test_the_time_begins_when_it_falls_behind() -> None:
    stalls, clock = watch()
    stalls.observe({'one': (7, 7)})
    clock.now = 100.0
    assert stalls.observe({'one': (7, 8)}) == []
    clock.now = 129.0
    assert stalls.observe({'one': (7, 8)}) == []
    clock.now = 130.0
    assert stalls.observe({'one': (7, 8)}) == ['one']


def test_a_step_forward_begins_anew() -> None:
    stalls, clock = watch()
    stalls.observe({'one': (7, 9)})
    clock.now = 29.0
    stalls.observe({'one': (8, 9)})
    clock.now = 58.0
    assert stalls.observe({'one': (8, 9)}) == []
