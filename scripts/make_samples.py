"""Makes the sample images that come with the program: `python -m scripts.make_samples [FOLDER]` (about three minutes).

All of them are renders and drawings of this project; the same NumPy, Pillow and codecs give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from scripts import sample_renders
from scripts.sample_renders import Array

RESOURCES = Path(__file__).resolve().parents[1] / "gauntlet_desktop" / "resources"
SOFTWARE = "Gauntlet Desktop sample renderer"
PARAMETERS = (
    "a cloud of gas with stars, procedural sample\n"
    "Negative prompt: photograph\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 9, Size: 512x512, Model: gauntlet-sample, Version: v1.10.1"
)
_ORIENTATION, _SOFTWARE, _DESCRIPTION = 0x0112, 0x0131, 0x010E

Pixels = NDArray[np.uint8]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    still = Image.fromarray(camera(sample_renders.still_life(640, 960, 48), exposure=0.5, seed=11))
    view = Image.fromarray(camera(halved(sample_renders.mountains(1280, 1920)), exposure=0.95, seed=12))
    marble = Image.fromarray(camera(sample_renders.marble(640, 960), exposure=0.9, seed=13))
    still.save(folder / "01-still-life.jpg", quality=92, subsampling="4:2:0", exif=described("A rendered still life"))
    view.save(folder / "02-mountains.webp", quality=88, exif=described("A rendered landscape"))
    marble.save(folder / "03-marble.avif", quality=80)
    upright(view.crop((160, 0, 800, 640))).save(
        folder / "04-turned-by-exif.jpg", quality=90, exif=described("Stored on its side", orientation=6)
    )
    Image.fromarray(sixteen_bit(sample_renders.mountains(360, 540, seed=8))).save(folder / "05-sixteen-bit.png")
    still.crop((160, 120, 800, 560)).convert("CMYK").save(folder / "06-cmyk.jpg", quality=90)
    declared_generator(folder / "07-declares-a-generator.png")
    interface(folder / "08-screenshot.png")
    still.resize((64, 43), Image.Resampling.LANCZOS).save(folder / "09-tiny.png")
    whole = (folder / "01-still-life.jpg").read_bytes()
    (folder / "10-cut-off.jpg").write_bytes(whole[: len(whole) // 3])


def camera(radiance: Array, *, exposure: float, seed: int) -> Pixels:
    """What a camera makes of linear light: shot and read noise, a colour filter array, demosaicing, a tone curve."""
    rng = np.random.default_rng(seed)
    electrons = np.clip(radiance * exposure, 0, 4) * 9000
    noisy = (electrons + rng.standard_normal(radiance.shape) * np.sqrt(electrons + 16)) / 9000
    return developed(demosaiced(noisy.astype(np.float32)))


def demosaiced(light: Array) -> Array:
    """Keep one colour per pixel (RGGB) and interpolate the others bilinearly."""
    height, width = light.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    sites = ((y % 2 == 0) & (x % 2 == 0), (y + x) % 2 == 1, (y % 2 == 1) & (x % 2 == 1))
    planes = []
    for channel, site in enumerate(sites):
        mask = site.astype(np.float32)
        planes.append(_smoothed(light[..., channel] * mask) / _smoothed(mask))
    return np.stack([np.where(site, light[..., c], planes[c]) for c, site in enumerate(sites)], axis=-1)


def _smoothed(plane: Array) -> Array:
    """The plane under the kernel 1 2 1 in both directions."""
    padded = np.pad(plane, 1, mode="reflect")
    rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    return np.asarray(rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:], dtype=np.float32)


def developed(light: Array) -> Pixels:
    """Linear light as 8-bit sRGB: a shoulder for the highlights, then the sRGB curve (IEC 61966-2-1)."""
    shouldered = np.clip(light, 0, None)
    shouldered = shouldered * (1 + shouldered / 6.25) / (1 + shouldered)
    curve = np.where(shouldered < 0.0031308, 12.92 * shouldered, 1.055 * shouldered ** (1 / 2.4) - 0.055)
    return np.asarray(np.clip(curve * 1.12, 0, 1) * 255 + 0.5, dtype=np.uint8)


def halved(light: Array) -> Array:
    """Each 2 x 2 pixels averaged."""
    height, width = light.shape[0] // 2, light.shape[1] // 2
    return np.asarray(light.reshape(height, 2, width, 2, 3).mean(axis=(1, 3)), dtype=np.float32)


def sixteen_bit(light: Array) -> NDArray[np.uint16]:
    """A greyscale version that uses the whole 16-bit range."""
    grey = light @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    noise = np.random.default_rng(14).standard_normal(grey.shape) * 0.004
    tone = np.clip((grey + noise) / (1 + grey), 0, None) ** (1 / 2.2)
    return np.asarray((tone - tone.min()) / np.ptp(tone) * 65535, dtype=np.uint16)


def upright(picture: Image.Image) -> Image.Image:
    """The pixels as a camera on its side stores them, so that orientation 6 turns them back."""
    return picture.transpose(Image.Transpose.ROTATE_90)


def described(description: str, orientation: int = 1) -> Image.Exif:
    """EXIF data that say what the file is: a render, by this project."""
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_SOFTWARE], exif[_DESCRIPTION] = orientation, SOFTWARE, description
    return exif


def declared_generator(path: Path) -> None:
    """A procedural picture with the `parameters` chunk that AUTOMATIC1111's web interface writes."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", PARAMETERS)
    Image.fromarray(developed(sample_renders.nebula(512, 512))).save(path, pnginfo=chunks, optimize=True)


def interface(path: Path) -> None:
    """A drawn window with lists, a chart and text: flat colours, out of scope."""
    image = Image.new("RGB", (900, 600), "#f4f5f7")
    draw = ImageDraw.Draw(image)
    bold = ImageFont.truetype(RESOURCES / "fonts" / "DejaVuSans-Bold.ttf", 17)
    plain = ImageFont.truetype(RESOURCES / "fonts" / "DejaVuSans.ttf", 14)
    draw.rectangle((0, 0, 900, 46), fill="#27374d")
    draw.text((20, 13), "Weather station", font=bold, fill="white")
    for index, name in enumerate(("Overview", "Temperature", "Rain", "Wind", "Settings")):
        draw.rounded_rectangle((16, 66 + 44 * index, 194, 100 + 44 * index), 6, fill="#dde3ec" if index == 1 else None)
        draw.text((30, 74 + 44 * index), name, font=plain, fill="#27374d")
    draw.rounded_rectangle((220, 66, 880, 400), 8, fill="white", outline="#c5ccd8")
    draw.text((240, 80), "Temperature, last 24 hours", font=bold, fill="#27374d")
    points = [(250 + 26 * hour, 300 - 70 * np.sin((hour - 8) / 24 * 2 * np.pi) - 6 * (hour % 3)) for hour in range(24)]
    draw.line([(250, 370), (860, 370)], fill="#8894a6", width=1)
    draw.line(points, fill="#c8553d", width=3, joint="curve")
    for index, (name, value) in enumerate((("now", "12.4 °C"), ("highest", "17.8 °C"), ("lowest", "6.1 °C"))):
        left = 220 + 225 * index
        draw.rounded_rectangle((left, 420, left + 210, 570), 8, fill="white", outline="#c5ccd8")
        draw.text((left + 20, 440), name, font=plain, fill="#5c6b80")
        draw.text((left + 20, 480), value, font=bold, fill="#27374d")
    image.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES / "samples")
