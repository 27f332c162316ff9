"""An organisation's own letter as a template of Word: the same few signs, in a document that it styles.

docxtpl knows how Word cuts a text into pieces and which signs stand for a row or a paragraph. What it would
then give to Jinja2 is read and filled in here, by the list of `template.py`: Jinja's own sandbox still lets
`'a' * 10**9` through. `wordfile.py` says which documents are not opened at all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.services.letters.checking import flaws_of
from baz.services.letters.filling import CLOSE, OPEN, Context, fill
from baz.services.letters.layout import blocks_of
from baz.services.letters.template import Flaw, LetterError, read_template
from baz.services.letters.wordfile import MAX_PART, unsafe
from baz.services.reports.needing import needed

KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARK: Final = re.compile(f"{OPEN}(\\d+){CLOSE}")
_UNPRINTABLE: Final = re.compile("[^\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def problems_of(body: bytes, workflow: Workflow) -> tuple[str, ...]:
    """Everything that keeps a document from being a template of a letter of this workflow, in Dutch.

    Raises:
        SetupError: docxtpl is not installed.
    """
    if wrong := tuple(unsafe(body)):
        return wrong
    found: dict[str, None] = {}
    for text in _texts(body):
        for flaw in flaws_of(text, workflow, MAX_PART):
            found[_dutch(flaw)] = None
    return tuple(found)


def render(body: bytes, context: Context, title: str) -> bytes:
    """A template filled in for one reader, as a document of Word.

    Args:
        body: the template, which `problems_of` found good when it came.
        context: what it may name.
        title: what the document says it is.

    Raises:
        BadInput: it may not be filled in (any more): a name is not there, or something not allowed is.
        SetupError: docxtpl is not installed.
    """
    if wrong := next(unsafe(body), ""):
        raise BadInput(wrong)
    document = _template(body)
    document.values = context
    try:
        document.render({})
    except LetterError as error:
        raise BadInput(_dutch(error.flaws[0]), code="sjabloon") from None
    properties = document.docx.core_properties
    properties.title, properties.language, properties.author = title, "nl-BE", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain(html: str, title: str, house: str, to: str) -> bytes:
    """A letter without a template, as a simple document of Word that somebody can write on in.

    Raises:
        SetupError: python-docx is not installed.
    """
    docx = needed("docx")
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, "nl-BE", ""
    document.add_paragraph(_printable(house)).runs[0].bold = True
    document.add_paragraph(_printable(to))
    for kind, runs in blocks_of(html):
        style = f"Heading {kind[1]}" if kind.startswith("h") else "List Bullet" if kind == "li" else None
        paragraph = document.add_paragraph(style=style)
        for text, bold in runs:
            paragraph.add_run(_printable(text)).bold = bold or None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _texts(body: bytes) -> Iterator[str]:
    """Each part in which signs may stand, as docxtpl prepares it."""
    document = _template(body)
    yield document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.patch_xml(document.get_part_xml(part))


def _template(body: bytes) -> Any:
    docxtpl = needed("docxtpl")

    class Template(docxtpl.DocxTemplate):  # type: ignore[misc, name-defined]  # only there once it is needed
        """docxtpl's template, with our own reading and filling instead of Jinja2's."""

        values: Context

        def render_xml_part(self, src_xml: str, part: object, *_: object) -> str:
            self.current_rendering_part = part
            return str(self.resolve_listing(_filled(src_xml, self.values)))

        def render_properties(self, *_: object) -> None:
            """Nothing is filled in there."""

        def render_footnotes(self, *_: object) -> None:
            """Nor there."""

    made = Template(io.BytesIO(body))
    try:
        made.init_docx()
    except Exception:  # whatever python-docx stumbles over: a document that Word itself would repair
        raise BadInput("Dit document is niet leesbaar: bewaar het opnieuw in Word.") from None
    return made


def _filled(xml: str, context: Context) -> str:
    filled = fill(read_template(xml, MAX_PART), context, 2 * MAX_PART)
    return _MARK.sub(lambda m: escape(_printable(filled.values[int(m[1])]), {'"': "&quot;"}), filled.text)


def _printable(text: str) -> str:
    """Without signs that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _dutch(flaw: Flaw) -> str:
    hint = f" Bedoel je '{found[1]}'?" if (found := re.search(r"'([^']+)'", flaw.hint)) else ""
    match flaw.slug:
        case "letter-unknown-name":
            return f"De naam '{flaw.word}' kent deze brief niet.{hint}"
        case "letter-wrong-shape":
            how = "een lijst gaat door 'for' of '| lijst', een ja of nee door 'if'"
            return f"'{flaw.word}' kan hier zo niet staan: {how}."
        case "letter-syntax":
            return f"Er is iets mis met de tekens {{{{ }}}} of {{% %}}: {flaw.message}"
        case "letter-too-long":
            return "Dit document is te lang."
    what = f": '{flaw.word}'" if flaw.word else f": {flaw.message}"
    return f"Dit mag niet in een brief{what}. Een brief kent {{{{ naam }}}}, if en for."
