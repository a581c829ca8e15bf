"""Whether a package is still what it was (四性检测: 真实、完整、可用、安全)."""

import io
import json
import zipfile
from collections.abc import Iterator

import msgspec

from govhall.archive.models import CaseArchive
from govhall.archive.package import MANIFEST, ArchiveManifest, digest
from govhall.archive.package_store import PackageGone, get
from govhall.casework.models import CaseEvent
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.sealing import Unreadable
from govhall.kernel.zip_parts import SPOILT


def faults(archive: CaseArchive) -> list[str]:
    """What is wrong with a package of the current hall; nothing if it is sound. The words name no person."""
    try:
        package = get(archive.hash)
    except PackageGone:
        return ['完整：存储里没有这个包']
    except Unreadable:
        return ['安全：包打不开，不是用本大厅的密钥封装的，或已损坏']
    if digest(package) != archive.hash:
        return ['真实：包的内容和登记的摘要不一致']
    try:
        return list(_within(package, archive))
    except (*SPOILT, msgspec.DecodeError):
        return ['可用：包的格式读不出来']


def _within(package: bytes, archive: CaseArchive) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    manifest = msgspec.json.decode(contents.pop(MANIFEST), type=ArchiveManifest)
    listed = {file.path: file.sha256 for file in manifest.files}
    for path in sorted(listed.keys() ^ contents.keys()):
        yield f'完整：清单和包里的文件不一致：{path}'
    for path in sorted(listed.keys() & contents.keys()):
        if listed[path] != digest(contents[path]):
            yield f'真实：文件被改动：{path}'
    named = (manifest.number, manifest.case, manifest.tip)
    if named != (archive.number, str(archive.case_id), archive.tip):
        yield '真实：清单和登记的档号、办件不一致'
    yield from _chain(contents.get('events.jsonl', b''), archive)


def _chain(lines: bytes, archive: CaseArchive) -> Iterator[str]:
    events, tip = [json.loads(line) for line in lines.splitlines()], GENESIS
    for event in events:
        previous, hashed = event.pop('previous'), event.pop('hash')
        if previous != tip or link(previous, event) != hashed:
            yield f'真实：第 {event["seq"]} 个事件对不上'
            return
        tip = hashed
    if (len(events), tip) != (archive.events, archive.tip):
        yield '完整：事件链和登记的不一致'
    kept = CaseEvent.objects.filter(case_id=archive.case_id, seq=archive.events).values_list('hash', flat=True)
    if list(kept) != [tip]:
        yield '真实：包里的事件和数据库里的不一致'
