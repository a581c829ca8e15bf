"""Saying what a matter's certificate is, how long it is valid and what stands on it (有效期和证照)."""

import msgspec

from federation.contracts.catalogue import CertificateRule, MatterEntered
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import owned_matter
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.publication import publish
from govhall.kernel.errors import Refused
from govhall.kernel.terms import LONG_TERM, read_fixed_day, read_term, say_fixed_day, say_term
from tenants.audit import Action

MATTER = Field(name='matter', kind=FieldKind.LINE, most=36, says='Code of the matter.', needed=True)
FIELDS = [
    Field(
        name='certificate',
        kind=FieldKind.LINE,
        label='证照名称',
        aside='只出决定书、不另外制证的不填',
        most=100,
        says='Name of the certificate; empty: the decision is all.',
    ),
    Field(
        name='term',
        kind=FieldKind.LINE,
        label='有效期',
        hint='写“5年”“6个月”“12月31日”（每年这天到期）“2030年12月31日”或“长期”。不填的，决定时由审批人逐件填写。',
        most=20,
        says='5年, 6个月, 12月31日, 2030年12月31日 or 长期; empty: asked at each decision.',
    ),
    Field(
        name='renew_from_days',
        kind=FieldKind.WHOLE,
        label='届满前多少天起可以申请延续',
        aside='没有规定的不填；最晚都是届满前 30 天',
        least=31,
        most=3650,
        says='From how many days before the end a renewal may be applied for.',
    ),
    Field(
        name='words',
        kind=FieldKind.PROSE,
        label='证照上的准予内容',
        aside='可以不填',
        hint='印在每一本证上，例如“准予从事道路普通货物运输”。',
        most=300,
        rows=2,
        says='Words that stand on every certificate.',
    ),
    Field(
        name='fields',
        kind=FieldKind.CODES,
        label='申请表里的哪些内容印在证上',
        says='Keys of fields of the form that stand on it.',
    ),
    Field(
        name='full_number',
        kind=FieldKind.TICK,
        label='法律要求证上印持有人的完整证件号码',
        says='Whether the number of the holder stands on it in full.',
    ),
]


class NothingToRenewEarly(Refused):
    """What is valid for an unlimited time is not renewed."""

    code = 'EARLY_WITHOUT_TERM'
    sentence = '长期有效的证照不用延续，请不要填“届满前多少天起”。'


def set_certificate(*, hall: str, matter: str, typed: dict[str, object]) -> MatterEntered:
    """Publish the matter with this certificate as a new version; running cases keep theirs.

    Raises NotYourMatter, UnknownMatter, BadTerm, NothingToRenewEarly.
    """
    row = owned_matter(hall, matter)
    term = str(typed.get('term') or '')
    ends_on = read_fixed_day(term)
    months, early = None if ends_on else read_term(term), int(str(typed.get('renew_from_days') or 0))
    if months == LONG_TERM and early:
        raise NothingToRenewEarly(field='renew_from_days')
    known = {field['name'] for field in (row.form or {}).get('fields', [])}
    chosen = typed.get('fields')
    rule = CertificateRule(
        ends_on=ends_on,
        renew_from_days=early,
        words=str(typed.get('words') or ''),
        fields=sorted(known & set(chosen)) if isinstance(chosen, list | tuple | set | frozenset) else [],
        full_number=bool(typed.get('full_number')),
    )
    entry = msgspec.structs.replace(
        entry_of(MatterEntered, row),
        version=row.version + 1,
        certificate=str(typed.get('certificate') or ''),
        term_months=months,
        certificate_rule=None if rule == CertificateRule() else rule,
    )
    publish(entry)
    return entry


def typed_of(row: Matter) -> dict[str, object]:
    """What stands in the fields of the page."""
    rule = msgspec.convert(row.certificate_rule or {}, CertificateRule)
    return {
        'certificate': row.certificate,
        'term': say_fixed_day(rule.ends_on) or say_term(row.term_months),
        'renew_from_days': rule.renew_from_days or None,
        'words': rule.words,
        'fields': rule.fields,
        'full_number': rule.full_number,
    }


def _do(posted: HallPosted) -> HallActDone:
    typed = dict(posted.data)
    entry = set_certificate(hall=posted.hall.code, matter=typed.pop('matter'), typed=typed)
    term = str(typed.get('term') or '决定时填')
    return HallActDone(
        said=f'“{entry.short_name}”的证照设置正在发往各级大厅，几秒钟后生效；已经收的件照原来的办。',
        about=entry.short_name,
        detail={'matter': entry.code, 'certificate': entry.certificate, 'term': term},
    )


ACT = register(
    HallAct(
        word='certificate',
        label='保存并发往各级大厅',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[MATTER, *FIELDS],
        mutation='set_certificate',
        does='What certificate a matter brings, how long it is valid and what stands on it. NOT_YOUR_MATTER, BAD_TERM, '
        'EARLY_WITHOUT_TERM.',
    )
)
