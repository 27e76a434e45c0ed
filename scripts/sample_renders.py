"""Renders the pictures of the sample images: small physically inspired scenes, linear light, deterministic.

Every function returns float32 (height, width, 3), linear RGB with white near 1, unless it says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

SUN = np.array([-0.55, 0.62, -0.56], dtype=np.float32)
SUN /= np.linalg.norm(SUN)
SUN_COLOUR = np.array([3.1, 2.65, 2.0], dtype=np.float32)
SUN_RADIUS = 0.05
BOUNCES = 4


@dataclass(frozen=True)
class Sphere:
    """A ball: centre and radius in metres, albedo, and how much of its light is reflected as by a (rough) mirror."""

    centre: tuple[float, float, float]
    radius: float
    albedo: tuple[float, float, float]
    mirror: float = 0.0
    roughness: float = 0.0


STILL_LIFE = (
    Sphere((-1.75, 0.8, 0.35), 0.8, (0.72, 0.18, 0.11)),
    Sphere((0.0, 1.0, 1.1), 1.0, (0.93, 0.86, 0.72), mirror=0.85, roughness=0.04),
    Sphere((1.7, 0.65, 0.1), 0.65, (0.10, 0.32, 0.42), mirror=0.12, roughness=0.02),
    Sphere((0.55, 0.32, -1.0), 0.32, (0.86, 0.58, 0.16)),
    Sphere((-0.55, 0.24, -1.25), 0.24, (0.25, 0.42, 0.16), mirror=0.1, roughness=0.1),
    Sphere((-1.05, 0.16, -1.75), 0.16, (0.85, 0.85, 0.82)),
    Sphere((1.25, 0.2, -1.5), 0.2, (0.55, 0.25, 0.45), mirror=0.35, roughness=0.15),
    Sphere((3.6, 1.3, 4.2), 1.3, (0.45, 0.5, 0.3)),
    Sphere((-4.2, 1.6, 5.0), 1.6, (0.5, 0.42, 0.35)),
)


def fractal_noise(size: int, exponent: float, rng: np.random.Generator) -> Array:
    """A periodic square of noise whose amplitude falls as frequency ** -exponent; mean 0, deviation 1."""
    fy, fx = np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :]
    radius = np.hypot(fy, fx)
    radius[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal((size, size))) * radius**-exponent
    field = np.fft.irfft2(spectrum, s=(size, size))
    return np.asarray(field / field.std(), dtype=np.float32)


def sample(field: Array, x: Array, y: Array) -> Array:
    """Bilinear look-up in a periodic square; coordinates in its cells."""
    size = field.shape[0]
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = (x - x0).astype(np.float32), (y - y0).astype(np.float32)
    x0, y0, x1, y1 = x0 % size, y0 % size, (x0 + 1) % size, (y0 + 1) % size
    top = field[y0, x0] * (1 - fx) + field[y0, x1] * fx
    bottom = field[y1, x0] * (1 - fx) + field[y1, x1] * fx
    return np.asarray(top * (1 - fy) + bottom * fy, dtype=np.float32)


def still_life(height: int, width: int, samples: int, seed: int = 1) -> Array:
    """Path-traced balls on a stone table: soft shadows, interreflection, rough mirrors and a lens with an aperture."""
    rng = np.random.default_rng(seed)
    stone = fractal_noise(512, 1.3, rng)
    total = np.zeros((height * width, 3), dtype=np.float32)
    for _ in range(samples):
        origins, directions = _camera_rays(height, width, rng)
        total += np.minimum(_trace(origins, directions, stone, rng), 12.0)
    return (total / samples).reshape(height, width, 3)


def _camera_rays(height: int, width: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """One ray through a random place of each pixel and of the aperture, focused on the large ball."""
    eye, target = np.array([0.3, 1.75, -6.2]), np.array([0.0, 0.62, 0.2])
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross([0.0, 1.0, 0.0], forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    y, x = np.mgrid[0:height, 0:width].reshape(2, -1) + rng.random((2, height * width))
    u, v = (x - width / 2) / height, (height / 2 - y) / height
    focus = 6.4
    points = eye + focus * (forward + 0.78 * (u[:, None] * right + v[:, None] * up))
    angle, radius = rng.random(len(u)) * 2 * np.pi, 0.075 * np.sqrt(rng.random(len(u)))
    lens = radius[:, None] * (np.cos(angle)[:, None] * right + np.sin(angle)[:, None] * up)
    directions = points - (eye + lens)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return (eye + lens).astype(np.float32), directions.astype(np.float32)


def _trace(origins: Array, directions: Array, stone: Array, rng: np.random.Generator) -> Array:
    """Radiance along each ray: direct sun at every hit, then one continued ray, up to BOUNCES hits."""
    light = np.zeros_like(origins)
    share = np.ones_like(origins)
    active = np.arange(len(origins))
    for bounce in range(BOUNCES):
        distance, hit = _nearest(origins, directions)
        missed = hit == -2
        light[active[missed]] += share[missed] * _sky(directions[missed], sun=bounce > 0)
        kept = ~missed
        active, share, hit = active[kept], share[kept], hit[kept]
        if not len(active):
            break
        directions = directions[kept]
        points = origins[kept] + distance[kept, None] * directions
        normals, albedo, mirror, roughness = _surface(points, hit, stone)
        mirrored = rng.random(len(active)) < mirror
        matt = ~mirrored
        towards_sun = _unit(SUN + SUN_RADIUS * rng.standard_normal(points.shape).astype(np.float32))
        lit = np.maximum(0, np.einsum("ij,ij->i", normals, towards_sun)) * matt
        origins = points + normals * np.float32(1e-3)
        reached = np.zeros(len(active), dtype=bool)
        reached[lit > 0] = _nearest(origins[lit > 0], towards_sun[lit > 0])[1] == -2
        light[active] += share * albedo * (lit * reached)[:, None] * SUN_COLOUR
        scatter = rng.standard_normal(points.shape).astype(np.float32)
        diffuse = _unit(normals + _unit(scatter))
        reflected = directions - 2 * np.einsum("ij,ij->i", directions, normals)[:, None] * normals
        directions = np.where(mirrored[:, None], _unit(reflected + roughness[:, None] * scatter), diffuse)
        share = share * albedo
    return light


def _nearest(origins: Array, directions: Array) -> tuple[Array, NDArray[np.int64]]:
    """Distance to the first surface and which it is: the index of a ball, -1 the table, -2 nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        table = -origins[:, 1] / directions[:, 1]
    best = np.where((directions[:, 1] < 0) & (table > 1e-4), table, np.inf).astype(np.float32)
    hit = np.where(np.isfinite(best), -1, -2)
    for index, ball in enumerate(STILL_LIFE):
        to_origin = origins - np.array(ball.centre, dtype=np.float32)
        half = np.einsum("ij,ij->i", to_origin, directions)
        inner = half * half - np.einsum("ij,ij->i", to_origin, to_origin) + np.float32(ball.radius**2)
        distance = -half - np.sqrt(np.maximum(inner, 0))
        closer = (inner > 0) & (distance > 1e-4) & (distance < best)
        best = np.where(closer, distance, best)
        hit = np.where(closer, index, hit)
    return best, hit


