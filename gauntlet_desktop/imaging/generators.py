"""Recognises what image generators write into files: by the structure of the text, never by a keyword alone.

The forms are those of AUTOMATIC1111's web UI, ComfyUI, InvokeAI (four generations), NovelAI, Fooocus, SwarmUI, Draw
Things and Midjourney, and the names that hosted generators leave in the software fields of EXIF and XMP.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.declarations import ProvenanceField, Source
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.metadata_blocks import Block

_JSON_CHARACTERS = 4 << 20
_DETAIL_CHARACTERS = 300
_SETTINGS = re.compile(r"(?:\A|\n)(Steps: \d{1,6}, [^\n]{1,20000})")
_DREAM = re.compile(r'\A"([^"]{1,20000})"((?: -{1,2}[A-Za-z_]{1,20}[ =]?[\w.\-]{0,40}){3,60})')
_MIDJOURNEY = re.compile(r"\A(.{0,20000}) Job ID: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.DOTALL)
_FOOOCUS_SCHEMES = ("fooocus", "a1111")
_COMFYUI_INPUTS = {"ckpt_name", "unet_name", "sampler_name", "seed", "noise_seed"}
# Fields whose value names the producing program; products are recognised at the start of the value only.
_NAMING_FIELDS = ("Software", "Creator tool", "Software agent", "Credit", "AI system")
_PRODUCTS = re.compile(
    r"(Adobe Firefly|DALL[·\-. ]?E\b|Midjourney|Stable Diffusion|Stability AI|NovelAI|ComfyUI|InvokeAI|Fooocus|"
    r"Ideogram|Leonardo\.Ai|Imagen\b|Made with Google AI|Bing Image Creator|gpt-image|ChatGPT|Draw Things)",
    re.IGNORECASE,
)

Details = dict[str, str]
_Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Generator:
    """A recognised generator, such as "AUTOMATIC1111 (PNG tEXt parameters)", and what the text says of the making."""

    name: str
    fields: tuple[ProvenanceField, ...] = ()


def from_text_blocks(untrusted_blocks: Iterable[Block]) -> Generator | None:
    """The generator whose text blocks (PNG chunks) these are, or None."""
    blocks = {block.key: block for block in reversed(list(untrusted_blocks))}
    texts = {key: block.untrusted_payload.decode("utf-8", "replace") for key, block in blocks.items()}
    for key, product, read in _FORMS:
        details = read(texts[key], texts) if key in texts else None
        if details is not None:
            return _generator(product, details, f"{blocks[key].location.split(' at ')[0]} {key}", blocks[key].location)
    return None


def from_user_comment(untrusted_comment: str, location: str, untrusted_note: str = "") -> Generator | None:
    """The forms for JPEG and WebP: the text of a PNG in the EXIF user comment. Fooocus names its scheme in the maker
    note."""
    return _from_comment(untrusted_comment, {"fooocus_scheme": untrusted_note}, "EXIF UserComment", location)


def from_xmp_comment(untrusted_comment: str, location: str) -> Generator | None:
    """Draw Things' form: the same in exif:UserComment of an XMP packet."""
    return _from_comment(untrusted_comment, {}, "XMP exif:UserComment", location)


def _from_comment(untrusted_comment: str, texts: _Texts, place: str, location: str) -> Generator | None:
    for product, read in _COMMENT_FORMS:
        details = read(untrusted_comment, texts)
        if details is not None:
            return _generator(product, details, place, location)
    return None


def from_camera_tags(
    untrusted_make: str, untrusted_model: str, location: str, untrusted_description: str = ""
) -> Generator | None:
    """ComfyUI's form for WebP: "workflow:" and "prompt:" with JSON where a camera writes its make and model, by some of
    its nodes where others describe the picture."""
    for value in (untrusted_model, untrusted_make, untrusted_description):
        key, colon, text = value.partition(":")
        read = {"prompt": _comfyui_prompt, "workflow": _comfyui_workflow}.get(key.lower()) if colon else None
        details = read(text, {}) if read else None
        if details is not None:
            return _generator("ComfyUI", details, f"EXIF {key.lower()}", location)
    return None


def from_names(fields: Iterable[ProvenanceField]) -> Generator | None:
    """The generator that a software field of EXIF or XMP names at its start, or None."""
    for field in fields:
        match = _PRODUCTS.match(field.value) if field.name in _NAMING_FIELDS else None
        if match:
            place, at, _ = field.location.split(" (")[0].partition(" at ")
            return Generator(f"{match.group(1)} ({place} {field.name})" if at else f"{match.group(1)} ({place})")
    return None


