"""What the conditions of grants may ask of an application, the same at every door and in every hall. Pure."""

from federation.contracts.case import Applicant
from federation.contracts.forms import FormAnswers


def application_facts(applicant: Applicant, area: str, form: FormAnswers | None) -> dict[str, str]:
    """The facts: who applies, where, and what the form of the matter marks.

    Jurisdiction follows the place of the object where the form asks for it, else the place where it was handed in.
    """
    return {'applicant': applicant.kind, 'area': area} | (form.facts if form else {})
