"""The main job, told in twelve stories, and how they are played one after the other."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from deploy.demo.player.county import CORRECTED, OWN_COUNTER, REFUSED
from deploy.demo.player.returning import CUSTODY_REFUSED, WITHDRAWN
from deploy.demo.player.scene import WENT_WRONG, Cast, Scene, Story, Told, Unexpected
from deploy.demo.player.township import BY_AGENT, ENTRUSTED, ON_THE_SPOT
from deploy.demo.player.upward import AT_THE_BRANCH, RECEIVED_BELOW, REPORTED, TO_THE_PROVINCE

STORIES = (
    ON_THE_SPOT,
    REPORTED,
    RECEIVED_BELOW,
    AT_THE_BRANCH,
    TO_THE_PROVINCE,
    OWN_COUNTER,
    CORRECTED,
    REFUSED,
    WITHDRAWN,
    CUSTODY_REFUSED,
    ENTRUSTED,
    BY_AGENT,
)


def tell_all(stories: Iterable[Story], cast: Cast, console: Console) -> list[Told]:
    """Play the stories in their order; one that goes wrong does not keep the others from being played."""
    return [_tell(place, story, cast, console) for place, story in enumerate(stories, start=1)]


def _tell(place: int, story: Story, cast: Cast, console: Console) -> Told:
    console.print(f'\n[bold]{place}. {escape(story.title)}[/bold]', highlight=False)
    scene = Scene(cast, console)
    try:
        for step in story.steps:
            step.play(scene)
    except (*WENT_WRONG, Unexpected) as wrong:
        console.print(f'  [bold red]没有按预期进行：[/bold red]{escape(str(wrong))}', highlight=False)
        return Told(story, scene.number, f'{type(wrong).__name__}: {wrong}')
    return Told(story, scene.number, '')
