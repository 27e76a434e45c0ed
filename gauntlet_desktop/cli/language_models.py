"""`gauntlet models language`: the language models that the user named, in folders or on a server of this machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli.console import DONE, Progress, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.api.language_store import StoredLanguageModel


def add_parser(actions: Any) -> None:
    """Add the action and its own actions; without one of these it lists."""
    summary = "list, add and remove language models; what they write is never evidence"
    language = actions.add_parser("language", help=summary, description=summary)
    language.add_argument("--json", action="store_true", help="print JSON")
    language.set_defaults(run=_list)
    inner = language.add_subparsers(dest="language_action", metavar="ACTION")
    _add_parser(inner)
    _server_parser(inner)
    remove = inner.add_parser("remove", help="take a language model off the list; its files stay")
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(run=_remove)


def _add_parser(inner: Any) -> None:
    add = inner.add_parser("add", help="name a folder of weights, as Hugging Face lays them out; nothing is copied")
    add.add_argument("folder", type=Path, metavar="FOLDER", help="with config.json, a tokenizer and safetensors")
    add.add_argument("--id", default="", help="its id (default: from the folder's name)")
    _add_words(add, origin="not stated")
    add.set_defaults(run=_add)


def _server_parser(inner: Any) -> None:
    server = inner.add_parser("server", help="name a model of an OpenAI-compatible server on this machine")
    server.add_argument("url", metavar="URL", help="http://127.0.0.1:PORT/v1; any address elsewhere is refused")
    server.add_argument("--model", required=True, metavar="NAME", help="the name by which the server knows it")
    server.add_argument("--id", required=True, help="its id here")
    server.add_argument("--images", action="store_true", help="it understands pictures")
    _add_words(server, origin="a local server")
    server.set_defaults(run=_server)


def _add_words(parser: argparse.ArgumentParser, *, origin: str) -> None:
    """What is said of any language model."""
    parser.add_argument("--name", default="", help="its name in lists")
    parser.add_argument("--licence", default="not stated", help="what the weights may be used for, in words")
    parser.add_argument("--origin", default=origin, help="where the weights come from, in words")


def _list(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.descriptions import describers, listed_models
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    models = describers()
    if options.json:
        print_json([to_plain(model) for model in models])
        return DONE
    stored = {model.id: model for model in listed_models()}
    for model in models:
        sees = "sees pictures" if model.sees_images else "text only"
        memory = f", about {model.memory_bytes / 1e9:.1f} GB of memory" if model.memory_bytes else ""
        print(f"{model.id}  {sees}{memory}  {visible(model.problem)}".rstrip())
        if model.id in stored:
            print(f"  {_where(stored[model.id])}")
    if not models:
        say("No language model was named: gauntlet models language add FOLDER")
    return DONE


def _where(model: StoredLanguageModel) -> str:
    from gauntlet_desktop.core.safe_text import visible

    licence = f"licence: {visible(model.licence)}; origin: {visible(model.origin)}"
    if model.url:
        return f"{visible(model.served)} at {visible(model.url)}\n  {licence}"
    return f"{visible(model.architecture)} in {shown(model.folder)}, SHA-256 {model.weights_sha256}\n  {licence}"


def _add(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.descriptions import add_folder

    model = add_folder(
        options.folder,
        model_id=options.id,
        name=options.name,
        licence=options.licence,
        origin=options.origin,
        progress=Progress(),
    )
    print(f"{model.id}  {_where(model)}")
    return DONE


def _server(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.descriptions import add_server

    model = add_server(
        options.url,
        options.model,
        model_id=options.id,
        name=options.name,
        sees_images=options.images,
        licence=options.licence,
        origin=options.origin,
    )
    print(f"{model.id}  {_where(model)}")
    return DONE


def _remove(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.descriptions import remove_language_model

    remove_language_model(options.id)
    say(f"The language model {options.id} is no longer listed.")
    return DONE
