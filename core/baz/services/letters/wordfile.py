"""Whether a document of Word may be opened at all: it holds no program, and nothing that Word would fetch.

A document is a packed folder of XML. Everything is looked at as XML, because the same thing can be written in
many ways, and in a time that grows with its length and no faster: what comes is somebody else's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import ParseError, fromstring

MAX_FILE: Final = 2_000_000
MAX_WHOLE: Final = 20_000_000
"""Bytes that all parts of a document have together, unpacked."""
MAX_PART: Final = 1_500_000
"""Characters that one part may have: some sixty pages."""
MAX_SIGN: Final = 1_000
"""Characters that may stand between {{ and }}."""
MAX_WORK: Final = 200_000_000
"""Signs times characters in one part: docxtpl looks for the end of each sign, at worst through all of it."""
_MAIN: Final = "word/document.xml"
_FILLED: Final = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_PROGRAMS: Final = re.compile(r"vbaProject|vbaData|activeX|embeddings/|\.(bin|exe)$|attachedToolbars", re.I)
_PROGRAM_KINDS: Final = re.compile(
    r"/(vbaProject|wordVbaData|oleObject|package|control\w*|activeX\w*|aFChunk|subDocument|attachedTemplate"
    r"|attachedToolbars|frame)$",
    re.I,
)
_SIGNS: Final = re.compile(r"\{\{|\{%|\{#")
_CLOSES: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_CELL: Final = re.compile(r"\s*(colspan|cellbg|vm|hm)\b")
"""Signs of docxtpl for cells of a table, which a letter does not know."""
_TAG: Final = re.compile(r"<[^<>]*>")
_CODING: Final = re.compile(r"<\?xml[^<>]*?\bencoding\s*=\s*[\"']([^\"'<>]*)[\"']")
_FETCHES: Final = re.compile(
    r"(?<!\w)(DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|DATABASE|RD)(?!\w)", re.I
)
_UNREADABLE: Final = "Dit document is niet leesbaar: bewaar het opnieuw in Word."
_NO_WORD: Final = "Dit is geen document van Word (.docx)."


def unsafe(body: bytes) -> Iterator[str]:
    """What makes a file no document that we open, one Dutch sentence each; nothing when it is one."""
    if len(body) > MAX_FILE:
        yield "Dit bestand is te groot: hoogstens 2 MB."
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            infos = packed.infolist()
            if sum(info.file_size for info in infos) > MAX_WHOLE or len(infos) > 500:
                yield "Dit document is uitgepakt te groot."
                return
            names = [info.filename for info in infos]
            if _MAIN not in names or len(names) != len(set(names)):
                yield _NO_WORD
                return
            if any(_PROGRAMS.search(name) for name in names):
                yield "In dit document zit een macro of een ingebed bestand. Bewaar het als gewoon .docx."
                return
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    yield from _part(info.filename, packed.read(info))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        yield _NO_WORD


def _part(name: str, raw: bytes) -> Iterator[str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield _UNREADABLE
        return
    coding = _CODING.match(text)
    if "\x00" in text or (coding is not None and coding[1].lower() not in ("utf-8", "us-ascii")):
        yield _UNREADABLE  # an XML parser would read something else than we do
        return
    filled = _FILLED.fullmatch(name) is not None
    # Word writes no comments; outside them, what a tag opens is closed
    if "<!DOCTYPE" in text or "<!ENTITY" in text or (filled and "<!" in text):
        yield _UNREADABLE
    elif name == "[Content_Types].xml" and "macroEnabled" in text:
        yield "In dit document zitten macro's. Bewaar het als gewoon .docx."
    elif name.endswith(".rels") or filled:
        try:
            yield from _signs(text) if filled else _relations(text)
        except (ParseError, ValueError):
            yield _UNREADABLE
    elif name.startswith("word/") and _SIGNS.search(text):
        yield "Tekens als {{ }} staan alleen in tekst, kop en voet, niet in een voetnoot of een stijl."


def _relations(text: str) -> Iterator[str]:
    """What one part says of others: what it links to, fetches or holds."""
    for found in fromstring(text).iter():  # without a DOCTYPE nothing can unfold
        kind = found.get("Type", "")
        if found.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
            yield "Dit document haalt iets van elders (een sjabloon, een beeld). Zet het erin."
            return
        if _PROGRAM_KINDS.search(kind):
            yield "In dit document zit een macro of een ingebed bestand. Bewaar het als gewoon .docx."
            return


def _signs(text: str) -> Iterator[str]:
    """A part in which signs are filled in: they are closed where they begin, and no field of Word fetches."""
    if len(text) > 2 * MAX_PART:
        yield "Dit document is te lang."
        return
    words, at, many = _TAG.sub("", text), 0, 0
    while found := _SIGNS.search(words, at):
        inside = found.end()
        end = words.find(_CLOSES[found[0]], inside, inside + MAX_SIGN)
        if end < 0 or _SIGNS.search(words, inside, end) or _CELL.match(words, inside):
            what = words[found.start() : inside + 20].split("\n")[0]
            yield f"Er is iets mis met de tekens {{{{ }}}} of {{% %}}: '{what}' is niet gesloten of kan niet."
            return
        at, many = end + 2, many + 1
    if many * len(text) > MAX_WORK:
        yield "In dit document staan te veel tekens als {{ }} voor zo'n lange tekst."
    elif _FETCHES.search(_fields(text)):
        yield "Een veld van Word in dit document haalt iets van elders. Zet het in het document zelf."


def _fields(text: str) -> str:
    """What the fields of Word in a part say, each apart. Word may cut one into pieces."""
    pieces: list[str] = []
    for found in fromstring(text).iter():
        tag = found.tag.rpartition("}")[2]
        if tag == "fldChar":
            pieces.append("\n")
        elif tag == "instrText":
            pieces.append(found.text or "")
        elif tag == "fldSimple":
            pieces += ["\n", *(value for name, value in found.items() if name.endswith("instr")), "\n"]
    return "".join(pieces)
