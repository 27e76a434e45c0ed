"""The runner that turns labelled images into weights and a calibration."""
