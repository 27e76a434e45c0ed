"""How alike a picture and a text, or a text and a label, are to CLIP and Sentence-BERT: the source systems' measures.

They measure whether a text goes with a picture, not whether it is true: a wrong description of the right picture is
alike, too (Castellano et al. 2024). Weights come from folders of the user's; nothing is fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase

_LOCAL = {"local_files_only": True, "trust_remote_code": False}


class ImageToText:
    """Cosine of CLIP's features of a picture and of a text, -1..1; a long text is cut where CLIP's positions end."""

    def __init__(self, folder: Path) -> None:
        from transformers import CLIPModel, CLIPProcessor

        self._network = _loaded(CLIPModel, folder, use_safetensors=True).eval()
        self._processor = _loaded(CLIPProcessor, folder, backend="pil")

    def of(self, pixels: NDArray[np.uint8], text: str) -> float:
        """The cosine for a picture, uint8 (height, width, 3)."""
        import torch
        from PIL import Image

        longest = self._network.config.text_config.max_position_embeddings
        inputs = self._processor(
            images=Image.fromarray(pixels), text=[text], return_tensors="pt", truncation=True, max_length=longest
        )
        with torch.inference_mode():
            output = self._network(**inputs)
        return float(torch.nn.functional.cosine_similarity(output.image_embeds, output.text_embeds)[0])


class TextToLabel:
    """Cosine of the mean-pooled token features of two texts, as Sentence-BERT compares them, -1..1."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel, AutoTokenizer

        self._network = _loaded(AutoModel, folder, use_safetensors=True).eval()
        self._tokenizer = _loaded(AutoTokenizer, folder)

    def of(self, text: str, label: str) -> float:
        import torch

        one, other = (self._features(each) for each in (text, label))
        return float(torch.nn.functional.cosine_similarity(one, other, dim=0))

    def _features(self, text: str) -> Any:
        import torch

        longest = self._network.config.max_position_embeddings
        inputs = self._tokenizer(text, return_tensors="pt", truncation=True, max_length=longest)
        with torch.inference_mode():
            hidden = self._network(**inputs).last_hidden_state[0]
        mask = inputs["attention_mask"][0].unsqueeze(1).to(hidden.dtype)
        return (hidden * mask).sum(dim=0) / mask.sum()


def _loaded(kind: Any, folder: Path, **options: Any) -> Any:
    remedy = "It needs config.json, a tokenizer and safetensors weights, as Hugging Face lays them out."
    with library_errors(
        EnvironmentFault, "model_not_loaded", phrase("{folder} cannot be loaded", folder=folder.name), remedy
    ):
        return kind.from_pretrained(folder, **_LOCAL, **options)
