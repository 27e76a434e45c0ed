"""The methods against the stock library, against doing it by hand, and against what they promise."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from gauntlet_desktop.api import ExplainRequest, TargetLayer  # noqa: E402
from gauntlet_desktop.core.errors import Cancelled, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_explanations import gauntlet_explanation_methods  # noqa: E402
from gauntlet_explanations.ablation import agrees, channel_drops, closed_form, measured_drops  # noqa: E402
from gauntlet_explanations.last_block import drops, find_block  # noqa: E402
from gauntlet_explanations.layers import from_map, to_map  # noqa: E402
from gauntlet_explanations.method import open_case  # noqa: E402
from gauntlet_explanations.perturbation import rise_masks, superpixels, surrogate  # noqa: E402
from gauntlet_explanations.rest import rest_of  # noqa: E402
from gauntlet_explanations.scored import normalised, representatives, score_cam  # noqa: E402

_spec = importlib.util.spec_from_file_location("tiny_detectors", Path(__file__).with_name("tiny.py"))
assert _spec is not None and _spec.loader is not None
tiny = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tiny)

METHODS = {method.id: method for method in gauntlet_explanation_methods()}
ROLLOUT = "attention-rollout"
CAMS = sorted(method_id for method_id in METHODS if method_id.endswith("cam") or "plus" in method_id)


def explain(method: str, detector: Any, request: ExplainRequest | None = None, seed: int = 0) -> Any:
    return METHODS[method].explain(tiny.image(seed), detector, request or ExplainRequest(), TaskContext())


def case_of(detector: Any, target: str = "generated") -> Any:
    request, layers = ExplainRequest(target), detector.target_layers
    return open_case(tiny.image(), detector, request, TaskContext(), layers, gradient=True, rest=True)


def rest_at(case: Any, layer: TargetLayer) -> Any:
    return rest_of(case.network, case.image, layer, case.target, case.seen[layer.name])


STOCK = {
    "grad-cam": "GradCAM",
    "grad-cam-plus-plus": "GradCAMPlusPlus",
    "hires-cam": "HiResCAM",
    "xgrad-cam": "XGradCAM",
    "layer-cam": "LayerCAM",
}


@pytest.mark.parametrize("kind", ["convolutional", "transformer"])
@pytest.mark.parametrize("method", STOCK)
def test_the_same_as_the_stock_library(method: str, kind: str) -> None:
    """Up to the scale, which the library sets by the least and the greatest value."""
    library = pytest.importorskip("pytorch_grad_cam")
    targets = pytest.importorskip("pytorch_grad_cam.utils.model_targets")
    detector = getattr(tiny, kind)()
    layer = detector.target_layers[-1]
    ours = np.abs(tiny.values_of(explain(method, detector, ExplainRequest("generated"))))
    network = detector.network().requires_grad_(True)
    reshape = (lambda output: to_map(layer, output)) if layer.tokens else None
    with getattr(library, STOCK[method])(
        model=network, target_layers=[network.get_submodule(layer.module)], reshape_transform=reshape
    ) as cam:
        pixels = torch.from_numpy(detector.prepare(tiny.image()).pixels)[None]
        stock = cam(input_tensor=pixels, targets=[targets.ClassifierOutputTarget(1)])[0]
    cells = stock.reshape(ours.shape[0], stock.shape[0] // ours.shape[0], ours.shape[1], -1).mean(axis=(1, 3))
    if ours.std() == 0:
        assert stock.std() < 1e-6
    else:
        assert np.corrcoef(cells.ravel(), ours.ravel())[0, 1] > 0.9


def test_grad_cam_by_hand() -> None:
    detector = tiny.convolutional()
    network = detector.network()
    pixels = torch.from_numpy(detector.prepare(tiny.image()).pixels)[None]
    features = network.second(network.first(pixels))[0]
    expected = (network.head.weight[1][:, None, None] * features).sum(dim=0).relu().numpy()
    ours = tiny.values_of(explain("grad-cam", detector, ExplainRequest("generated", ("second",))))
    np.testing.assert_allclose(ours, expected / expected.max(), atol=1e-6)


@pytest.mark.parametrize("shift", [0.0, -50.0, 50.0])
@pytest.mark.parametrize("target", ["generated", "camera"])
def test_the_sign_of_the_logit_does_not_blank_or_turn_the_map(target: str, shift: float) -> None:
    """The stock Ablation-CAM is blank where the logit is negative."""
    maps = [
        tiny.values_of(explain("ablation-cam", tiny.convolutional(shift=s), ExplainRequest(target))) for s in (0, shift)
    ]
    np.testing.assert_allclose(maps[0], maps[1], atol=1e-4)
    assert np.abs(maps[0]).max() == 1.0
    assert (maps[0] >= 0).all() if target == "generated" else (maps[0] <= 0).all()


def test_closed_form_is_what_taking_channels_away_gives() -> None:
    detector = tiny.convolutional()
    case, layer = case_of(detector), detector.target_layers[-1]
    seen = case.seen[layer.name]
    assert agrees(rest_at(case, layer), seen, case.target, closed_form(seen), together=True)
    torch.testing.assert_close(
        closed_form(seen), measured_drops(case, rest_at(case, layer), seen), atol=1e-5, rtol=1e-5
    )


@pytest.mark.parametrize("target", ["generated", "camera"])
@pytest.mark.parametrize("family", ["vit", "clip"])
def test_the_last_block_of_a_transformer_by_rank_one(family: str, target: str) -> None:
    detector = tiny.transformer(family=family)
    case, layer = case_of(detector, target), detector.target_layers[-1]
    seen = case.seen[layer.name]
    assert not agrees(rest_at(case, layer), seen, case.target, closed_form(seen), together=True)
    block = find_block(case, layer)
    assert block is not None
    with block.entered() as entry:
        case.network(case.image)
    exact = measured_drops(case, rest_at(case, layer), seen)
    torch.testing.assert_close(drops(case, layer, block, entry), exact, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(channel_drops(case, layer), exact, atol=1e-5, rtol=1e-4)


def test_an_earlier_block_is_not_taken_for_the_last() -> None:
    """Its other tokens matter too: the shortcut is tried, found wanting, and left."""
    detector = tiny.transformer()
    case, layer = case_of(detector), detector.target_layers[0]
    seen = case.seen[layer.name]
    exact = measured_drops(case, rest_at(case, layer), seen)
    torch.testing.assert_close(channel_drops(case, layer), exact, atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("change", ["heads", "scaled", "bare"])
def test_a_block_that_only_looks_like_one_is_measured(change: str) -> None:
    """Other shapes than expected, another rest than expected, or a part that is missing."""
    detector = tiny.transformer()
    block = detector.network().model.vit.layers[-1]
    if change == "heads":
        block.attention.num_heads = 5
    elif change == "scaled":
        block.register_forward_hook(lambda module, inputs, output: output * 3.0)
    else:
        block.layernorm_after, block.norm = torch.nn.Identity(), block.layernorm_after
        block.attention.k_proj = WithoutWeight(block.attention.k_proj)
    case, layer = case_of(detector), detector.target_layers[-1]
    exact = measured_drops(case, rest_at(case, layer), case.seen[layer.name])
    torch.testing.assert_close(channel_drops(case, layer), exact, atol=1e-6, rtol=1e-6)


class WithoutWeight(torch.nn.Module):
    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, values: Any) -> Any:
        return self.inner(values)


def test_a_network_that_looks_into_its_own_blocks_is_passed_whole() -> None:
    """As RINE does: what stands in for a block would hide it from the network."""
    detector = tiny.tapped()
    case, layer = case_of(detector), detector.target_layers[-1]
    rest = rest_at(case, layer)
    assert not rest.before
    seen = case.seen[layer.name]
    drops = measured_drops(case, rest, seen)
    without = seen.activations.clone()
    without[:, 3] = 0
    module = detector.network().get_submodule(layer.module)
    hook = module.register_forward_hook(lambda module, inputs, output: from_map(layer, without, output))
    logit = detector.network()(case.image)[0, case.target]
    hook.remove()
    assert float(drops[3]) == pytest.approx(float(seen.logit - logit), abs=1e-6)
    torch.testing.assert_close(channel_drops(case, layer), drops)


@pytest.mark.parametrize("kind", ["convolutional", "transformer"])
def test_what_comes_before_the_layer_is_computed_once(kind: str) -> None:
    detector = getattr(tiny, kind)()
    case, layer = case_of(detector), detector.target_layers[-1]
    runs: list[Any] = []
    first = detector.network().get_submodule("first.0" if kind == "convolutional" else "model.vit.layers.0.attention")
    hook = first.register_forward_hook(lambda module, inputs, output: runs.append(module))
    channel_drops(case, layer)
    assert not runs
    case.network(case.image)
    assert len(runs) == 1
    hook.remove()


def test_a_layer_whose_output_is_changed_in_place() -> None:
    network = tiny.Convolutional()
    network.second = torch.nn.Sequential(network.second[0], torch.nn.ReLU(inplace=True))
    layers = [TargetLayer("before", "second.0"), TargetLayer("after", "second.1")]
    case = case_of(tiny.Detector(network, layers))
    assert float(case.seen["before"].activations.min()) < 0.0
    torch.testing.assert_close(case.seen["after"].activations, case.seen["before"].activations.relu())
    passed = case.seen["before"].activations > 0
    torch.testing.assert_close(case.seen["before"].gradient, case.seen["after"].gradient * passed)


def test_a_convolutional_layer_opens_no_block() -> None:
    detector = tiny.convolutional()
    assert find_block(case_of(detector), detector.target_layers[0]) is None


@pytest.mark.parametrize("layer", [0, 1])
def test_a_curved_rest_is_seen_and_measured(layer: int) -> None:
    detector = tiny.convolutional(curved=True)
    case, chosen = case_of(detector), detector.target_layers[layer]
    seen = case.seen[chosen.name]
    assert not agrees(rest_at(case, chosen), seen, case.target, closed_form(seen), together=True)
    drops = measured_drops(case, rest_at(case, chosen), seen)
    for channel in range(seen.activations.shape[1]):
        without = seen.activations.clone()
        without[:, channel] = 0
        logit = by_hand(detector.network(), chosen.name, without)[0, case.target]
        assert float(drops[channel]) == pytest.approx(float(seen.logit - logit), abs=1e-5)


def by_hand(network: Any, layer: str, maps: Any) -> Any:
    features = network.second(maps) if layer == "first" else maps
    return network.head(network.tail(features.mean(dim=(2, 3)))) + network.shift


def test_only_what_follows_the_layer_is_computed_for_each() -> None:
    """A transformer's residual path joins the altered map of many with the rest of one."""
    detector = tiny.transformer()
    case = case_of(detector)
    for layer in detector.target_layers:
        seen = case.seen[layer.name]
        batch = torch.cat([seen.activations, seen.activations * 0.5])
        logits = rest_at(case, layer).logits(batch)
        torch.testing.assert_close(logits[0], case.network(case.image)[0], atol=1e-5, rtol=1e-5)
        alone = rest_at(case, layer).logits(batch[1:])
        torch.testing.assert_close(logits[1:], alone, atol=1e-5, rtol=1e-5)