def _generator(product: str, details: Details, place: str, location: str) -> Generator:
    fields = (
        ProvenanceField(
            f"Generation: {name}",
            visible(value.strip(), _DETAIL_CHARACTERS),
            f"{place} ({location})",
            Source.GENERATOR,
        )
        for name, value in details.items()
        if value.strip()
    )
    return Generator(f"{product} ({place})", tuple(fields))


def _automatic1111(text: str, _: _Texts) -> Details | None:
    """Prompt, "Negative prompt: ...", then a line of "Steps: 20, Sampler: ..., CFG scale: ..., Seed: ..."."""
    match = _SETTINGS.search(text)
    if match is None:
        return None
    settings: Details = {}
    for part in match.group(1).split(", "):
        key, colon, value = part.partition(": ")
        if colon:
            settings.setdefault(key, value)
    if not settings.get("Seed", "").strip().isdigit() or not {"Sampler", "CFG scale"} & settings.keys():
        return None
    prompt = text[: match.start()].split("\nNegative prompt: ", maxsplit=1)[0]
    kept = {key.lower(): settings[key] for key in ("Model", "Sampler", "Seed", "Steps", "Version") if key in settings}
    return {**kept, "prompt": prompt}


def _fooocus(text: str, texts: _Texts) -> Details | None:
    """A JSON object in `parameters`, with the scheme's name in a chunk of its own."""
    data = _json_object(text)
    if texts.get("fooocus_scheme") not in _FOOOCUS_SCHEMES or not {"base_model", "seed", "sampler"} <= data.keys():
        return None
    return _picked(data, {"model": "base_model", "sampler": "sampler", "seed": "seed", "prompt": "prompt"})


def _fooocus_text(text: str, texts: _Texts) -> Details | None:
    """The same in AUTOMATIC1111's form, which the scheme's name tells from that program's own."""
    return _automatic1111(text, texts) if texts.get("fooocus_scheme") in _FOOOCUS_SCHEMES else None


def _swarmui(text: str, _: _Texts) -> Details | None:
    """A JSON object with the parameters of the making under one key (SwarmUI, docs/Image Metadata Format.md)."""
    data = _json_object(text).get("sui_image_params")
    if not isinstance(data, dict) or not {"prompt", "seed"} <= data.keys() or not {"model", "steps"} & data.keys():
        return None
    wanted = {"model": "model", "sampler": "sampler", "seed": "seed", "version": "swarm_version", "prompt": "prompt"}
    return _picked(data, wanted)


def _draw_things(text: str, _: _Texts) -> Details | None:
    """A JSON object that calls the prompt "c" and the negative one "uc"."""
    data = _json_object(text)
    if not {"c", "uc", "model", "sampler", "seed", "steps"} <= data.keys():
        return None
    return _picked(data, {"model": "model", "sampler": "sampler", "seed": "seed", "prompt": "c"})


def _comfyui_prompt(text: str, _: _Texts) -> Details | None:
    """A JSON object of nodes, each with its class and its inputs."""
    nodes = _json_object(text)
    if not nodes or not all(_is_node(node) for node in nodes.values()):
        return None
    inputs: dict[str, Any] = {"prompt": _comfyui_positive(nodes)}
    for node in nodes.values():
        for key in _COMFYUI_INPUTS & node["inputs"].keys():
            if isinstance(node["inputs"][key], str | int):  # a list links to another node
                inputs.setdefault(key, node["inputs"][key])
    model = "ckpt_name" if "ckpt_name" in inputs else "unet_name"
    seed = "seed" if "seed" in inputs else "noise_seed"
    return _picked(inputs, {"model": model, "sampler": "sampler_name", "seed": seed, "prompt": "prompt"})


def _comfyui_positive(nodes: dict[str, Any]) -> str:
    """The text of the node that a sampler's `positive` input links to."""
    for node in nodes.values():
        link = node["inputs"].get("positive")
        source = nodes.get(str(link[0])) if isinstance(link, list) and link else None
        if source and isinstance(source["inputs"].get("text"), str):
            return str(source["inputs"]["text"])
    return ""


def _is_node(node: Any) -> bool:
    return isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)


def _comfyui_workflow(text: str, _: _Texts) -> Details | None:
    """The editor's graph: a list of nodes with types, and a list of links."""
    data = _json_object(text)
    nodes = data.get("nodes")
    if not isinstance(nodes, list) or not nodes or not isinstance(data.get("links"), list):
        return None
    typed = all(isinstance(node, dict) and isinstance(node.get("type"), str) for node in nodes)
    return {"nodes": str(len(nodes))} if typed else None


