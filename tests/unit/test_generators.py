"""Generator text: each tool's own structure is recognised, and its words outside that structure are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.declarations import Source
from gauntlet_desktop.core.records import ProvenanceField
from gauntlet_desktop.imaging import generators
from gauntlet_desktop.imaging.generators import Generator
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Kind
from gauntlet_desktop.imaging.provenance import read_provenance

A1111 = "a duck\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Model: m, Version: v1.9"
NODES = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 7, "sampler_name": "euler", "positive": ["6", 0], "negative": ["5", 0]},
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "model.safetensors"}},
    "5": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse"}},
}
WORKFLOW = {"nodes": [{"type": "KSampler"}], "links": []}
FOOOCUS = {"base_model": "juggernaut", "seed": "9", "sampler": "dpmpp", "prompt": "a fish"}
INVOKE = {"generation_mode": "txt2img", "positive_prompt": "a hat", "seed": 5, "model": {"name": "sdxl"}}
INVOKE_2 = {
    "app_id": "invoke-ai/InvokeAI",
    "model_weights": "sd15",
    "image": {"prompt": [{"prompt": "a road"}], "seed": 3, "sampler": "k_lms"},
}
NOVELAI = {"Software": "NovelAI", "Source": "SD 1", "Comment": json.dumps({"steps": 28, "seed": 1, "sampler": "k"})}
INVOKE_GRAPH = {
    "id": "1",
    "nodes": {"a": {"id": "a", "type": "noise"}, "b": {"id": "b", "type": "l2i"}},
    "edges": [{"source": {"node_id": "a", "field": "noise"}, "destination": {"node_id": "b", "field": "noise"}}],
}
SWARM = {
    "sui_image_params": {
        "prompt": "a kite",
        "model": "Flux/flux1-dev",
        "seed": 305,
        "steps": 25,
        "sampler": "euler",
        "swarm_version": "0.9.1.1",
    }
}
DRAW_THINGS = {"c": "a cube", "uc": "", "model": "m.ckpt", "sampler": "Euler A", "scale": 4.5, "seed": 24, "steps": 8}
JOB = "Job ID: 826ac0a7-c9b9-4eda-b2cb-ef7dd4bc8ee3"


def recognised(texts: dict[str, str]) -> Generator | None:
    return generators.from_text_blocks(
        Block(Kind.TEXT, f"PNG tEXt at byte {33 + index}", text.encode(), key)
        for index, (key, text) in enumerate(texts.items())
    )


@pytest.mark.parametrize(
    ("texts", "name", "details"),
    [
        (
            {"parameters": A1111},
            "AUTOMATIC1111 (PNG tEXt parameters)",
            {"model": "m", "seed": "42", "sampler": "Euler a"},
        ),
        ({"prompt": json.dumps(NODES)}, "ComfyUI (PNG tEXt prompt)", {"model": "model.safetensors", "seed": "7"}),
        ({"workflow": json.dumps(WORKFLOW)}, "ComfyUI (PNG tEXt workflow)", {"nodes": "1"}),
        (
            {"parameters": json.dumps(FOOOCUS), "fooocus_scheme": "fooocus"},
            "Fooocus (PNG tEXt parameters)",
            {"model": "juggernaut", "prompt": "a fish"},
        ),
        ({"invokeai_metadata": json.dumps(INVOKE)}, "InvokeAI (PNG tEXt invokeai_metadata)", {"model": "sdxl"}),
        ({"invokeai_graph": json.dumps(INVOKE_GRAPH)}, "InvokeAI (PNG tEXt invokeai_graph)", {"nodes": "2"}),
        (
            {"parameters": json.dumps(SWARM, indent=2)},
            "SwarmUI (PNG tEXt parameters)",
            {"model": "Flux/flux1-dev", "seed": "305", "version": "0.9.1.1", "prompt": "a kite"},
        ),
        (
            {"parameters": A1111, "fooocus_scheme": "a1111"},
            "Fooocus (PNG tEXt parameters)",
            {"model": "m", "seed": "42", "prompt": "a duck"},
        ),
        ({"sd-metadata": json.dumps(INVOKE_2)}, "InvokeAI (PNG tEXt sd-metadata)", {"prompt": "a road", "seed": "3"}),
        ({"Dream": '"a road" -s 50 -S 123 -W512 -H512 -C7.5 -A k_lms'}, "InvokeAI (PNG tEXt Dream)", {"seed": "123"}),
        (NOVELAI | {"Description": "a cat"}, "NovelAI (PNG tEXt Comment)", {"model": "SD 1", "prompt": "a cat"}),
        (
            {"Author": "someone", "Description": f"a hallway --v 6.1 {JOB}"},
            "Midjourney (PNG tEXt Description)",
            {"author": "someone", "prompt": "a hallway --v 6.1"},
        ),
    ],
)
def test_each_form_is_recognised(texts: dict[str, str], name: str, details: dict[str, str]) -> None:
    generator = recognised(texts)
    assert generator is not None and generator.name == name
    shown = {field.name.removeprefix("Generation: "): field.value for field in generator.fields}
    assert details.items() <= shown.items()


@pytest.mark.parametrize(
    "texts",
    [
        {"parameters": "Steps: many, Sampler: Euler, Seed: 42"},
        {"parameters": "Steps: 20, Seed: 42"},
        {"parameters": "AUTOMATIC1111 Stable Diffusion"},
        {"comment": A1111},
        {"parameters": json.dumps(FOOOCUS)},
        {"prompt": "a lighthouse, KSampler, class_type"},
        {"prompt": json.dumps({"3": {"class_type": "KSampler"}})},
        {"prompt": json.dumps([NODES])},
        {"prompt": "{}"},
        {"workflow": json.dumps({"nodes": [], "links": []})},
        {"invokeai_metadata": json.dumps({"positive_prompt": "x"})},
        {"sd-metadata": json.dumps({"app_id": "other", "image": {}})},
        {"invokeai_graph": json.dumps({"nodes": {"a": {"id": "a"}}, "edges": []})},
        {"invokeai_graph": json.dumps({"nodes": {"a": {"type": "x"}}, "edges": [1]})},
        {"invokeai_graph": json.dumps({"nodes": {}, "edges": []})},
        {"parameters": json.dumps({"sui_image_params": {"prompt": "x", "seed": 1}})},
        {"parameters": json.dumps({"sui_image_params": ["prompt", "seed", "model"]})},
        {"parameters": json.dumps(SWARM["sui_image_params"])},
        {"parameters": json.dumps(FOOOCUS), "fooocus_scheme": "other"},
        {"parameters": json.dumps(DRAW_THINGS)},
        {"Dream": "I have a dream"},
        NOVELAI | {"Software": "Other"},
        {"Software": "NovelAI", "Comment": "NovelAI"},
        {"Description": f"x {JOB}"},
        {"Author": "x", "Description": "made with Midjourney"},
        {"prompt": "[" * 100_000},
        {"prompt": '{"a":' * 100_000},
    ],
)
def test_keywords_without_the_structure_are_nothing(texts: dict[str, str]) -> None:
    assert recognised(texts) is None


def test_the_positive_prompt_is_the_one_that_the_sampler_links_to() -> None:
    generator = recognised({"prompt": json.dumps(NODES)})
    assert generator is not None
    assert [field.value for field in generator.fields if field.name == "Generation: prompt"] == ["a lighthouse"]


def test_user_comment_and_camera_tags() -> None:
    comment = generators.from_user_comment(A1111, "JPEG APP1 at byte 20")
    assert comment is not None and comment.name == "AUTOMATIC1111 (EXIF UserComment)"
    assert comment.fields[0].location == "EXIF UserComment (JPEG APP1 at byte 20)"
    for text, note, product, prompt in (
        (json.dumps(SWARM), "", "SwarmUI", "a kite"),
        (json.dumps(DRAW_THINGS), "", "Draw Things", "a cube"),
        (json.dumps(FOOOCUS), "fooocus", "Fooocus", "a fish"),
        (A1111, "a1111", "Fooocus", "a duck"),
    ):
        found = generators.from_user_comment(text, "x", note)
        assert found is not None and found.name == f"{product} (EXIF UserComment)"
        assert ProvenanceField("Generation: prompt", prompt, "EXIF UserComment (x)", Source.GENERATOR) in found.fields
    assert generators.from_user_comment(json.dumps(FOOOCUS), "x") is None
    drawn = generators.from_xmp_comment(json.dumps(DRAW_THINGS), "x")
    assert drawn is not None and drawn.name == "Draw Things (XMP exif:UserComment)"
    assert generators.from_xmp_comment("Draw Things", "x") is None
    nodes = generators.from_camera_tags("Prompt:" + json.dumps(NODES), "", "x", "Workflow:" + json.dumps(WORKFLOW))
    assert nodes is not None and nodes.name == "ComfyUI (EXIF prompt)"
    graph = generators.from_camera_tags("", "", "x", "Workflow:" + json.dumps(WORKFLOW))
    assert graph is not None and graph.name == "ComfyUI (EXIF workflow)"
    tags = generators.from_camera_tags("workflow:" + json.dumps(WORKFLOW), "prompt:" + json.dumps(NODES), "x")
    assert tags is not None and tags.name == "ComfyUI (EXIF prompt)"
    assert generators.from_camera_tags("Canon", "prompt: EOS", "x") is None


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("Software", "Adobe Firefly", "Adobe Firefly (EXIF IFD0.Software)"),
        ("Software agent", "DALL·E 3", "DALL·E (EXIF IFD0.Software)"),
        ("Credit", "Made with Google AI", "Made with Google AI (EXIF IFD0.Software)"),
        ("Software", "Adobe Photoshop 26", None),
        ("Software", "Photo of a Midjourney poster", None),
        ("Description", "Midjourney", None),
    ],
)
def test_a_product_is_named_at_the_start_of_a_software_field_only(field: str, value: str, name: str | None) -> None:
    place = "EXIF IFD0.Software (JPEG APP1 at byte 20)"
    generator = generators.from_names([ProvenanceField(field, value, place)])
    assert (generator.name if generator else None) == name


def test_shown_details_are_bounded_and_made_visible() -> None:
    generator = recognised({"parameters": "\u202e" * 5000 + A1111})
    assert generator is not None
    assert all(len(field.value) < 3000 and "\u202e" not in field.value for field in generator.fields)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["parameters", "prompt", "workflow", "Dream", "Comment", "Description"]), st.text())
)
def test_arbitrary_text_never_raises(texts: dict[str, str]) -> None:
    recognised(texts)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_arbitrary_json_never_raises(value: object) -> None:
    keys = ("parameters", "prompt", "workflow", "invokeai_metadata", "invokeai_graph", "sd-metadata", "Comment")
    for text in (value, {"sui_image_params": value}, dict.fromkeys(DRAW_THINGS, value)):
        generators.from_user_comment(json.dumps(text), "x", "fooocus")
        generators.from_xmp_comment(json.dumps(text), "x")
    recognised({"invokeai_graph": json.dumps({"nodes": {"a": value}, "edges": [value]})})
    recognised(dict.fromkeys(keys, json.dumps(value)) | {"fooocus_scheme": "x", "Software": "NovelAI"})
    inner = {"3": {"class_type": "x", "inputs": {"positive": value, "text": value, "seed": value}}}
    recognised({"prompt": json.dumps(inner)})


@pytest.mark.parametrize(
    ("family", "generator"),
    [
        ("*automatic1111_cropped.png", "AUTOMATIC1111 (PNG tEXt parameters)"),
        ("*automatic1111_cropped.jpg", "AUTOMATIC1111 (EXIF UserComment)"),
        ("*ComfyUI*", "ComfyUI (PNG tEXt prompt)"),
        ("*Fooocus*", "Fooocus (PNG tEXt parameters)"),
        ("*invokeai_dream1.png", "InvokeAI (PNG tEXt Dream)"),
        ("*invokeai_imeta1.png", "InvokeAI (PNG tEXt invokeai_metadata)"),
        ("*invokeai_sdmeta1.png", "InvokeAI (PNG tEXt sd-metadata)"),
        ("*NovelAI*", "NovelAI (PNG tEXt Comment)"),
        ("*AIPhotos__ai7.jpg", "Midjourney (PNG tEXt Description)"),
        ("controlnet*", ""),
    ],
)
def test_files_written_by_the_generators_themselves(shared_dir: Path, family: str, generator: str) -> None:
    paths = sorted((shared_dir / "fixtures" / "provenance").glob(family))
    assert paths
    for path in paths:
        untrusted = path.read_bytes()
        container = "PNG" if untrusted.startswith(b"\x89PNG") else "JPEG"
        provenance = read_provenance(untrusted, container, Limits())
        assert (provenance.generator, provenance.warnings) == (generator, ())
