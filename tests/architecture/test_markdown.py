"""Markdown files: lines fit a screen, links lead somewhere, decisions have one form, the handbook has every command."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ALL, PRODUCT, ROOT, files, name

WIDTH = 120
DECISION_LINES = 25
SECTIONS = ['Status', 'Context', 'Decision', 'Alternatives', 'Consequences']
DOCUMENTS = sorted([*ROOT.glob('*.md'), *(path for folder in ALL for path in (ROOT / folder).rglob('*.md'))])
DECISIONS = sorted((ROOT / 'platform/docs/adr').glob('0*.md'))
COMMANDS = {path.stem for path in files(*PRODUCT) if path.parent.name == 'commands'} - {'__init__'}
LINK = re.compile(r'\]\(([^)\s]+)\)')


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The lines outside code blocks, numbered."""
    inside = False
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), start=1):
        if line.lstrip().startswith('```'):
            inside = not inside
        elif not inside:
            yield number, line


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = (line.lstrip('#').strip() for _, line in prose(path) if line.startswith('#'))
    return {re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-') for heading in headings}


def long_lines(path: Path) -> list[int]:
    """Tables have no other way, and the address of a link can't be broken."""
    texts = ((number, LINK.sub(']', line)) for number, line in prose(path) if not line.lstrip().startswith('|'))
    return [number for number, text in texts if len(text) > WIDTH]


def is_dead(link: str, path: Path) -> bool:
    """Whether a link into this project leads to no file or to no heading of it."""
    if re.match(r'\w+:', link):
        return False
    file, _, anchor = link.partition('#')
    target = (path.parent / file).resolve() if file else path
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def faults(path: Path) -> Iterator[str]:
    """What is wrong with the form of a decision."""
    lines = [line for line in path.read_text(encoding='utf-8').splitlines() if line.strip()]
    if not re.match(rf'# {int(path.name[:4])}\. \S', lines[0]):
        yield f'{path.name}: the title does not begin with the number'
    if [found[1] for line in lines if (found := re.match(r'\*\*(\w+)\.\*\* \S', line))] != SECTIONS:
        yield f'{path.name}: the sections are not {SECTIONS}'
    if len(lines) > DECISION_LINES:
        yield f'{path.name}: {len(lines)} lines'


def test_no_line_is_longer_than_a_screen() -> None:
    found = {name(path): long_lines(path) for path in DOCUMENTS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    links = [(path, link) for path in DOCUMENTS for _, line in prose(path) for link in LINK.findall(line)]
    assert len(links) > 100
    assert [(name(path), link) for path, link in links if is_dead(link, path)] == []


def test_a_decision_has_five_sections_and_is_short() -> None:
    assert [fault for path in DECISIONS for fault in faults(path)] == []


def test_the_index_names_every_decision_by_its_title() -> None:
    rows = re.findall(r'^\| (\d+) \| \[(.+)\]\((\S+)\) \|', (ROOT / 'platform/docs/adr/README.md').read_text(), re.M)
    titles = [path.read_text(encoding='utf-8').partition('\n')[0].removeprefix('# ') for path in DECISIONS]
    assert [(f'{number}. {title}', file) for number, title, file in rows] == [
        (title, path.name) for title, path in zip(titles, DECISIONS, strict=True)
    ]


def test_the_handbook_names_every_command() -> None:
    assert len(COMMANDS) > 30
    table = (ROOT / 'platform/docs/handbook/reference.md').read_text(encoding='utf-8').partition('## Commands')[2]
    first_cells = ' '.join(line.split('|')[1] for line in table.splitlines() if line.startswith('|'))
    assert COMMANDS - set(re.findall(r'`([a-z_]+)', first_cells)) == set()


def named_modules(path: Path) -> Iterator[str]:
    """The modules that a document names, each as the end of a path: `services/change.py`, `govhall/project/porter`."""
    code = ' '.join(re.findall(r'`([^`\n]+)`', path.read_text(encoding='utf-8')))
    yield from re.findall(r'(?<![\w/.<*])([\w/]+\.py)\b', code)
    for dotted in re.findall(rf'\b((?:govhall|{"|".join(ALL)})(?:\.\w+)+)', code):
        yield dotted.replace('.', '/')


def test_every_module_that_a_document_names_exists() -> None:
    files_and_packages = {end for path in files(*ALL) for end in (f'/{name(path)}', f'/{name(path.parent)}')}

    def exists(module: str) -> bool:
        ends = [module] if module.endswith('.py') else [f'{module}.py', module, f'{module.rpartition("/")[0]}.py']
        return any(path.endswith(f'/{end}') for path in files_and_packages for end in ends)

    named = [
        (name(path), module) for path in DOCUMENTS if path.name != 'CHANGELOG.md' for module in named_modules(path)
    ]
    assert len(named) > 100
    assert [(path, module) for path, module in named if not exists(module)] == []