def test_the_gradient_is_the_real_one() -> None:
    detector = tiny.transformer()
    case, layer = case_of(detector), detector.target_layers[1]
    seen = case.seen[layer.name]
    step = 1e-2 * torch.randn_like(seen.activations)
    moved = rest_at(case, layer).logits(torch.cat([seen.activations + step, seen.activations - step]))
    measured = float(moved[0, case.target] - moved[1, case.target]) / 2.0
    assert measured == pytest.approx(float((seen.gradient * step).sum()), rel=0.05, abs=1e-3)


def test_tokens_become_a_map_and_back() -> None:
    layer = TargetLayer("block", "", tokens=True, prefix=2)
    tokens = torch.randn(1, 2 + 12, 5)
    maps = to_map(layer, tokens)
    assert maps.shape == (1, 5, 3, 4)
    torch.testing.assert_close(maps[0, :, 1, 2], tokens[0, 2 + 1 * 4 + 2])
    torch.testing.assert_close(from_map(layer, maps, tokens), tokens)
    first, rest = from_map(layer, maps, (tokens, "rest"))
    torch.testing.assert_close(first, tokens)
    assert rest == "rest"


def test_clustered_score_cam_comes_close_to_the_exact_one() -> None:
    detector = tiny.convolutional(seed=5)
    case, layer = case_of(detector), detector.target_layers[-1]
    exact, few = score_cam(case, layer, clusters=0), score_cam(case, layer, clusters=5)
    assert np.corrcoef(exact.numpy().ravel(), few.numpy().ravel())[0, 1] > 0.95
    torch.testing.assert_close(score_cam(case, layer, clusters=99), exact)


