"""The triage window: 100,000 images of a case as a table or a grid, sorted, filtered and decided."""

from gauntlet_desktop.ui.review.window import ReviewWindow, open_review

__all__ = ["ReviewWindow", "open_review"]
