"""How rows are drawn: a card in the grid, a badge before the result in the table. All text is drawn plain."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gauntlet_desktop.store import Row
from gauntlet_desktop.ui.badges import paint_badge
from gauntlet_desktop.ui.review.columns import badge_of, decision_words, likelihood
from gauntlet_desktop.ui.review.model import ROW_ROLE, THUMBNAIL_ROLE
from gauntlet_desktop.ui.theme import SPACE, Colours, colours, text_scale

Index = QModelIndex | QPersistentModelIndex

CARD = 148
_PICTURE = CARD - 2 * SPACE
_TINT = 45
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class ResultDelegate(QStyledItemDelegate):
    """The result's column of the table: the badge's shape before its text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW_ROLE)
        if row is None:
            super().paint(painter, option, index)
            return
        chosen, badge = colours(option.palette), badge_of(row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        place = option.rect.adjusted(SPACE // 2, 0, -SPACE // 2, 0)
        side = _badge_side(option)
        top = place.top() + (place.height() - side) / 2
        # On the highlight's own colour only the text's colour can be told apart.
        shown = _all_in(chosen, chosen.on_accent) if selected else chosen
        paint_badge(painter, QRectF(place.left(), top, side, side), badge, shown)
        painter.setPen(badge.colour(shown))
        box = place.adjusted(side + SPACE // 2, 0, 0, 0)
        elided = option.fontMetrics.elidedText(badge.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _FLAGS, elided)
        painter.restore()


class CardDelegate(QStyledItemDelegate):
    """A card of the grid: picture, name, badge with log10 LR, and what the examiners said."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(round(CARD * text_scale()), _PICTURE + 2 * SPACE + 3 * (option.fontMetrics.height() + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW_ROLE)
        chosen = colours(option.palette)
        painter.save()
        self._paint_frame(painter, option, chosen)
        box = option.rect.adjusted(SPACE, SPACE, -SPACE, -SPACE)
        frame = QRect(box.left(), box.top(), box.width(), _PICTURE)
        _paint_picture(painter, chosen, frame, index.data(THUMBNAIL_ROLE))
        if row is not None:
            self._paint_lines(painter, option, box.adjusted(0, _PICTURE + 2, 0, 0), row)
        painter.restore()

    def _paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, chosen: Colours) -> None:
        accent = QColor(chosen.accent)
        card = option.rect.adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            tint = QColor(accent)
            tint.setAlpha(_TINT)
            painter.fillRect(card, tint)
            painter.setPen(QPen(accent, 2))
            painter.drawRect(card)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(chosen.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(card.adjusted(2, 2, -2, -2))

    def _paint_lines(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: Row) -> None:
        chosen, metrics = colours(option.palette), option.fontMetrics
        line = metrics.height() + 2
        painter.setPen(QColor(chosen.text))
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), _FLAGS, name)
        badge = badge_of(row)
        second = QRect(box.left(), box.top() + line, box.width(), line)
        side = _badge_side(option)
        top = second.top() + (line - side) / 2
        paint_badge(painter, QRectF(second.left(), top, side, side), badge, chosen)
        painter.setPen(badge.colour(chosen))
        said = likelihood(row) or badge.text
        text_box = second.adjusted(side + SPACE // 2, 0, 0, 0)
        painter.drawText(text_box, _FLAGS, metrics.elidedText(said, Qt.TextElideMode.ElideRight, text_box.width()))
        painter.setPen(QColor(chosen.muted))
        marks = metrics.elidedText(marks_line(row), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + 2 * line, box.width(), line), _FLAGS, marks)


def _badge_side(option: QStyleOptionViewItem) -> int:
    """As high as the text beside it."""
    return option.fontMetrics.height() - 2


def marks_line(row: Row) -> str:
    """What the examiners said of an image, in a line."""
    decided = [decision_words(each) for each in (row.decision, row.second_decision) if each]
    return " · ".join((["★"] if row.bookmarked else []) + [" / ".join(decided)] * bool(decided) + list(row.tags))


def _paint_picture(painter: QPainter, chosen: Colours, frame: QRect, image: QImage | None) -> None:
    painter.fillRect(frame, QColor(chosen.window))
    if image is None:
        return
    target = QRect(QPoint(0, 0), image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio))
    target.moveCenter(frame.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image)


def _all_in(chosen: Colours, colour: str) -> Colours:
    from dataclasses import fields

    return Colours(**{field.name: colour for field in fields(chosen)})
