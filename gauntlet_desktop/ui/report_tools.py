"""What stands beside the form of a report in every dialog that writes one: its template, and who signs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.ui.asking import ask_for_text
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.report_form import ReportForm


class ReportTools(QObject):
    """Reads and keeps templates for a form, and asks for a certificate. `complained` carries a GauntletError."""

    complained = Signal(object)

    def __init__(self, parent: QWidget, pool: QThreadPool, form: ReportForm) -> None:
        super().__init__(parent)
        self._parent, self._pool, self._form = parent, pool, form
        self.certificate: Path | None = None
        self.keep = QPushButton(tr("Save template…"))
        self.sign = QPushButton(tr("Sign with…"))
        for button in (self.keep, self.sign):
            button.setAutoDefault(False)
        self.keep.clicked.connect(self._ask_for_name)
        self.sign.clicked.connect(self._choose_certificate)
        form.template_chosen.connect(self.read_template)

    def read_template(self, name: str) -> None:
        """Fill the form from a template, or from none."""
        from gauntlet_desktop.app.report_templates import Template, read_template

        if not name:
            self._form.set_template(Template())
            return
        task = Task(lambda _: read_template(name))
        task.finished.connect(self._form.set_template)
        task.failed.connect(self.complained)
        task.start(self._pool)

    def with_passphrase(self, then: Callable[[str], None]) -> None:
        """Call `then` with the passphrase of the certificate once it is given; with an empty one where nothing is
        signed."""
        if self.certificate is None:
            then("")
        else:
            question = tr("Passphrase of {name}:").format(name=self.certificate.name)
            ask_for_text(self._parent, tr("Passphrase"), question, then, hidden=True)

    def _ask_for_name(self) -> None:
        ask_for_text(self._parent, tr("Save template"), tr("Name of the template:"), self._keep_template)

    def _keep_template(self, name: str) -> None:
        """Keep agency, examiner, logo and sections under a name."""
        from gauntlet_desktop.app.report_templates import save_template

        try:
            save_template(name.strip(), self._form.as_template)
            self._form.list_template(name.strip())
        except GauntletError as error:
            self.complained.emit(error)

    def _choose_certificate(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, tr("Certificate and key"), "", tr("PKCS #12 (*.p12 *.pfx)")
        )
        self.certificate = Path(chosen) if chosen else None
        self.sign.setText(
            tr("Signed with {name}").format(name=self.certificate.name) if self.certificate else tr("Sign with…")
        )
