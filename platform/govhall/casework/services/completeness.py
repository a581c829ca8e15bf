"""Nothing is accepted, passed on or decided before all files that its papers name are here; and none is asked twice."""

from collections.abc import Collection

from msgspec.structs import replace

from federation.contracts.case import Paper
from govhall.casework.models import Case
from govhall.casework.rules.site_checks import check_looked
from govhall.catalogue import selectors as catalogue
from govhall.files.models import Material
from govhall.kernel.errors import Refused
from govhall.materials.ways import is_lacking


class FilesUnderWay(Refused):
    """The bytes of some attachments have not arrived yet."""

    code = 'FILES_UNDER_WAY'
    status = 409
    sentence = '还有 {count} 个材料文件在传送：{papers}。到齐后再办；线路恢复后会自动传完，不用让申请人重交。'


class PapersMissing(Refused):
    """Required papers are not there, so the case can't be accepted."""

    code = 'PAPERS_MISSING'
    sentence = '还缺材料：{papers}。请一次性告知申请人补齐，材料齐全后再受理。'


class NothingMissing(Refused):
    """A correction was asked for, but nothing is missing."""

    code = 'NOTHING_MISSING'
    sentence = '请先勾选缺少的材料，再出具一次性告知书。'


class AlreadySent(Refused):
    """The hall below has sent this paper; the applicant must not be asked for it again (行政许可法 §35)."""

    code = 'ALREADY_SENT'
    status = 409
    sentence = '下级大厅已经报送：{papers}。法律规定不得要求申请人重复提供，请直接使用已报送的材料。'


def missing_here(case: Case) -> set[str]:
    """The hashes that the papers name and this hall does not have complete."""
    named = {one.hash for paper in case.papers for one in paper.files}
    if not named:
        return named
    return named - set(Material.objects.filter(hash__in=named).values_list('hash', flat=True))


def require_all_here(case: Case) -> None:
    """Refuse (FilesUnderWay) while bytes are under way."""
    missing = missing_here(case)
    if missing:
        papers = (paper.name for paper in case.papers if any(file.hash in missing for file in paper.files))
        raise FilesUnderWay(count=len(missing), papers='、'.join(papers))


def check_not_sent(case: Case, asked: Collection[str]) -> None:
    """Refuse (AlreadySent) to ask the applicant for papers whose files came from the hall below, §35.

    A paper that is only ticked lies on a desk below and may turn out wrong; what this hall has on screen was sent.
    """
    if not case.below:
        return
    sent = [paper.name for paper in case.papers if paper.code in asked and paper.files]
    if sent:
        raise AlreadySent(papers='、'.join(sent))


def require_papers(case: Case) -> None:
    """Refuse (`PapersMissing`, FilesUnderWay) a case that lacks a required paper or the bytes of a file."""
    missing = [paper.name for paper in case.papers if is_lacking(paper)]
    if missing:
        raise PapersMissing(papers='、'.join(missing))
    require_all_here(case)


def require_site_check(case: Case) -> None:
    """Refuse (SiteCheckMissing) to decide what the catalogue wants looked at first (§34)."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    check_looked(info.site_check, case.site_checks)


def with_status(paper: Paper, status: str) -> Paper:
    """The paper as it is now; what has to be brought anew comes with new files."""
    # The old ones stay with the events that took them.
    kept = [] if status == 'missing' else paper.files
    return replace(paper, status=status, files=kept, way='', until=None)
