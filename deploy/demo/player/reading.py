"""From HTML to what the player sees of it."""

from html.parser import HTMLParser

from deploy.demo.player.pages import Attributes, Field, Form, Page

VOID = frozenset({'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'})
SILENT = frozenset({'script', 'style', 'template'})
CHOICES = frozenset({'radio', 'checkbox'})


def read_page(url: str, status: int, html: str) -> Page:
    """The page that stood at the address."""
    reader = _Reader(Page(url, status))
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._open: list[tuple[str, bool]] = []  # the tags around, and whether they hold a refusal
        self._form: Form | None = None
        self._select: tuple[Field, bool] | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or '' for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, _is_refusal(given)))
        if given.get('id') == 'case':
            self.page.case = {name[5:]: value for name, value in given.items() if name.startswith('data-')}
        if tag == 'a' and given.get('href'):
            self.page.links.append(given['href'])
        if tag == 'form':
            self._form = Form(given.get('id', ''), given.get('action', ''))
            self.page.forms.append(self._form)
        elif tag == 'option' and self._select:
            _take_option(*self._select, given)
        elif 'disabled' not in given:
            self._take_control(tag, given)

    def _take_control(self, tag: str, given: Attributes) -> None:
        form = self.page.find_form(given['form']) if given.get('form') else self._form
        name = given.get('name', '')
        if form is None:
            return
        if tag == 'button' or (tag == 'input' and given.get('type') == 'submit'):
            form.buttons.append((name, given.get('value', '')))
        elif not name:
            return
        elif tag == 'select':
            self._select = (form.field(name), 'multiple' in given)
        elif tag == 'textarea':
            self._area = form.field(name)
        elif tag == 'input':
            _take_input(form.field(name), given)

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag == 'form':
            self._form = None
        elif tag == 'select':
            self._select = None
        elif tag == 'textarea':
            self._area = None

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if not words or any(tag in SILENT for tag, _ in self._open):
            return
        if self._area is not None:
            self._area.values = [words]
        self.page.words.append(words)
        if any(refused for _, refused in self._open):
            self.page.said.append(words)


def _is_refusal(given: Attributes) -> bool:
    classes = given.get('class', '').split()
    return given.get('role') == 'alert' or 'error' in classes or 'trouble' in classes


def _take_option(select: Field, multiple: bool, given: Attributes) -> None:
    value = given.get('value', '')
    select.options.add(value)
    if 'selected' in given:
        select.values = [*select.values, value] if multiple else [value]
    elif not multiple and not select.values:
        select.values = [value]


def _take_input(found: Field, given: Attributes) -> None:
    value = given.get('value', 'on' if given.get('type') in CHOICES else '')
    if given.get('type') not in CHOICES:
        found.values = [value]
        return
    found.options.add(value)
    if 'checked' in given:
        found.values.append(value)
