"""From an analysis record to a PDF report and its JSON twin."""
