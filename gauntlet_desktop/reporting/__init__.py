"""From a record to documents: the PDF report and its JSON twin."""

from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from gauntlet_desktop.reporting.twin import render_twin, report_id

__all__ = ["ReportOptions", "render_pdf", "render_twin", "report_id"]
