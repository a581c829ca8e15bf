"""The files that a case names."""

from uuid import UUID

from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.files.owners import Owner, owns_files


def owner(case: Case) -> Owner:
    """The case with its files; who holds it knows all its papers, elsewhere the word may come after the file."""
    files = {paper.code: paper.files for paper in case.papers}
    return Owner(case.uid, files, enters=True, names_all=case.custody == Custody.HELD)


@owns_files
def case_of(uid: UUID) -> Owner | None:
    """The case of the current hall with its files."""
    case = Case.objects.filter(uid=uid).first()
    return owner(case) if case is not None else None
