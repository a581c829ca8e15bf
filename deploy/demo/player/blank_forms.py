"""The blank form and the filled sample of a matter as Word files, made of its form in the seed."""

import io
import json
import zipfile
from html import escape
from pathlib import Path
from typing import Any

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
BODY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
EDGES = ''.join(
    f'<w:{side} w:val="single" w:sz="4" w:color="444444"/>'
    for side in ('top', 'left', 'bottom', 'right', 'insideH', 'insideV')
)
WIDTHS = (2800, 6200)
WHO = [('申请人（姓名或单位）', '张小红'), ('证件号码', '110105********002X'), ('联系电话', '138****0000')]


def forms_of(folder: Path) -> dict[str, dict[str, Any]]:
    """The form files of the seed, by matter."""
    found = (json.loads(path.read_text(encoding='utf-8')) for path in sorted(folder.glob('*.json')))
    return {one['matter']: one for one in found}


def word_file(title: str, form: dict[str, Any], *, filled: bool) -> bytes:
    """A table with one row for each question; the answers of the sample where `filled`."""
    sample = form.get('sample', {}) if filled else {}
    rows = [(label, said if filled else '') for label, said in WHO]
    rows += [(one['label'], _said(one, sample.get(one['name']))) for one in form['fields'] if one['kind'] != 'file']
    head = f'{title}（样表，照着填）' if filled else title
    text = [_paragraph(head, size=36, centre=True), _paragraph(f'依据：{form["source"]}', size=20)]
    table = f'<w:tbl><w:tblPr><w:tblBorders>{EDGES}</w:tblBorders></w:tblPr>{"".join(map(_row, rows))}</w:tbl>'
    sign = _paragraph('申请人签字（盖章）：                      年    月    日', size=24)
    return _packed(BODY.format(''.join([*text, table, sign])))


def _said(field: dict[str, Any], answer: Any) -> str:
    labels = {one['value']: one['label'] for one in field.get('choices', [])}
    if isinstance(answer, list):
        return '；'.join('，'.join(str(cell) for cell in row.values()) for row in answer)
    return labels.get(str(answer), f'{answer}{field.get("unit", "")}') if answer is not None else ''


def _row(cells: tuple[str, str]) -> str:
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, size=24)}</w:tc>'
        for width, cell in zip(WIDTHS, cells, strict=True)
    )
    return f'<w:tr>{"".join(made)}</w:tr>'


def _paragraph(text: str, *, size: int, centre: bool = False) -> str:
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centre else ''
    run = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p>{place}{run}</w:p>'


def _packed(document: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w', zipfile.ZIP_DEFLATED) as file:
        for name, content in (('[Content_Types].xml', TYPES), ('_rels/.rels', RELATIONS)):
            file.writestr(name, content)
        file.writestr('word/document.xml', document)
    return made.getvalue()
