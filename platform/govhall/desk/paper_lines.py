"""The papers of a case as lines: what is there, which files can be opened here, what is on file, what may be added."""

from dataclasses import dataclass
from datetime import date

from federation.contracts.case import Attachment, Paper
from govhall.casework.acts.attach import ATTACH, ATTACH_LATER
from govhall.casework.acts.reuse import REUSE
from govhall.casework.rules.states import Custody
from govhall.casework.services.completeness import missing_here
from govhall.casework.services.materials import on_file
from govhall.casework.situation import Situation
from govhall.files.file_transfer.selectors import not_sent, percent_here
from govhall.files.models import Material
from govhall.identity.words import is_unchecked
from govhall.kernel.china import CHINA
from govhall.materials.ways import UNDERTAKING, is_awaited, say_paper


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper; `here`, `under_way` and `not_sent` are its files, `stored` may be used again, `may_add` is the upload.

    `percent` is how much has arrived of what is under way, `label` and `tone` how the paper stands.
    """

    paper: Paper
    here: list[Attachment]
    under_way: int
    percent: int
    not_sent: bool
    stored: Material | None
    may_add: bool
    label: str
    tone: str


def paper_lines(now: Situation, *, people: bool) -> list[PaperLine]:
    """One line a paper; files are offered only to who sees the people of the case."""
    case = now.case
    able = now.allowed if not case.outcome_data else frozenset()
    away = missing_here(case)
    held = case.custody == Custody.HELD  # what a hall above has added comes down with the case only
    arrived = percent_here(case.uid) if held and away else {}
    failed = not_sent(case.uid)
    missing = [paper for paper in case.papers if paper.status == 'missing']
    day = now.at.astimezone(CHINA).date()
    looks = REUSE in able and missing and not is_unchecked(case.applicant)
    stored = on_file(case.applicant.id_number, missing, on=day, besides=case.uid) if looks else {}
    return [
        PaperLine(
            paper=paper,
            here=[file for file in paper.files if people and file.hash not in away],
            under_way=len(coming),
            percent=sum(arrived.get(name, 0) for name in coming) // max(1, len(coming)),
            not_sent=any(file.hash in failed for file in paper.files),
            stored=stored.get(paper.name) if paper.status == 'missing' else None,
            may_add=ATTACH in able or (is_awaited(paper) and ATTACH_LATER in able),
            label=label,
            tone=tone,
        )
        for paper in case.papers
        for label, tone in [_standing(paper, day)]
        for coming in [[file.hash for file in paper.files if held and file.hash in away]]
    ]


def _standing(paper: Paper, today: date) -> tuple[str, str]:
    if is_awaited(paper):
        return say_paper(paper), 'late' if paper.until and paper.until < today else 'soon'
    if paper.status == 'missing':
        return ('同意用存件' if paper.consent else '未交'), 'soon' if paper.required else 'idle'
    if paper.way == UNDERTAKING:
        return say_paper(paper), 'good'
    return '已存材料' if paper.status == 'on_file' else '已收', 'good'
