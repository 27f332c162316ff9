"""What leaves the house, from the command line."""

from __future__ import annotations


def test_invitations_are_on_until_somebody_says_no(baz) -> None:
    assert baz.data("invitations")["invitations"] is True
    assert "staan uit" in baz("invitations", "off").stdout
    assert baz.data("invitations") == {"organisation": "proef", "invitations": False}
    assert baz.data("invitations", "on")["invitations"] is True
    assert "Kies uit on of off" in baz.refused("invitations", "af")
