"""Colours that can be read: contrast, and steps told apart without seeing hue."""

from itertools import pairwise

import numpy as np
import pytest

from dashboard.theme import EVIDENCE, FIGURES, LEVELS, PAPER, UNKNOWN_INK, step_class, stylesheet


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ink", [*LEVELS, *EVIDENCE, *FIGURES, *UNKNOWN_INK.values()])
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


@pytest.mark.parametrize("palette", [EVIDENCE, FIGURES], ids=["evidence", "figures"])
def test_what_is_no_level_is_told_apart_by_lightness_alone_from_pale_to_dark(palette):
    found = [luminance(ink.fill) for ink in palette]
    assert found == sorted(found, reverse=True)
    for one, other in pairwise(palette):
        assert contrast(one.fill, other.fill) >= 1.25


# How eyes without one kind of cone see linear RGB (Machado et al. 2009, severity 1).
SEEN_BY = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour, eyes):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(SEEN_BY[eyes]) @ linear, 0, 1) / (0.9505, 1, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_no_state_of_evidence_and_no_figure_looks_like_a_level(eyes):
    for state in (*EVIDENCE, *FIGURES):
        for level in LEVELS:
            assert np.linalg.norm(lab(state.fill, eyes) - lab(level.fill, eyes)) > 10


def test_unknown_has_a_look_of_its_own():
    assert step_class(None) not in {step_class(level) for level in range(5)}
    for level in range(5):
        assert f"--s{level}:{LEVELS[level].fill}" in stylesheet()
