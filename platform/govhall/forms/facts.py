"""What the conditions of grants may ask of an application, the same at every door and in every hall. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from federation.contracts.case import Applicant
from federation.contracts.forms import FormAnswers


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be known of an application; `unit` for a number, `choices` for one of a few values."""

    word: str
    unit: str = ''
    choices: Mapping[str, str] | None = None


FACTS: dict[str, Fact] = {
    'amount': Fact('金额', '元'),
    'size': Fact('面积', '平方米'),
    'applicant': Fact('申请人', choices={'person': '个人', 'organisation': '单位'}),
    'area': Fact('办理对象所在地'),
    'project': Fact('项目类别', choices={'simple': '简易低风险项目', 'general': '一般项目', 'major': '重大项目'}),
    'storage': Fact('储存设施', choices={'none': '无储存设施', 'own': '有储存设施'}),
}


OBJECT = 'object'  # where the object lies, known only where somebody was asked: no condition names it


def application_facts(applicant: Applicant, area: str, form: FormAnswers | None) -> dict[str, str]:
    """The facts: who applies, where, and what the form of the matter marks."""
    return known_facts(applicant.kind, area, form.facts if form else {})


def known_facts(kind: str, handed_in: str, said: Mapping[str, str]) -> dict[str, str]:
    """The facts as far as they are known: the kind of applicant, where it is handed in, and what the form marks.

    Jurisdiction follows the place of the object where the form asks for it, else the place where it was handed in.
    """
    place = {OBJECT: said['area']} if said.get('area') else {}
    return {'applicant': kind, 'area': handed_in, **said, **place}
