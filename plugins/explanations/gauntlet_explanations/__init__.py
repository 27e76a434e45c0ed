"""Methods of explanation: CAM methods, attention rollout, LIME and RISE, exact and fast where they can be."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import ExplanationMethod, hookimpl


@hookimpl
def gauntlet_explanation_methods() -> Sequence[ExplanationMethod]:
    from gauntlet_explanations.ablation import ablation_cam, ablation_cost
    from gauntlet_explanations.gradient import (
        by_gradient,
        eigen_cam,
        grad_cam,
        grad_cam_plus_plus,
        gradient_cost,
        hires_cam,
        layer_cam,
        xgrad_cam,
    )
    from gauntlet_explanations.method import LayerMethod
    from gauntlet_explanations.perturbation import Lime, Rise
    from gauntlet_explanations.rollout import AttentionRollout
    from gauntlet_explanations.scored import score_cam, score_cost

    by_gradients = [
        ("grad-cam", "Grad-CAM", grad_cam),
        ("grad-cam-plus-plus", "Grad-CAM++", grad_cam_plus_plus),
        ("hires-cam", "HiResCAM", hires_cam),
        ("xgrad-cam", "XGrad-CAM", xgrad_cam),
        ("layer-cam", "LayerCAM", layer_cam),
    ]
    return [
        *(LayerMethod(key, name, by_gradient(f), gradient_cost, gradient=True) for key, name, f in by_gradients),
        LayerMethod("eigen-cam", "EigenCAM", eigen_cam, lambda part: 0.0),
        LayerMethod("score-cam", "Score-CAM", score_cam, score_cost),
        LayerMethod("ablation-cam", "Ablation-CAM", ablation_cam, ablation_cost, gradient=True, rest=True),
        AttentionRollout(),
        Lime(),
        Rise(),
    ]
