"""Every page answers: for who may look, for who may not, and for whatever somebody types in its address."""

from __future__ import annotations

import re

from every_page import LOOKED_AT_ELSEWHERE, addresses, every_page, samples
from town import Town

ODD = ("%00", "%F0%9F%A6%8A", "..%2F..%2Fetc", "x" * 3000, "1%27%20OR%201=1", "-1", "99999999999999999999")
FILES = re.compile(
    r"/(bestand|bewaard\.(json|pdf)|manifest\.webmanifest|service\.js)$|\.(ics|pdf|docx|xlsx)$"
)


def test_every_address_with_parts_has_a_sample(town: Town) -> None:
    known = set(samples(town)) | set(LOOKED_AT_ELSEWHERE)
    missing = {path for path in addresses() if "{" in path and not FILES.search(path)} - known
    assert missing == set(), "Give it a sample in tests/support/every_page.py."


def test_every_page_answers_who_may_look(town: Town) -> None:
    visitors = {name: town.visitor(name) for name in {who for _, who in every_page(town)}}
    bad = []
    for path, who in every_page(town):
        answer = visitors[who].get(path)
        if answer.status_code not in (200, 303):
            bad.append((path, who, answer.status_code))
        elif answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            text = answer.text
            faults = [
                word
                for word, found in (
                    ("one h1", text.count("<h1") == 1), ("no style", 'style="' not in text),
                    ("no script inside", not re.search(r"<script(?![^>]*src=)[^>]*>\s*\S", text)),
                    ("one sun", len(re.findall(r'class="btn[^"]*\bsun\b', text)) <= 1),
                    ("title", "<title>" in text), ("language", '<html lang="' in text),
                )
                if not found
            ]  # fmt: skip
            bad += [(path, who, fault) for fault in faults]
    assert bad == []


def test_nobody_sees_what_is_of_others(town: Town) -> None:
    """Somebody of another organisation, and somebody who did not sign in."""
    ilse, nobody = town.visitor("Ilse"), town.visitor()
    public = "aanmelden|hulp|privacy|toegankelijk|workshops|inschrijving|gezond|manifest|service|kalender/"
    open_doors = re.compile(rf"^/({public})|^/$")
    for path, _who in every_page(town):
        if open_doors.match(path):
            continue
        answer = nobody.get(path)
        assert answer.status_code in (303, 401, 404), (path, answer.status_code)
        if answer.status_code == 303:
            assert "/aanmelden" in answer.headers["location"], path
        if path.startswith(("/trajecten/case", "/mensen/party", "/ik/verslag/", "/ik/samenkomst/")):
            assert ilse.get(path).status_code in (403, 404), path


def test_odd_addresses_get_a_clear_answer(town: Town) -> None:
    vera, karel = town.visitor("Vera"), town.visitor("Karel Vos")
    for path in addresses():
        parts = re.findall(r"\{[^}]+\}", path)
        for odd in ODD:
            address = (
                re.sub(r"\{[^}]+\}", odd, path) if parts else f"{path}?van={odd}&dag={odd}&na={odd}&q={odd}"
            )
            visitor = karel if path.startswith("/beheer") else vera
            answer = visitor.get(address)
            assert answer.status_code < 500, (address[:80], answer.status_code, answer.text[:200])
