"""Colours that can be read: contrast, and steps told apart without seeing hue."""

from itertools import pairwise

import pytest

from dashboard.theme import LEVELS, PAPER, UNKNOWN_INK, step_class, stylesheet


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", [*LEVELS, *UNKNOWN_INK.values()])
def test_the_number_on_a_step_can_be_read(ink):
    assert contrast(ink.fill, ink.text) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("words", ["ink", "quiet", "accent"])
@pytest.mark.parametrize("ground", ["paper", "card", "ocean"])
def test_words_can_be_read_on_every_ground(mode, words, ground):
    assert contrast(PAPER[mode][words], PAPER[mode][ground]) >= 4.5


def test_neighbouring_steps_differ_in_lightness():
    for one, other in pairwise(LEVELS):
        assert contrast(one.fill, other.fill) >= 1.25


def test_unknown_has_a_look_of_its_own():
    assert step_class(None) not in {step_class(level) for level in range(5)}
    for level in range(5):
        assert f"--s{level}:{LEVELS[level].fill}" in stylesheet()
