"""The dot on the map: blurred, without a name, and gone when the person wants."""

from __future__ import annotations

import pytest

from baz.api import EffectRun
from baz_lus.kaart import put


def run(**value: str) -> EffectRun:
    """An effect of the case c1."""
    return EffectRun(organisation="lus", case="c1", step="zet_op_kaart", value=value, token="t")


def test_a_dot_is_the_municipality_and_no_name() -> None:
    found = put(run(stip="erbij", vervaagd_tot="gemeente"))
    assert found == "De stip van c1 staat op de kaart, vervaagd tot de gemeente, zonder naam."


def test_a_dot_goes_away() -> None:
    assert put(run(stip="weg", vervaagd_tot="gemeente")) == "De stip van c1 is van de kaart."


@pytest.mark.parametrize("nearer", ["straat", "adres", ""])
def test_a_dot_is_never_nearer_than_a_municipality(nearer: str) -> None:
    with pytest.raises(ValueError, match="vervaagd tot de gemeente"):
        put(run(stip="erbij", vervaagd_tot=nearer))
