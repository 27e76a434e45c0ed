"""The plots and maps behind the rules: what each measured in this picture, beside held-out images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings import edge_rules, history_rules, level_rules, texture
from gauntlet_basic_findings.derived import EDGE_STEP, RADIAL_BINS, chroma, edges, radial_power
from gauntlet_basic_findings.drawing import Drawing, Drawn, field
from gauntlet_desktop.core.finding_views import Curve, Mark, Plot
from gauntlet_desktop.core.planes import BLOCK, Plane, Planes, block_means

_FREQUENCY = "cycles a pixel"
_FRACTIONS = ((0.125, "1/8"), (0.25, "1/4"), (0.375, "3/8"), (0.5, "1/2"))


def spectrum(planes: Planes) -> Drawn:
    """The power spectrum along both axes and as a whole."""
    decibels = 10.0 * np.log10(planes.spectrum.astype(np.float64).mean(axis=0) + 1e-3)
    rows, columns = planes.tile_shape
    across, down = decibels.mean(axis=0), decibels.mean(axis=1)[: rows // 2 + 1]
    curves = (
        _curve("along the rows", np.fft.rfftfreq(columns), across),
        _curve("along the columns", np.arange(down.size) / rows, down, "other"),
    )
    marks = tuple(Mark(place, name) for place, name in _FRACTIONS)
    whole = np.fft.fftshift(decibels, axes=0).astype(np.float32)
    return Drawn(
        "Sharp peaks at the marked fractions belong to a lattice; a photograph's spectrum falls smoothly.",
        (Plot("Power spectrum, mean over directions", _FREQUENCY, "dB", curves, marks),),
        (field("Power spectrum: across 0 to 1/2, down -1/2 to 1/2 cycles a pixel", "dB", whole),),
    )


def radial(planes: Planes) -> Drawn:
    """The power spectrum by the distance from its middle."""
    power = 10.0 * np.log10(planes.once(radial_power).mean(axis=0))
    frequencies = (np.arange(RADIAL_BINS) + 0.5) / (2 * RADIAL_BINS)
    marks = tuple(Mark(place, name) for place, name in _FRACTIONS[:2])
    plot = Plot("Power spectrum by frequency", _FREQUENCY, "dB", (_curve("this picture", frequencies, power),), marks)
    return Drawn("Fine detail lies to the right of 1/4; the rule compares bands of this curve.", (plot,))


def repeated_texture(planes: Planes) -> Drawn:
    return _shifts(planes.once(level_rules.texture_correlation), "Autocorrelation of fine texture, by shift in px", 64)


def repeated_elements(planes: Planes) -> Drawn:
    return _shifts(planes.once(texture.element_correlation), "Autocorrelation of elements, by shift in 2 px", 48)


def echoes(planes: Planes) -> Drawn:
    return _shifts(planes.once(edge_rules.cepstrum), "Cepstrum, by shift in px", 32)


def noise_map(planes: Planes) -> Drawn:
    noise = np.sqrt(block_means(planes.noise * planes.noise))
    laid = planes.lay_out(np.pad(noise, ((0, 0), (0, 1), (0, 1)), mode="edge"))
    text = "One sensor leaves about the same noise in all smooth places of like brightness."
    return Drawn(text, maps=(field("Noise residual of the 8 x 8 blocks", "grey levels", laid, planes),))


def detail_map(planes: Planes) -> Drawn:
    logs = np.log2(planes.lay_out(planes.block_std) + np.float32(0.5))
    text = "Bright blocks hold detail, dark ones are smooth."
    return Drawn(text, maps=(field("Detail of the 8 x 8 blocks", "log2 grey levels", logs, planes),))


def light_map(planes: Planes) -> Drawn:
    laid = planes.lay_out(planes.block_mean)
    return Drawn("How light is spread.", maps=(field("Mean luma of the 8 x 8 blocks", "grey levels", laid, planes),))


def edge_profile(planes: Planes) -> Drawn:
    """The mean course of luma, and of red minus blue, across strong edges; nothing without any."""
    found = planes.once(edges)
    luma, colour = (np.concatenate([getattr(each, name) for each in found]) for name in ("luma", "colour"))
    if len(luma) == 0:
        return Drawn("There are no strong edges.")
    low, high = luma[:, :4].mean(axis=1, keepdims=True), luma[:, 13:].mean(axis=1, keepdims=True)
    step, place = np.maximum(high - low, 1.0), np.arange(-8, 9)
    tint = colour - (colour[:, :4].mean(axis=1, keepdims=True) + colour[:, 13:].mean(axis=1, keepdims=True)) / 2
    curves = (
        _curve("luma", place, ((luma - low) / step).mean(axis=0)),
        _curve("red minus blue", place, (tint / step).mean(axis=0), "other"),
    )
    plot = Plot(f"Mean of {len(luma)} edges of {EDGE_STEP:g} grey levels or more", "px", "share of the step", curves)
    text = "From the dark to the bright side: what lies under 0 or over 1 is a halo, a slow rise is blur."
    return Drawn(text, (plot,))


def ghosts(planes: Planes) -> Drawn:
    """The ghost curve with its deepest dip, and the error level as a map."""
    curve = planes.once(history_rules.ghost_curves).mean(axis=0)
    depth = history_rules.dips(curve[None])[0]
    deepest = history_rules.QUALITIES[int(depth.argmax())]
    own = planes.facts.quality
    marks = [Mark(float(deepest), "deepest dip"), *([Mark(float(own), "the file's")] if own < 100 else [])]
    curves = (_curve("this picture", np.array(history_rules.QUALITIES), curve),)
    plot = Plot("Change on quantising again, against chance", "IJG quality", "dB", curves, tuple(marks))
    level = history_rules.error_level(planes.luma)
    area = planes.region(0, 0, level.shape[1] * BLOCK, level.shape[0] * BLOCK)
    error = field("Error level at quality 90: a view only, no evidence of origin", "grey levels", level, area)
    text = "A dip at another quality than the file's own is left by an earlier compression, which tells no origin."
    return Drawn(text, (plot,), (error,))


def histograms(planes: Planes) -> Drawn:
    """Spectra of the histograms of cosine coefficients."""
    spectra = planes.once(history_rules.histogram_spectra)
    if spectra.shape[1] == 0:
        return Drawn("The coefficients have too few levels for a histogram.")
    power = 10.0 * np.log10(np.median(spectra, axis=(0, 1)) + 1e-3)
    curves = (_curve("this picture", np.arange(power.size) / (2 * power.size - 1), power),)
    plot = Plot("Spectrum of the coefficients' histograms", "cycles a level", "dB", curves)
    return Drawn("Gaps at regular distances, left by two compressions, give a sharp peak.", (plot,))


def resampling_lines(planes: Planes) -> Drawn:
    """The spectra in which interpolation leaves peaks; the highest that counts is marked."""
    spectra, kept = planes.once(history_rules.resampling_spectra)
    curves, marks = [], []
    names = (("along the rows", "value"), ("along the columns", "other"))
    for (name, role), lines, off_grid in zip(names, spectra, kept, strict=True):
        power = 10.0 * np.log10(np.median(lines, axis=0))
        frequencies = np.arange(power.size) / (2 * (power.size - 1))
        curves.append(_curve(name, frequencies, power, role))
        peak = int(np.flatnonzero(off_grid)[power[off_grid].argmax()])
        marks.append((float(power[peak]), Mark(float(frequencies[peak]), "highest peak")))
    highest = max(marks, key=lambda mark: mark[0])[1]
    plot = Plot("Spectrum of the second derivative's size", _FREQUENCY, "dB over the median", tuple(curves), (highest,))
    return Drawn("Interpolation gives sharp peaks; multiples of 1/8 belong to JPEG and do not count.", (plot,))


def colours(planes: Planes) -> Drawn:
    """How often each pair of Cb and Cr occurs."""
    blue, red = (plane.ravel() for plane in planes.once(chroma))
    counts, _, _ = np.histogram2d(-red, blue, bins=32, range=((-128, 128), (-128, 128)))
    share = np.log10(counts / max(1.0, counts.sum()) + 1e-5).astype(np.float32)
    return Drawn(
        "Neutral colours lie in the middle, blue to the right, red at the top.",
        maps=(field("Colours: Cb across, Cr up", "log10 of the share", share),),
    )


DRAWINGS: dict[str, tuple[str, Drawing]] = {
    **dict.fromkeys(
        ("spectral-peaks", "frequency-peaks-2", "frequency-peaks-4", "frequency-peaks-8", "grid-pattern"),
        ("spectrum", spectrum),
    ),
    **dict.fromkeys(("detail-loss", "local-contrast"), ("spectrum by frequency", radial)),
    "repetition": ("autocorrelation", repeated_texture),
    "repeated-elements": ("autocorrelation", repeated_elements),
    "ghosting": ("cepstrum", echoes),
    **dict.fromkeys(
        ("noise-level", "noise-inconsistency", "over-smoothing", "uniform-area-noise", "noise-whiteness"),
        ("noise map", noise_map),
    ),
    **dict.fromkeys(
        (
            "edge-texture-contrast",
            "uneven-detail",
            "texture-everywhere",
            "texture-bleeding",
            "resolution-mismatch",
            "detail-noise",
            "fake-depth-of-field",
        ),
        ("detail map", detail_map),
    ),
    **dict.fromkeys(
        ("tonal-contrast", "lighting-gradient", "glossiness", "colour-transitions"), ("light map", light_map)
    ),
    **dict.fromkeys(
        ("over-sharpening", "edge-aliasing", "jagged-edges", "blurred-boundaries", "glow"),
        ("edge profile", edge_profile),
    ),
    **dict.fromkeys(("jpeg-quality", "jpeg-ghost"), ("ghost curve", ghosts)),
    "double-compression": ("histogram spectrum", histograms),
    "resampling": ("resampling spectrum", resampling_lines),
    **dict.fromkeys(("colour-distribution", "colour-coherence", "cinematic-look"), ("colours", colours)),
}


def _shifts(correlation: Plane, title: str, reach: int) -> Drawn:
    """The correlation of the tile with the strongest peak, no shift in the middle."""
    rows, columns = (min(reach, side // 2 - 1) for side in correlation.shape[1:])
    shifted = np.fft.fftshift(correlation, axes=(1, 2))
    middle = shifted.shape[1] // 2, shifted.shape[2] // 2
    cut = shifted[:, middle[0] - rows : middle[0] + rows + 1, middle[1] - columns : middle[1] + columns + 1].copy()
    cut[:, rows - 2 : rows + 3, columns - 2 : columns + 3] = np.nan  # every picture is like itself unshifted
    best = cut[int(np.nanmax(cut, axis=(1, 2)).argmax())]
    text = "Bright spots away from the middle are shifts at which the picture resembles itself."
    return Drawn(text, maps=(field(title, "correlation", best),))


def _curve(name: str, x: NDArray[np.generic], y: NDArray[np.generic], role: str = "value") -> Curve:
    return Curve(name, tuple(map(float, x)), tuple(map(float, y)), role)
