"""Saves tiny language models with random weights, laid out on disk exactly as the published ones are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEXT = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
VISION = {**TEXT, "image_size": 28, "patch_size": 14}
SPECIAL = ("<unk>", "<s>", "</s>", "<pad>", "<image>")


def save_mistral(folder: Path) -> Path:
    """A text model: MistralForCausalLM."""
    from transformers import MistralConfig, MistralForCausalLM

    tokens = _tokenizer()
    config = MistralConfig(
        **TEXT, num_key_value_heads=1, vocab_size=len(tokens), bos_token_id=1, eos_token_id=2, pad_token_id=3
    )
    return _save(folder, MistralForCausalLM(config), tokens)


def save_llava_next(folder: Path) -> Path:
    """LlavaNextForConditionalGeneration with a CLIP tower and a Mistral."""
    from transformers import (
        CLIPVisionConfig,
        LlavaNextConfig,
        LlavaNextForConditionalGeneration,
        LlavaNextProcessor,
        MistralConfig,
    )
    from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

    tokens = _tokenizer()
    pinpoints = [[28, 56], [56, 28], [56, 56]]
    config = LlavaNextConfig(
        vision_config=CLIPVisionConfig(**{**VISION, "num_hidden_layers": 2}),
        text_config=MistralConfig(**TEXT, num_key_value_heads=1, vocab_size=len(tokens), eos_token_id=2),
        image_grid_pinpoints=pinpoints,
        image_token_index=4,
    )
    pictures = LlavaNextImageProcessorPil(
        size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28}, image_grid_pinpoints=pinpoints
    )
    processor = LlavaNextProcessor(
        pictures,
        tokens,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
    )
    return _save(folder, LlavaNextForConditionalGeneration(config), processor)


def save_instructblip(folder: Path) -> Path:
    """InstructBlipForConditionalGeneration with a Q-Former and an OPT."""
    from transformers import (
        InstructBlipConfig,
        InstructBlipForConditionalGeneration,
        InstructBlipProcessor,
        InstructBlipQFormerConfig,
        InstructBlipVisionConfig,
        OPTConfig,
    )
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    tokens = _tokenizer(knows_pictures=False)
    config = InstructBlipConfig(
        vision_config=InstructBlipVisionConfig(**VISION).to_dict(),
        qformer_config=InstructBlipQFormerConfig(**TEXT, vocab_size=len(tokens), encoder_hidden_size=16).to_dict(),
        text_config=OPTConfig(
            hidden_size=16,
            ffn_dim=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            vocab_size=len(tokens),
            word_embed_proj_dim=16,
            max_position_embeddings=16384,
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=3,
        ).to_dict(),
        num_query_tokens=4,
        image_token_index=4,
    )
    pictures = BlipImageProcessorPil(size={"height": 28, "width": 28})
    processor = InstructBlipProcessor(pictures, tokens, _tokenizer(knows_pictures=False), num_query_tokens=4)
    return _save(folder, InstructBlipForConditionalGeneration(config), processor)


def save_kosmos2(folder: Path) -> Path:
    """Kosmos2ForConditionalGeneration, with its 1,024 tokens for places."""
    from transformers import Kosmos2Config, Kosmos2ForConditionalGeneration, Kosmos2Processor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokens = _tokenizer()
    pictures = CLIPImageProcessorPil(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28})
    processor = Kosmos2Processor(pictures, tokens)
    config = Kosmos2Config(
        vision_config={**VISION, "model_type": "kosmos_2_vision_model"},
        text_config={
            "vocab_size": len(tokens),
            "embed_dim": 16,
            "layers": 1,
            "ffn_dim": 32,
            "attention_heads": 2,
            "max_position_embeddings": 2048,
            "eos_token_id": 2,
            "pad_token_id": 3,
            "bos_token_id": 1,
        },
        latent_query_num=64,
    )
    return _save(folder, Kosmos2ForConditionalGeneration(config), processor)


def save_clip(folder: Path) -> Path:
    """CLIPModel with its processor, for similarities of pictures and texts."""
    from transformers import CLIPConfig, CLIPModel, CLIPProcessor, CLIPTextConfig, CLIPVisionConfig
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokens = _tokenizer()
    text = CLIPTextConfig(**TEXT, vocab_size=len(tokens), max_position_embeddings=24, eos_token_id=2, projection_dim=8)
    config = CLIPConfig(
        text_config=text.to_dict(),
        vision_config=CLIPVisionConfig(**VISION, projection_dim=8).to_dict(),
        projection_dim=8,
    )
    tokens.model_max_length = 24
    pictures = CLIPImageProcessorPil(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28})
    return _save(folder, CLIPModel(config), CLIPProcessor(pictures, tokens))


def save_sentence_bert(folder: Path) -> Path:
    """BertModel with its tokenizer, which is all that a mean-pooled Sentence-BERT consists of."""
    from transformers import BertConfig, BertModel

    tokens = _tokenizer()
    tokens.model_max_length = 64
    return _save(folder, BertModel(BertConfig(**TEXT, vocab_size=len(tokens), max_position_embeddings=64)), tokens)


def _tokenizer(*, knows_pictures: bool = True) -> Any:
    """A tokenizer of bytes: any text goes in and comes out. Some name the token that stands for a picture."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate([*SPECIAL, *alphabet])}
    whole = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    whole.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    whole.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=whole,
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        **({"extra_special_tokens": {"image_token": "<image>"}} if knows_pictures else {}),
    )


def _save(folder: Path, network: Any, processor: Any) -> Path:
    network.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
