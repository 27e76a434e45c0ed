"""Writes the objects of a PDF into a file as they are made, where ReportLab would hold all of them until the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Objects:
    """The objects of a ReportLab document, each written once, at the first `put` or at the end."""

    def __init__(self, document: Any, write: Callable[[bytes], object]) -> None:
        from reportlab.pdfbase.pdfdoc import PDFFile

        self._document, self._write, self._length = document, write, 0
        document.format = self._finish  # the last step of saving: what it returns is written too
        self._add(PDFFile(document._pdfVersion).format(document))

    def put(self, name: str) -> None:
        """Write an object that will not change any more, and forget its content: a page with its stream, a picture."""
        from reportlab.pdfbase.pdfdoc import PDFIndirectObject

        document = self._document
        if name in document.idToOffset:
            return
        content = document.idToObject[name]
        data = PDFIndirectObject(name, content).format(document)
        document.idToOffset[name] = self._length
        self._add(data)
        stream = getattr(getattr(content, "Contents", None), "name", None)
        for attribute in set(vars(content)) - {"__InternalName__", "width", "height"}:
            delattr(content, attribute)
        if stream is not None:
            self.put(stream)

    def _finish(self) -> bytes:
        """Write the objects that are left, some of which come up only now, then the table of all and the trailer."""
        from reportlab.pdfbase.pdfdoc import PDFCrossReferenceTable, PDFTrailer

        document = self._document
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        number = 1
        while number in document.numberToId:
            self.put(document.numberToId[number])
            number += 1
        table = PDFCrossReferenceTable()
        table.addsection(0, [document.numberToId[each] for each in range(1, number)])
        start = self._length
        self._add(table.format(document))
        trailer = PDFTrailer(startxref=start, Size=number, Root=root, Info=info, ID=document.ID())
        self._add(trailer.format(document))
        return b""

    def _add(self, data: bytes) -> None:
        self._write(data)
        self._length += len(data)
