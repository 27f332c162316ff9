"""A link made on the machine, for who gets no mail."""

from __future__ import annotations

import re


def test_a_link_for_who_gets_no_mail(baz) -> None:
    baz("person", "add", "Eva Peeters", "--staff", "begeleider")
    said = baz("person", "link", "Eva", "--address", "https://baz.example/").stdout
    assert re.fullmatch(r"https://baz\.example/s/[\w-]{32}\n", said)
    assert baz.data("person", "link", "Eva")["link"].startswith("http://127.0.0.1:8000/s/")


def test_who_has_nothing_to_do_here_gets_none(baz) -> None:
    baz("person", "add", "Jan Smit")
    assert "kan zich hier niet aanmelden" in baz.refused("person", "link", "Jan")
    assert "geen bekende persoon" in baz.refused("person", "link", "Niemand")