def _surface(points: Array, hit: NDArray[np.int64], stone: Array) -> tuple[Array, Array, Array, Array]:
    """Normal, albedo, mirror share and roughness at each point."""
    centres = np.array([ball.centre for ball in STILL_LIFE] + [(0, 0, 0)], dtype=np.float32)
    albedos = np.array([ball.albedo for ball in STILL_LIFE] + [(0, 0, 0)], dtype=np.float32)
    mirrors = np.array([ball.mirror for ball in STILL_LIFE] + [0.06], dtype=np.float32)
    rough = np.array([ball.roughness for ball in STILL_LIFE] + [0.18], dtype=np.float32)
    table = hit == -1
    normals = _unit(points - centres[hit])
    normals[table] = (0, 1, 0)
    albedo = albedos[hit]
    grain = sample(stone, points[table, 0] * 70, points[table, 2] * 70) * 0.07
    veins = sample(stone, points[table, 0] * 9 + 100, points[table, 2] * 9) * 0.10
    albedo[table] = np.clip(np.array([0.52, 0.47, 0.41]) * (1 + grain + veins)[:, None], 0.03, 0.9)
    return normals, albedo, mirrors[hit], rough[hit]


def _sky(directions: Array, *, sun: bool) -> Array:
    """A clear evening sky; the sun's own light is added at the surfaces, so only its glow is here."""
    height = np.clip(directions[:, 1:2], 0, 1)
    glow = np.clip(directions @ SUN, 0, 1)[:, None]
    horizon = np.array([0.95, 0.78, 0.62], dtype=np.float32)
    zenith = np.array([0.20, 0.36, 0.68], dtype=np.float32)
    colour = horizon + (zenith - horizon) * height**0.45 + np.float32(0.9 if sun else 0.5) * glow**12 * horizon
    return np.asarray(colour, dtype=np.float32)


