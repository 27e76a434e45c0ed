"""What runs in the inference process: plugin calls, weights and the analysis pipeline."""
