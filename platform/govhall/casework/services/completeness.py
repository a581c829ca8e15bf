"""Nothing is accepted, passed on or decided before all files that its papers name are here; and none is asked twice."""

from collections.abc import Collection

from govhall.casework.models import Case
from govhall.files.models import Material
from govhall.kernel.errors import Refused


class FilesUnderWay(Refused):
    """The bytes of some attachments have not arrived yet."""

    code = 'FILES_UNDER_WAY'
    sentence = '还有 {count} 个材料文件在传送：{papers}。到齐后再办；线路恢复后会自动传完，不用让申请人重交。'


class AlreadySent(Refused):
    """The hall below has sent this paper; the applicant must not be asked for it again (行政许可法 §35)."""

    code = 'ALREADY_SENT'
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
        papers = (paper.name for paper in case.papers if any(one.hash in missing for one in paper.files))
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
