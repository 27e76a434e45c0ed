"""The networks of the source systems, in torch. Each maps normalised images to one or two logits."""
