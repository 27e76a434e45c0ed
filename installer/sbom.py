"""Writes the bills of materials of the light and the full install, as CycloneDX: `python -m installer.sbom [FOLDER]`.

They list the distributions as they are installed here, what these say that they contain themselves, and the weights and
fonts of the program. What the notices lack, and a licence that does not fit, ends the command with status 1.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from installer.build_dist import ROOT, last_commit_time
from installer.components import FULL, PROJECT, closure, components
from installer.components import Component as Installed
from installer.licences import licence, misfit
from installer.make_notices import home_page, problems

_FONTS_LICENCE = "Bitstream-Vera AND LicenseRef-DejaVu-Public-Domain"
# Named in the bill of pillow as what any build may contain, and not in its wheels.
_NOT_CONTAINED = {("pillow", "libimagequant")}
_MODEL_SUFFIXES = (".onnx", ".safetensors")


def main() -> int:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    if found := problems(closure(FULL)):
        print(*found, sep="\n", file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    for name, extras in (("light", ()), ("full", FULL)):
        path = out / f"{PROJECT}-{metadata.version(PROJECT)}.{name}.cdx.json"
        path.write_text(bill(components(extras), last_commit_time()), encoding="utf-8")
        print(path)
    return 0


def bill(installed: Mapping[str, Installed], epoch: int) -> str:
    """The bill of what `components` found, dated by `epoch`. Raises ValueError where a part's licence does not fit."""
    parts = {name: _component(name, each.dist) for name, each in installed.items()}
    program = parts[PROJECT]
    program.type = ComponentType.APPLICATION
    program.components.update(_own_files())
    bom = Bom(components=[part for name, part in parts.items() if name != PROJECT])
    bom.metadata.component = program
    bom.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    for name, part in parts.items():
        bom.register_dependency(part, [parts[wanted] for wanted in sorted(installed[name].requires)])
    told = "\n".join(sorted(f"{part.purl}" for part in parts.values()))
    bom.serial_number = uuid.UUID(bytes=hashlib.sha256(f"{epoch}\n{told}".encode()).digest()[:16], version=4)
    text = JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(error))
    return text


def _component(name: str, dist: metadata.Distribution) -> Component:
    page = home_page(dist)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=dist.version,
        purl=PackageURL("pypi", name=name, version=dist.version),
        bom_ref=f"pkg:pypi/{name}@{dist.version}",
        licenses=[LicenseExpression(licence(name, dist))],
        external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(page))] if page else [],
        components=_contained(name, dist),
    )


def _contained(owner: str, dist: metadata.Distribution) -> Iterator[Component]:
    """What a wheel says that it contains, in the bills of its own that PEP 770 lets it carry."""
    seen = set()
    for path in dist.files or []:
        if "sboms" in path.parts and path.suffix == ".json":
            told = json.loads(Path(str(dist.locate_file(path))).read_text(encoding="utf-8"))
            for each in told.get("components", []):
                key = each["name"], each.get("version", "")
                is_owner = key[0].lower().replace("_", "-") == owner
                if key not in seen and not is_owner and (owner, key[0]) not in _NOT_CONTAINED:
                    seen.add(key)
                    yield Component(
                        type=ComponentType.LIBRARY,
                        name=key[0],
                        version=key[1] or None,
                        bom_ref=f"{owner}:{key[0]}@{key[1]}",
                        licenses=_stated(owner, each),
                    )


def _stated(owner: str, told: Mapping[str, Any]) -> Iterator[LicenseExpression]:
    """The licence of a contained part, where its bill tells one. Raises ValueError for one that does not fit."""
    for each in told.get("licenses") or []:
        expression = each.get("expression") or each.get("license", {}).get("id")
        if expression:
            if wrong := misfit(expression):
                raise ValueError(f"{told['name']} in {owner}: {wrong}.")
            yield LicenseExpression(expression)
            return


def _own_files() -> Iterator[Component]:
    """The weights of the built-in plugins, with the licence and the digest of their manifests, and the fonts."""
    for manifest in sorted((ROOT / "plugins").glob("*/*/plugin.toml")):
        plugin = tomllib.loads(manifest.read_text(encoding="utf-8"))
        for file in plugin.get("files", []):
            if file["path"].endswith(_MODEL_SUFFIXES):
                name = f"{plugin['id']}/{file['path']}"
                yield _file(
                    ComponentType.MACHINE_LEARNING_MODEL, name, file["licence"], file["sha256"], plugin["version"]
                )
    for font in sorted((ROOT / "gauntlet_desktop" / "resources" / "fonts").glob("*.ttf")):
        yield _file(ComponentType.FILE, font.name, _FONTS_LICENCE, hashlib.sha256(font.read_bytes()).hexdigest(), None)


def _file(kind: ComponentType, name: str, terms: str, sha256: str, version: str | None) -> Component:
    return Component(
        type=kind,
        name=name,
        version=version,
        bom_ref=f"{PROJECT}:{name}",
        licenses=[LicenseExpression(terms)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
    )


if __name__ == "__main__":
    sys.exit(main())
