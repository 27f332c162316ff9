"""The colours of an organisation: as they were drawn, and readable whatever the hue."""

from __future__ import annotations

import pytest

from baz.ground.colours import LEAST, NEUTRAL, PAIRS, contrast, problems, tokens

DRAWN = {
    312: ("#522c67", "#311c3c", "#603a76", "#d2acea"),
    212: ("#014853", "#002c34", "#015764", "#81cbda"),
    48: ("#682b00", "#3f1a05", "#7b3606", "#f3aa85"),
    262: ("#193b7e", "#122549", "#264a8e", "#9bbefe"),
    352: ("#740448", "#450d2b", "#851b55", "#fe99c7"),
    145: ("#134d1a", "#112e13", "#235b28", "#99ce9a"),
}


@pytest.mark.parametrize("hue", DRAWN)
def test_the_six_that_were_drawn(hue: int) -> None:
    light, dark = tokens(hue), tokens(hue, dark=True)
    assert (light["band"], dark["band"], light["accent"], dark["accent"]) == DRAWN[hue]
    assert list(light) == list(dark) == ["band", "accent", "hover", "soft", "soft-line"]


def test_every_hue_can_be_read() -> None:
    assert [problem for hue in range(360) for problem in problems(hue)] == []
    for dark in (False, True):
        for hue in range(0, 360, 15):
            colours = {**NEUTRAL[dark], **tokens(hue, dark=dark)}
            assert min(contrast(colours[over], colours[under]) for over, under in PAIRS) >= LEAST


def test_contrast_as_wcag_counts() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("hue", [360, -1, 12.5, True, "rood"])
def test_a_hue_is_a_number_of_degrees(hue: object) -> None:
    (said,) = problems(hue)
    assert "0 tot 359" in said


def test_too_little_contrast_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baz.ground.colours.LEAST", 9.0)
    assert any("op band" in said for said in problems(145))
