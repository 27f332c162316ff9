"""From a filled-in letter to text and HTML.

Of Markdown it knows paragraphs, `#` titles, `-` lists and `**bold**`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from baz.services.letters.filling import CLOSE, OPEN, Filled

Block = tuple[str, list[tuple[str, bool]]]
_MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_TITLE = re.compile(r"(#{1,3}) +(.+)")
_ITEM = re.compile(r"[-*] +(.*)")
_GAPS = re.compile(r"\n{3,}")


def as_text(filled: Filled) -> str:
    """The letter as plain text, ending with a new line."""
    lines = (line.rstrip() for line in filled.text.replace("\r\n", "\n").split("\n"))
    plain = _GAPS.sub("\n\n", "\n".join(lines)).strip()
    plain = _BOLD.sub(r"\1", re.sub(r"^#{1,3} +", "", plain, flags=re.M))
    return _MARK.sub(lambda m: filled.values[int(m[1])], plain) + "\n"


def as_html(filled: Filled, title: str) -> str:
    """The letter as a page of HTML that loads nothing."""
    body = "\n".join(_blocks(filled.text.replace("\r\n", "\n")))
    body = _MARK.sub(lambda m: escape(filled.values[int(m[1])]).replace("\n", "<br>"), body)
    return (
        '<!doctype html>\n<html lang="nl-BE">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


class _Reader(HTMLParser):
    """Reads a page that `as_html` made back into blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.inside = self.bold = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # as HTMLParser calls it
        self.inside = self.inside or tag == "body"
        self.bold = self.bold or tag == "strong"
        if self.inside and tag in ("p", "li", "h1", "h2", "h3"):
            self.blocks.append((tag, []))
        elif tag == "br" and self.blocks:
            self.blocks[-1][1].append(("\n", False))

    def handle_endtag(self, tag: str) -> None:
        self.bold = self.bold and tag != "strong"

    def handle_data(self, data: str) -> None:
        if self.inside and self.blocks and (data.strip() or data == " "):
            self.blocks[-1][1].append((data, self.bold))


def blocks_of(html: str) -> list[Block]:
    """The blocks of a page that `as_html` made: what each is (p, li, h1 to h3), and its text in pieces, bold
    or not."""
    reader = _Reader()
    reader.feed(html)
    return reader.blocks


def text_of(html: str) -> str:
    """The same as plain text, ending with a new line."""
    found = []
    for kind, pieces in blocks_of(f"<body>{html}</body>" if "<body>" not in html else html):
        text = "".join(piece for piece, _ in pieces)
        found.append(f"- {text}" if kind == "li" else text)
    return "\n\n".join(found) + "\n"


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        yield from _block([line.strip() for line in block.split("\n") if line.strip()])


def _block(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    items: list[str] = []
    for line in lines:
        item, heading = _ITEM.fullmatch(line), _TITLE.fullmatch(line)
        if item:
            yield from _paragraph(paragraph)
            items.append(_inline(item[1]))
            continue
        yield from _list(items)
        if heading:
            yield from _paragraph(paragraph)
            size = len(heading[1])
            yield f"<h{size}>{_inline(heading[2])}</h{size}>"
        else:
            paragraph.append(_inline(line))
    yield from _list(items)
    yield from _paragraph(paragraph)


def _paragraph(lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<p>{'<br>'.join(lines)}</p>"
    lines.clear()


def _list(items: list[str]) -> Iterator[str]:
    if items:
        yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    items.clear()


def _inline(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text))
