"""Networks in ONNX Runtime against PyTorch, and those that are left to PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from gauntlet_explanations.many_passes import eager, exported, many_passes, pays_off  # noqa: E402

pytestmark = pytest.mark.filterwarnings("error")


class Wide(torch.nn.Module):
    """Just large enough to be worth an export."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.first = torch.nn.Conv2d(3, 480, 3, stride=2)
        self.second = torch.nn.Conv2d(480, 480, 3, stride=2)
        self.norm = torch.nn.BatchNorm2d(480)
        self.head = torch.nn.Linear(480, 2)

    def forward(self, images: Any) -> Any:
        return self.head(self.norm(self.second(self.first(images).relu())).mean(dim=(2, 3)))


class Counting(Wide):
    """What a trace cannot hold: the answer depends on whether the image is flat."""

    def forward(self, images: Any) -> Any:
        return super().forward(images) + (1.0 if float(images[-1].std(dim=(1, 2)).max()) < 1e-3 else 0.0)


class Unknown(Wide):
    """What no exporter knows."""

    def forward(self, images: Any) -> Any:
        return super().forward(torch.linalg.qr(images)[0] @ torch.linalg.qr(images)[1])


def images(count: int) -> Any:
    return torch.rand(count, 3, 16, 16, generator=torch.Generator().manual_seed(2))


def test_the_same_logits_for_any_number_of_images() -> None:
    network = Wide().eval()
    passes = exported(network, images(1))
    for count in (1, 2, 5):
        np.testing.assert_allclose(passes(images(count)), eager(network)(images(count)), atol=1e-4)


def test_convolutions_go_to_onnx_runtime_and_the_rest_to_pytorch() -> None:
    network = Wide().eval()
    assert pays_off(network, images(1))
    assert not pays_off(network, images(1).to("meta"))
    assert not pays_off(torch.nn.Conv2d(3, 8, 3), images(1))
    assert not pays_off(torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Linear(1500, 1500)), images(1))
    ran: list[Any] = []
    passes = many_passes(network, images(1))
    hook = network.register_forward_hook(lambda module, inputs, output: ran.append(module))
    passes(images(2))
    assert not ran
    hook.remove()


@pytest.mark.parametrize("kind", [Counting, Unknown])
def test_what_cannot_be_exported_is_passed_by_pytorch(kind: Any) -> None:
    network = kind().eval()
    with pytest.raises(Exception):  # noqa: B017 - the exporter's own types, or ValueError for another logit
        exported(network, images(1))
    ran: list[Any] = []
    passes = many_passes(network, images(1))
    hook = network.register_forward_hook(lambda module, inputs, output: ran.append(module))
    np.testing.assert_array_equal(passes(images(2)), network(images(2)).detach().double().numpy())
    assert len(ran) == 2
    hook.remove()


def test_a_network_that_answers_otherwise_is_found_out() -> None:
    with pytest.raises(ValueError, match="differs by 1"):
        exported(Counting().eval(), images(1))