def _unit(vectors: Array) -> Array:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Landscape:
    """A periodic square of land: height in metres, sunlight 0..1, colour and grain of each cell (8 m a side)."""

    height: Array
    light: Array
    colour: Array
    grain: Array


def landscape(seed: int, size: int = 1024) -> Landscape:
    """Mountains with snow, forest and a lake, lit by a low sun with cast shadows."""
    rng = np.random.default_rng(seed)
    broad, fine = fractal_noise(size, 2.1, rng), fractal_noise(size, 1.55, rng)
    ridges = 1 - np.abs(fractal_noise(size, 1.9, rng))
    height = 380 * broad + 190 * ridges + 45 * fine
    water = np.float32(np.quantile(height, 0.2))
    wet = height < water
    height = np.where(wet, water, height) - water
    slope_y, slope_x = np.gradient(height, 8.0)
    normal = np.stack([-slope_x, np.ones_like(height), -slope_y], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    sun = np.array([0.78, 0.42, 0.46])
    light = np.clip(normal @ sun, 0, 1) * ~_in_shadow(height, sun)
    colour = _land_colour(height, normal, wet, fine)
    grain = fractal_noise(size, 1.2, rng)
    return Landscape(height.astype(np.float32), light.astype(np.float32), colour.astype(np.float32), grain)


def _in_shadow(height: NDArray[np.floating], sun: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Cells from which the land hides the sun, looking up to 160 cells towards it."""
    shadow = np.zeros(height.shape, dtype=bool)
    step = sun / np.hypot(sun[0], sun[2])
    for distance in range(1, 160):
        shift = (-round(distance * step[2]), -round(distance * step[0]))
        shadow |= np.roll(height, shift, axis=(0, 1)) > height + distance * 8.0 * step[1]
    return shadow


def _land_colour(
    height: NDArray[np.floating], normal: NDArray[np.floating], wet: NDArray[np.bool_], fine: Array
) -> NDArray[np.floating]:
    steep = 1 - normal[..., 1]
    forest = np.array([0.055, 0.085, 0.035]) * (1 + 0.45 * np.tanh(2 * fine))[..., None]
    rock = np.array([0.24, 0.21, 0.185]) * (1 + 0.22 * fine)[..., None]
    snow = np.array([0.82, 0.85, 0.92])
    high = 1 / (1 + np.exp(-(height - 300 - 60 * fine) / 40))[..., None]
    cold = 1 / (1 + np.exp(-(height - 620 - 70 * fine + 900 * steep) / 35))[..., None]
    bare = np.clip((steep - 0.16) / 0.12, 0, 1)[..., None]
    ground = forest + (rock - forest) * np.maximum(high, bare)
    ground = ground + (snow - ground) * cold
    return np.where(wet[..., None], np.array([0.035, 0.06, 0.075]), np.clip(ground, 0.01, 1))


def mountains(height: int, width: int, seed: int = 3) -> Array:
    """A view over the landscape: columns filled from front to back, haze, and a sky with clouds."""
    land = landscape(seed)
    rng = np.random.default_rng(seed + 100)
    picture = _clouded_sky(height, width, fractal_noise(512, 1.75, rng))
    sky = picture[int(height * 0.36)].mean(axis=0)
    filled = np.full(width, height, dtype=np.int64)  # rows below this one are drawn already
    rows = np.arange(height)[:, None]
    eye = land.height[500, 200] + 260.0
    bend = (np.arange(width) - width / 2) / width
    distance = 12.0
    while distance < 900:
        x, y = 200 + distance * (bend * 1.15), np.full(width, 500.0 + distance)
        ground = sample(land.height, x, y)
        row = (height * 0.36 - (ground - eye) / (distance * 8.0) * height * 1.05).astype(np.int64)
        top, bottom = max(0, row.min()), filled.max()
        mask = (rows[top:bottom] >= row) & (rows[top:bottom] < filled)
        seen = _seen(land, x, y, distance, sky)
        picture[top:bottom] = np.where(mask[..., None], seen, picture[top:bottom])
        filled = np.minimum(filled, np.maximum(row, 0))
        distance *= 1.0035
    return np.asarray(picture, dtype=np.float32)


def _seen(land: Landscape, x: Array, y: Array, distance: float, sky: Array) -> Array:
    """The colour of the land at a distance in cells, through haze; float32 (1, width, 3)."""
    light = sample(land.light, x, y)[:, None]
    colour = np.stack([sample(land.colour[..., c], x, y) for c in range(3)], axis=-1)
    detail = sample(land.grain, x * 9, y * 9) + 0.6 * sample(land.grain, x * 31, y * 31)
    colour = colour * np.clip(1 + 0.22 * detail, 0.2, 2)[:, None]
    water = np.clip(1 - sample(land.height, x, y) / 3, 0, 1)[:, None]
    mirror = 0.62 + 0.10 * sample(land.grain, x * 2.5, y * 14)[:, None]
    lit = colour * (light * np.array([2.6, 2.05, 1.45]) + np.array([0.30, 0.36, 0.48]))
    lit = lit + (sky * mirror * np.array([0.62, 0.72, 0.86]) - lit) * water
    haze = 0.85 * (1 - np.exp(-((distance / 800) ** 1.5)))
    return np.asarray((lit + (sky * 0.95 - lit) * haze)[None], dtype=np.float32)


def _clouded_sky(height: int, width: int, noise: Array) -> Array:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    up = np.clip(1 - y / (height * 0.55), 0.02, 1)
    base = np.array([0.92, 0.72, 0.58]) + (np.array([0.16, 0.30, 0.60]) - np.array([0.92, 0.72, 0.58])) * (
        up[..., None] ** 0.7
    )
    depth = 30 / (up + 0.12)
    cover = np.clip(sample(noise, (x / width - 0.5) * depth * 6 + 90, depth * 5) * 0.55 - 0.1, 0, 1)[..., None]
    return np.asarray(base + (np.array([1.0, 0.9, 0.82]) - base) * cover * up[..., None] ** 0.3, dtype=np.float32)


def marble(height: int, width: int, seed: int = 5) -> Array:
    """Polished marble: veins along warped contours, fine grain, and a soft window reflected in it."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    warp, grain = fractal_noise(1024, 1.8, rng), fractal_noise(1024, 0.9, rng)
    veins = np.zeros((height, width), dtype=np.float32)
    for scale, weight, width_ in ((0.5, 1.0, 0.05), (1.1, 0.6, 0.04), (2.3, 0.35, 0.06)):
        field = sample(warp, x * scale + 37 * scale, y * scale * 0.8 + 11)
        veins += weight * np.exp(-np.abs(field) / width_)
    body = 0.66 + 0.05 * sample(warp, x * 0.4, y * 0.4) + 0.018 * sample(grain, x, y)
    colour = body[..., None] * np.array([1.0, 0.965, 0.91])
    dark = np.array([0.16, 0.17, 0.155])
    colour = colour + (dark - colour) * np.clip(0.75 * veins, 0, 0.92)[..., None]
    glare = np.exp(-(((x - width * 0.3) / (width * 0.3)) ** 2 + ((y - height * 0.25) / (height * 0.35)) ** 2))
    return np.asarray(colour * (0.7 + 0.45 * glare[..., None]), dtype=np.float32)


def nebula(height: int, width: int, seed: int = 9) -> Array:
    """A cloud of gas with stars: plainly no photograph, and declared as what it is."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) * (512 / max(height, width))
    a, b, c = (fractal_noise(512, exponent, rng) for exponent in (1.9, 1.7, 1.6))
    warped = sample(a, x + 40 * sample(b, x, y), y + 40 * sample(c, x, y))
    dust = np.clip(0.6 + 0.5 * sample(c, x + 25 * warped, y), 0, 2)
    colours = np.stack(
        [
            0.25 + 0.5 * np.exp(warped * 0.5),
            0.25 + np.exp(-((warped - 0.2) ** 2) * 1.4),
            0.4 + 0.5 * np.exp(-warped * 0.5),
        ],
        axis=-1,
    )
    gas = 0.3 * dust[..., None] * colours * np.array([1.0, 0.55, 0.9])
    stars = np.zeros((height, width), dtype=np.float32)
    count = height * width // 700
    stars[rng.integers(0, height, count), rng.integers(0, width, count)] = rng.pareto(1.6, count).clip(0, 30) * 0.25
    spread = stars + 0.25 * sum(np.roll(stars, shift, axis) for shift in (-1, 1) for axis in (0, 1))
    return np.asarray(gas + spread[..., None] * np.array([1.0, 0.95, 0.9]), dtype=np.float32)