def _invokeai(text: str, _: _Texts) -> Details | None:
    """InvokeAI 3 and later."""
    data = _json_object(text)
    if not {"positive_prompt", "seed"} <= data.keys() or not {"model", "scheduler", "generation_mode"} & data.keys():
        return None
    model = data.get("model")
    named = {**data, "model_name": model.get("model_name", model.get("name")) if isinstance(model, dict) else model}
    wanted = {"model": "model_name", "sampler": "scheduler", "seed": "seed", "prompt": "positive_prompt"}
    return _picked(named, wanted)


def _invokeai_graph(text: str, _: _Texts) -> Details | None:
    """InvokeAI 4 and later: the graph of nodes by id, each with its type, and the edges between their fields."""
    data = _json_object(text)
    nodes, edges = data.get("nodes"), data.get("edges")
    if not isinstance(nodes, dict) or not nodes or not isinstance(edges, list):
        return None
    typed = all(isinstance(node, dict) and isinstance(node.get("type"), str) for node in nodes.values())
    ends = all(isinstance(edge, dict) and {"source", "destination"} <= edge.keys() for edge in edges)
    return {"nodes": str(len(nodes))} if typed and ends else None


def _invokeai_2(text: str, _: _Texts) -> Details | None:
    """InvokeAI 2, `sd-metadata`."""
    data = _json_object(text)
    image = data.get("image")
    if data.get("app_id") != "invoke-ai/InvokeAI" or not isinstance(image, dict):
        return None
    prompt = image.get("prompt")
    first = prompt[0] if isinstance(prompt, list) and prompt else prompt
    said = first.get("prompt") if isinstance(first, dict) else first
    merged = {**image, "model_weights": data.get("model_weights"), "said": said}
    return _picked(merged, {"model": "model_weights", "sampler": "sampler", "seed": "seed", "prompt": "said"})


def _dream(text: str, _: _Texts) -> Details | None:
    """InvokeAI 1, the command line itself: "prompt" -s 50 -S 1234 -W512 ... -A sampler."""
    match = _DREAM.match(text)
    if match is None:
        return None
    flags = dict(re.findall(r" -([A-Za-z])[ =]?([\w.\-]{1,40})", match.group(2)))
    if not {"s", "S"} <= flags.keys():
        return None
    return {"sampler": flags.get("A", ""), "seed": flags["S"], "steps": flags["s"], "prompt": match.group(1)}


def _novelai(text: str, texts: _Texts) -> Details | None:
    """A JSON object in `Comment`, with `Software` naming the service."""
    data = _json_object(text)
    if texts.get("Software") != "NovelAI" or not {"steps", "seed", "sampler"} <= data.keys():
        return None
    found = {**data, "model": texts.get("Source", ""), "prompt": texts.get("Description", "")}
    return _picked(found, {"model": "model", "sampler": "sampler", "seed": "seed", "prompt": "prompt"})


def _midjourney(text: str, texts: _Texts) -> Details | None:
    """The prompt with its job's id at the end, and the user in `Author`."""
    match = _MIDJOURNEY.match(text)
    return {"prompt": match.group(1), "author": texts["Author"]} if match and "Author" in texts else None


def _json_object(text: str) -> dict[str, Any]:
    """The JSON object in the text; empty for anything else (damaged, too long, too deep, no object)."""
    if len(text) > _JSON_CHARACTERS:
        return {}
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _picked(data: Mapping[str, Any], names: Mapping[str, str]) -> Details:
    """The named values that are text or numbers, as text."""
    values = {name: data.get(key) for name, key in names.items()}
    return {name: str(value) for name, value in values.items() if isinstance(value, str | int | float)}


_FORMS: tuple[tuple[str, str, Callable[[str, _Texts], Details | None]], ...] = (
    ("parameters", "Fooocus", _fooocus),
    ("parameters", "Fooocus", _fooocus_text),
    ("parameters", "SwarmUI", _swarmui),
    ("parameters", "AUTOMATIC1111", _automatic1111),
    ("prompt", "ComfyUI", _comfyui_prompt),
    ("workflow", "ComfyUI", _comfyui_workflow),
    ("invokeai_metadata", "InvokeAI", _invokeai),
    ("invokeai_graph", "InvokeAI", _invokeai_graph),
    ("sd-metadata", "InvokeAI", _invokeai_2),
    ("Dream", "InvokeAI", _dream),
    ("Comment", "NovelAI", _novelai),
    ("Description", "Midjourney", _midjourney),
)
_COMMENT_FORMS: tuple[tuple[str, Callable[[str, _Texts], Details | None]], ...] = (
    ("Fooocus", _fooocus),
    ("Fooocus", _fooocus_text),
    ("AUTOMATIC1111", _automatic1111),
    ("SwarmUI", _swarmui),
    ("Draw Things", _draw_things),
)