def test_of_channels_that_look_alike_one_stands_for_all() -> None:
    maps = torch.from_numpy(np.random.default_rng(1).random((3, 4, 4))).repeat(4, 1, 1)
    maps = torch.cat([maps * 2.0, torch.zeros(2, 4, 4)])
    masks = normalised(maps)
    asked, stands_for = representatives(masks, maps, 8, seed=1)
    assert len(asked) == 4
    torch.testing.assert_close(masks[asked][stands_for], masks, atol=1e-6, rtol=0.0)
    flat = torch.zeros(3, 4, 4)
    assert representatives(flat, flat, 2, seed=1)[1].tolist() == [0, 0, 0]


def test_eigen_cam_is_the_first_principal_component() -> None:
    sklearn = pytest.importorskip("sklearn.decomposition")
    detector = tiny.convolutional()
    case, layer = case_of(detector), detector.target_layers[-1]
    maps = case.seen[layer.name].activations[0].numpy()
    projection = sklearn.PCA(1).fit_transform(maps.reshape(len(maps), -1).T)[:, 0].reshape(maps.shape[1:])
    ours = np.abs(tiny.values_of(explain("eigen-cam", detector)))
    both = [np.maximum(side * projection, 0) for side in (1, -1)]
    assert min(np.abs(ours - each / each.max()).max() for each in both) < 1e-4


