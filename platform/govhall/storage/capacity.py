"""Whether there is room for a file: a full disk or a full quota refuses files, and the counters go on."""

from django.conf import settings

from govhall.kernel.errors import Refused
from govhall.storage.material_store import stored
from tenants.context import current_hall
from tenants.space import MEBI, has_room, is_low


class DiskLow(Refused):
    """Little is free on the server's disk."""

    code = 'DISK_LOW'
    sentence = '服务器快存满了，暂时不能传文件，其他事情照常办。请过些时候再传，并告诉系统管理员。'


class OnlineFull(Refused):
    """What is kept of online applications has reached its limit, for this hall, for all, or for this address today."""

    code = 'ONLINE_FULL'
    sentence = '网上收的文件太多，暂时不能再传。可以先不传文件存草稿，明天再传，或带材料到大厅窗口办。'


def check_disk(name: str) -> None:
    """Raises DiskLow where a file with this hash would be new and little is free."""
    if is_low() and not stored(name):
        raise DiskLow(field='file')


def check_online(size: int) -> None:
    """Raises DiskLow or OnlineFull where so many bytes more must not come from the public."""
    if not size:
        return
    if is_low(for_public=True):
        raise DiskLow
    if not has_room(current_hall().code, size):
        raise OnlineFull


def a_day() -> int:
    """Bytes that one address may leave in a day."""
    return int(settings.ONLINE_ADDRESS_MEGABYTES) * MEBI
