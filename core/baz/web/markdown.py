"""The Markdown that `baz workflow explain` writes, as HTML: titles, paragraphs, nested lists, tables, bold.

Everything else is text. Nothing in it can become a tag of its own: every word is escaped first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markupsafe import Markup

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_TITLE = re.compile(r"(#{1,4}) +(.+)")
_ITEM = re.compile(r"( *)[-*] +(.*)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


def html(text: str, *, below: int = 0) -> Markup:
    """A text as HTML.

    Args:
        text: the Markdown.
        below: how many levels its titles go down, so that they fit under the titles of a page.
    """
    return Markup("\n".join(_blocks(text.strip().splitlines(), below)))  # every word was escaped


def title_of(text: str) -> str:
    """The first title of a text; empty when it has none."""
    found = _TITLE.match(text.lstrip())
    return found[2] if found else ""


def without_title(text: str) -> str:
    """The same text without the title that it begins with."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if _TITLE.fullmatch(first) else text


def _blocks(lines: Sequence[str], below: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif title := _TITLE.fullmatch(line):
            level = min(len(title[1]) + below, 6)
            yield f"<h{level}>{_inline(title[2])}</h{level}>"
            at += 1
        elif line.startswith("|"):
            end = _while(lines, at, lambda one: one.startswith("|"))
            yield _table(lines[at:end])
            at = end
        elif _ITEM.fullmatch(line):
            end = _while(lines, at, lambda one: bool(_ITEM.fullmatch(one)))
            yield _list([found for one in lines[at:end] if (found := _ITEM.fullmatch(one))])
            at = end
        else:
            end = _while(lines, at, lambda one: bool(one.strip()) and not _special(one))
            yield "".join(f"<p>{_inline(one)}</p>" for one in lines[at:end])
            at = end


def _special(line: str) -> bool:
    return line.startswith("|") or bool(_ITEM.fullmatch(line) or _TITLE.fullmatch(line))


def _while(lines: Sequence[str], at: int, holds: Callable[[str], bool]) -> int:
    end = at + 1
    while end < len(lines) and holds(lines[end]):
        end += 1
    return end


def _list(items: Sequence[re.Match[str]]) -> str:
    """A list; what is indented more belongs to the item above it."""
    out = ["<ul>"]
    at = 0
    while at < len(items):
        depth = len(items[at][1])
        end = at + 1
        while end < len(items) and len(items[end][1]) > depth:
            end += 1
        inner = _list(items[at + 1 : end]) if end > at + 1 else ""
        out.append(f"<li>{_inline(items[at][2])}{inner}</li>")
        at = end
    return "".join([*out, "</ul>"])


def _table(lines: Sequence[str]) -> str:
    told = (line for line in lines if not _RULE.fullmatch(line))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told]
    heads, body = rows[0], rows[1:]
    top = "".join(f'<th role="columnheader" scope="col">{_inline(head)}</th>' for head in heads)
    inside = "".join(
        '<tr role="row">'
        + "".join(
            f'<th role="rowheader" scope="row">{_inline(cell)}</th>'
            if number == 0
            else f'<td role="cell" data-l="{escape(head)}">{_inline(cell)}</td>'
            for number, (head, cell) in enumerate(zip(heads, row, strict=False))
        )
        + "</tr>"
        for row in body
    )
    return (
        f'<table role="table" class="cards"><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{inside}</tbody></table>'
    )


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False)))