def test_rollout_by_hand() -> None:
    detector = tiny.transformer()
    network = detector.network()
    pixels = torch.from_numpy(detector.prepare(tiny.image()).pixels)[None]
    attentions = network.model(pixel_values=pixels, output_attentions=True).attentions
    paths = np.eye(17)
    for attention in attentions:
        paths = 0.5 * (attention[0].mean(dim=0).numpy() + np.eye(17)) @ paths
    expected = paths[0, 1:].reshape(4, 4) - paths[0, 1:].min()
    ours = np.abs(tiny.values_of(explain("attention-rollout", detector)))
    np.testing.assert_allclose(ours, expected / expected.max(), atol=1e-5)
    with pytest.raises(UserError, match="no attention"):
        explain("attention-rollout", tiny.convolutional())


@pytest.mark.parametrize(
    ("method", "kind"),
    [(m, k) for m in sorted(METHODS) for k in ("convolutional", "transformer") if (m, k) != (ROLLOUT, "convolutional")],
)
def test_every_method_gives_the_same_relative_map_twice(method: str, kind: str) -> None:
    detector = getattr(tiny, kind)()
    first, second = (explain(method, detector) for _ in range(2))
    values = tiny.values_of(first)
    np.testing.assert_array_equal(values, tiny.values_of(second))
    assert np.isfinite(values).all()
    assert np.abs(values).max() in (0.0, 1.0)
    assert (first.unit, first.exact, first.detector) == ("relative", False, "tiny")
    assert first.score == pytest.approx(detector.detect(tiny.image(), TaskContext()).score, abs=1e-5)


@pytest.mark.parametrize("method", CAMS)
def test_several_layers_give_one_map_on_the_finest_grid(method: str) -> None:
    both = explain(method, tiny.convolutional(), ExplainRequest("generated", ("first", "second")))
    assert both.layers == ("first", "second")
    assert tiny.values_of(both).shape == (16, 16)


def test_what_cannot_be_met_is_said() -> None:
    with pytest.raises(UserError, match="no layer 'third'") as caught:
        explain("grad-cam", tiny.convolutional(), ExplainRequest(layers=("third",)))
    assert "first, second" in caught.value.remedy
    with pytest.raises(UserError, match="no class 'dog'"):
        explain("grad-cam", tiny.convolutional(), ExplainRequest("dog"))
    bare = tiny.Detector(tiny.Convolutional(), [])
    with pytest.raises(UserError, match="names no layers"):
        explain("grad-cam", bare)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_can_be_cancelled(method: str) -> None:
    detector = tiny.transformer()
    with pytest.raises(Cancelled):
        METHODS[method].explain(tiny.image(), detector, ExplainRequest(), TaskContext(is_cancelled=lambda: True))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_tells_about_how_many_passes_it_takes(method: str) -> None:
    detector, passed = tiny.transformer(), []
    hook = detector.network().register_forward_pre_hook(lambda module, inputs: passed.append(len(inputs[0])))
    request = ExplainRequest("generated")
    METHODS[method].explain(tiny.image(), detector, request, TaskContext())
    hook.remove()
    told = METHODS[method].passes(detector, request)
    assert sum(passed) / 2 <= told <= sum(passed) * 2


