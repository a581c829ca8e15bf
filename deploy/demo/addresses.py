"""Where everything is and who can sign in: on screen for people, in `demo.json` for scripts."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from deploy.demo.groundwork import Ground
from deploy.demo.stage import Stage
from deploy.local.cells import DatabaseRole

SHOWN = ('clerk', 'chief', 'approver', 'leader', 'administrator')


def write_addresses(stage: Stage, ground: Ground) -> None:
    """Write `demo.json`, readable by its owner only: addresses, logins, databases and broker."""
    file = ground.folder / 'demo.json'
    file.touch(mode=0o600)
    file.chmod(0o600)
    known = {
        'link': stage.link,
        'kafka': ground.kafka.servers if ground.kafka else '',
        'valkey': ground.valkey.url,
        'cells': {
            cell.name: {
                'web': cell.web_address,
                'databases': {role.value: cell.url(role) for role in DatabaseRole},
            }
            for cell in ground.cells
        },
        'halls': {code: asdict(hall) for code, hall in stage.halls.items()},
        'logins': [{'hall': hall, 'duty': duty, **asdict(login)} for (hall, duty), login in stage.logins.items()],
        'folder': str(ground.folder),
    }
    file.write_text(json.dumps(known, ensure_ascii=False, indent=2), encoding='utf-8')


def print_addresses(stage: Stage, console: Console) -> None:
    """A table of halls with one address and the logins of each."""
    table = Table('大厅', '地址', '登录名', '口令', title='演示账号（口令只在本次运行有效）')
    for (code, duty), login in stage.logins.items():
        if duty in SHOWN:
            hall = stage.halls[code]
            table.add_row(hall.name, f'{stage.cells[hall.cell].web}/h/{hall.slug}/', login.username, login.password)
    console.print(table)
    for name, cell in stage.cells.items():
        console.print(f'{name}：{cell.web}/   群众查询：{cell.web}/track/', highlight=False)
    console.print('管理员登录还要验证码：.venv/bin/python -m deploy.demo.code 登录名', highlight=False)
    console.print(f'全部账号见 {stage.folder / "demo.json"}；按 Ctrl-C 结束。')
