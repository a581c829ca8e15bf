"""The new cell's side of a move: verify, copy, and wait for the directory; or throw the copy away."""

from collections.abc import Callable
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection, transaction

from federation.directory.selectors import find
from federation.hall_moves.cell_messages import send_taken
from federation.trust import keys
from federation.trust.models import PublicKey
from govhall.kernel.errors import Refused
from govhall.kernel.kept import forget
from govhall.operations.moves import files, package_import
from govhall.operations.moves.deletion import tidy
from govhall.operations.moves.package import MoveManifest, Package
from govhall.operations.moves.package_export import release
from govhall.operations.moves.people import strangers
from govhall.operations.moves.preview import MENDING, is_being_mended
from tenants.models import Area, Hall, HallMove, HallStatus, MoveStep

Advance = Callable[[str], None]  # the member that was read or written
log = structlog.get_logger()


class CannotTake(Refused):
    """This cell can't take the hall now; nothing was changed."""

    code = 'CANNOT_TAKE'
    sentence = '现在不能收下这个大厅：{why}。没有改动任何数据。'


class NothingToDiscard(Refused):
    """No copy waits here that the old cell has said it keeps."""

    code = 'NOTHING_TO_DISCARD'
    sentence = '{hall} 没有可以丢弃的副本：只有原节点取消迁移以后，才能丢弃。'


def take(path: Path, *, same_people: bool = False, advance: Advance = lambda _: None) -> HallMove:
    """Copy the hall of a package into this cell, closed, and tell the old one; the directory opens it here.

    Files first, then all rows in one transaction: broken off anywhere, it is run again. Taken already, the old cell is
    told again. In a cell that was put back to before the move it waits for `restored`, which opens and fences it.
    Raises BadPackage and CannotTake.
    """
    package = Package(path)
    done = HallMove.objects.filter(pk=package.manifest.hall.code, package=package.name).first()
    if done is not None and done.step in (MoveStep.TAKEN, MoveStep.OPENED):
        return _tell_again(done)
    blocks = faults(package, same_people=same_people)
    if blocks:
        raise CannotTake(why='；'.join(blocks))
    for name in package.check():
        advance(name)
    package_import.write_files(package, advance)
    with transaction.atomic():
        move = package_import.write_rows(package, advance)
        if not is_taken_again(package.manifest):
            send_taken(hall=move.hall, to=move.cell, package=move.package)
    keys.forget_keys()
    forget()
    log.warning('hall_taken_here', hall=move.hall, cell=move.cell)
    return move


def faults(package: Package, *, same_people: bool) -> list[str]:
    """What keeps this cell from taking the package, as sentences; empty if nothing does."""
    manifest = package.manifest
    known = PublicKey.objects.filter(owner=manifest.hall.code).values_list('key_id', flat=True)
    missing = {key.key_id for key in package_import.keys_in(package)} - set(known)
    checks = {
        '两个节点的软件版本不同，请先升级到同一版本': manifest.release != release(),
        f'本节点的区划表没有 {manifest.hall.area_code}（load_areas）': not _knows_area(manifest.hall.area_code),
        '目录还没有带来这个大厅的密钥，请几分钟后再试': bool(missing),
        **_status_faults(manifest),
    }
    found = [sentence for sentence, holds in checks.items() if holds]
    alike, others = strangers(package)
    if others:
        found.append(f'这些用户名在本节点是别人的，请先在一个节点改名：{"、".join(others)}')
    if alike and not same_people:
        found.append(f'这些用户名两个节点都有，姓名也相同；确认是同一人后加 --same-people：{"、".join(alike)}')
    return found


def discard(code: str) -> int:
    """Delete the copy of a hall that the old cell keeps after all; how many files. Raises NothingToDiscard."""
    hall = Hall.objects.filter(code=code, status=HallStatus.ARRIVING).first()
    if hall is None or not HallMove.objects.filter(pk=code, step=MoveStep.KEPT).exists():
        raise NothingToDiscard(hall=code)
    with transaction.atomic(), connection.cursor() as cursor:
        tidy(cursor, hall)
        HallMove.objects.filter(pk=code).delete()
    deleted = files.delete_all(hall)
    Hall.objects.filter(pk=hall.pk).delete()
    keys.forget_keys()
    forget()
    return deleted


def is_taken_again(manifest: MoveManifest) -> bool:
    """Whether the directory has the hall here by this very move: only this database, put back, knows nothing of it."""
    held = find(manifest.hall.code)
    moved = (settings.CELL, manifest.hall.cell, manifest.epoch)
    return held is not None and (held.cell, held.moved_from, held.epoch) == moved


def _tell_again(move: HallMove) -> HallMove:
    if move.step == MoveStep.TAKEN:
        with transaction.atomic():
            send_taken(hall=move.hall, to=move.cell, package=move.package)
    return move


def _knows_area(code: str) -> bool:
    return Area.objects.filter(code=code).exists()


def _status_faults(manifest: MoveManifest) -> dict[str, bool]:
    code = manifest.hall.code
    held, here = find(code), Hall.objects.filter(code=code).first()
    move = HallMove.objects.filter(pk=code).first()
    again = is_taken_again(manifest)
    other = '这个大厅已有另一个迁移包在本节点等待；原节点取消后先用 --discard 丢弃'
    return {
        f'目录没有把 {code} 登记在节点 {manifest.hall.cell}': not again
        and (held is None or held.cell != manifest.hall.cell),
        MENDING: not again and is_being_mended(code),
        '这个大厅已经在本节点办理': here is not None and here.status in (HallStatus.OPEN, HallStatus.LEAVING),
        '本节点还留着它以前迁出时的数据，请先运行 move_hall --finish': here is not None
        and here.status == HallStatus.GONE
        and (move is None or move.step != MoveStep.FINISHED),
        other: here is not None and here.status == HallStatus.ARRIVING,
        f'地址 /h/{manifest.hall.slug}/ 在本节点已被使用': Hall.objects.filter(slug=manifest.hall.slug)
        .exclude(code=code)
        .exists(),
        '本节点就是原来的节点': manifest.hall.cell == settings.CELL,
    }
