"""Reading a form out of a page and sending it as a browser does."""

from html.parser import HTMLParser


class _FormReader(HTMLParser):
    """Collects the successful controls of one form (HTML Living Standard, 4.10.22.4)."""

    def __init__(self, form_id):
        super().__init__(convert_charrefs=True)
        self.form_id = form_id
        self.is_inside = False
        self.templates = 0
        self.data = {}
        self.textarea = self.select = None
        self.text = ""
        self.options = []
        self.is_multiple = False

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.is_inside = values.get("id") == self.form_id
        self.templates += tag == "template"
        if not self.is_inside or self.templates:
            return
        if tag == "input":
            self._input(values)
        elif tag == "textarea":
            self.textarea, self.text = values.get("name"), ""
        elif tag == "select":
            self.select, self.options = values.get("name"), []
            self.is_multiple = "multiple" in values
        elif tag == "option" and self.select:
            self.options.append((values.get("value", ""), "selected" in values))

    def _input(self, values):
        kind, name = values.get("type", "text"), values.get("name")
        if not name or kind in {"submit", "button", "image", "file"}:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in values:
                self.data[name] = values.get("value", "on")
            return
        text = values.get("value") or ""
        self.data[name] = text.replace("\r", "").replace("\n", "") if kind == "text" else text

    def handle_data(self, data):
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag):
        self.templates -= tag == "template"
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.textarea:
            # Newlines are made one kind, the first one is dropped, all are sent as CRLF.
            text = self.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")
            self.data[self.textarea] = text.replace("\n", "\r\n")
            self.textarea = None
        elif tag == "select" and self.select:
            chosen = [value for value, is_selected in self.options if is_selected]
            if chosen or not self.is_multiple:
                self.data[self.select] = (chosen or [value for value, _ in self.options])[0]
            self.select = None


def form_data(html, form_id="article_form"):
    """Return what a browser would send for the untouched form: {name: value}."""
    reader = _FormReader(form_id)
    reader.feed(html)
    assert reader.data, f"the page has no form {form_id}"
    return reader.data
