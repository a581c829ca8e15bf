"""A page as the player sees it: its forms, the case that it shows, the refusal that it tells, its text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Attributes = dict[str, str]


class NotOnPage(AssertionError):
    """The page lacks a form, a field or a button that a person would need here."""


@dataclass
class Field:
    """A named input: what it holds when the page is shown, and what it can hold if it is a choice."""

    name: str
    values: list[str] = field(default_factory=list)
    options: set[str] = field(default_factory=set)


@dataclass
class Form:
    """A form: its fields by name and its buttons as (name, value)."""

    id: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def field(self, name: str) -> Field:
        """The field of that name, made if it is new."""
        return self.fields.setdefault(name, Field(name))

    def filled(self, typed: dict[str, str | list[str]]) -> dict[str, list[str]]:
        """What a browser would send after this was typed. Raises NotOnPage for a field or choice that is not there."""
        sent = {one.name: list(one.values) for one in self.fields.values() if one.values}
        for name, value in typed.items():
            values = [value] if isinstance(value, str) else list(value)
            known = self.fields.get(name)
            if known is None or (known.options and not known.options.issuperset(values)):
                raise NotOnPage(f'form {self.id}: no field {name} that takes {values}')
            sent[name] = values
        return sent


@dataclass
class Page:
    """A page that was read. `case` holds the data attributes of the case shown, empty on other pages."""

    url: str
    status: int
    forms: list[Form] = field(default_factory=list)
    case: Attributes = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def form(self, form_id: str) -> Form:
        """The form with that id. Raises NotOnPage."""
        found = self.find_form(form_id)
        if found is None:
            raise NotOnPage(f'{self.url}: no form {form_id}, only {[known.id for known in self.forms]}')
        return found

    def find_form(self, form_id: str) -> Form | None:
        """The form with that id, or None."""
        return next((form for form in self.forms if form.id == form_id), None)

    def form_with(self, name: str) -> Form:
        """The first form that has a field of that name. Raises NotOnPage."""
        for form in self.forms:
            if name in form.fields:
                return form
        raise NotOnPage(f'{self.url}: no form with a field {name}')

    @property
    def refusal(self) -> str:
        """What the page says went wrong."""
        return ' '.join(self.said) or self.text[:200]

    @property
    def text(self) -> str:
        """All words on the page."""
        return ' '.join(self.words)


def fields_like(form: Form, prefix: str) -> Iterator[str]:
    """The names of a form's fields that begin so."""
    return (name for name in form.fields if name.startswith(prefix))