@pytest.mark.parametrize("method", sorted(set(CAMS) - {"eigen-cam"}))
def test_more_layers_take_more_passes(method: str) -> None:
    detector = tiny.convolutional()
    one, two = (
        METHODS[method].passes(detector, ExplainRequest(layers=names)) for names in (("second",), ("first", "second"))
    )
    assert one < two
    with pytest.raises(UserError, match="no layer 'third'"):
        METHODS[method].passes(detector, ExplainRequest(layers=("third",)))


def test_lime_finds_the_square_that_matters() -> None:
    """A detector that adds up the red of one corner."""

    class Corner(torch.nn.Module):
        def forward(self, images: Any) -> Any:
            red = images[:, 0, :8, :8].mean(dim=(1, 2)) * 10.0
            return torch.stack([-red, red], dim=1)

        def parameters(self, recurse: bool = True) -> Any:
            return iter([torch.zeros(1)])

    detector = tiny.Detector.__new__(tiny.Detector)
    detector._network, detector.target_layers, detector.id = Corner(), (), "corner"
    picture = tiny.image()
    picture.pixels[:8, :8, 0] = 255
    for method in ("lime", "rise"):
        found = tiny.values_of(METHODS[method].explain(picture, detector, ExplainRequest(), TaskContext()))
        assert found[:8, :8].mean() > 5 * abs(found[8:, 8:].mean())


class Brightness:
    """A detector that is no network."""

    id = "brightness"

    def detect(self, picture: Any, context: TaskContext) -> Any:
        from gauntlet_desktop.api import DetectorOutput

        return DetectorOutput(float(picture.pixels[:16].mean() - 127.0))


@pytest.mark.parametrize("method", ["lime", "rise"])
def test_any_detector_can_be_asked(method: str) -> None:
    assert METHODS[method].supports(Brightness())
    assert not METHODS["grad-cam"].supports(Brightness())
    assert METHODS[method].passes(Brightness(), ExplainRequest()) < METHODS[method].passes(
        tiny.convolutional(), ExplainRequest()
    )
    picture = tiny.image(side=96)
    picture.pixels[:16] = 250
    found = tiny.values_of(METHODS[method].explain(picture, Brightness(), ExplainRequest(), TaskContext()))
    assert found[:16].mean() > 3 * abs(found[64:].mean())


def test_the_surrogate_finds_the_weights_of_a_linear_score() -> None:
    stock = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(3)
    draws = rng.random((400, 12)) < 0.5
    truth = rng.normal(size=12)
    weights, fit = surrogate(draws, draws @ truth)
    np.testing.assert_allclose(weights, truth, atol=0.05)
    assert fit > 0.99
    distance = 1.0 - np.sqrt(draws.mean(axis=1))
    kernel = np.sqrt(np.exp(-(distance**2) / 0.25**2))
    theirs = stock.Ridge(alpha=1.0).fit(draws, draws @ truth, sample_weight=kernel)
    np.testing.assert_allclose(weights, theirs.coef_, atol=1e-6)


def test_superpixels_cover_the_picture_without_gaps() -> None:
    smooth = np.linspace(0, 1, 40 * 60 * 3, dtype=np.float32).reshape(40, 60, 3)
    for pixels in (smooth, np.random.default_rng(1).random((40, 60, 3), dtype=np.float32)):
        found = superpixels(pixels)
        assert found.shape == (40, 60)
        assert sorted(np.unique(found)) == list(range(found.max() + 1))
        assert found.max() >= 15


def test_rise_masks_let_half_through() -> None:
    masks = rise_masks(np.random.default_rng(1), 200, (30, 50))
    assert masks.shape == (200, 30, 50)
    assert (masks.min(), masks.max()) >= (0.0, 0.9)
    assert masks.mean() == pytest.approx(0.5, abs=0.03)
