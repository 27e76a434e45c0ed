"""What is said in German of each finding rule, by its artifact as the record names it; `rules_en` tells how to add one.

An entry gives the German name, with no digit that the English one does not hold, and the same sentences as `rules_en`.
A rule without an entry keeps its English name. A unit stands once in `UNITS`, for all rules that have it.
"""

from __future__ import annotations

from gauntlet_template_narrator.wording import RuleWords

RULES = {
    "Over-smoothing beside crisp edges": RuleWords(
        name="Übermäßige Glättung neben scharfen Kanten",
        plain="Verglichen werden scharfe Kanten mit den Flächen daneben: Glatte Flächen ergeben einen hohen Wert, "
        "starke Kompression aber auch.",
    ),
    "Inconsistent level of detail between regions": RuleWords(
        name="Ungleiche Detailtreue zwischen Bildbereichen",
        plain="Verglichen werden die Stellen mit den meisten und mit den wenigsten Einzelheiten; ein unscharfer "
        "Hintergrund ergibt ebenfalls einen hohen Wert.",
    ),
    "Uniform areas without sensor noise": RuleWords(
        name="Gleichmäßige Flächen ohne Sensorrauschen",
        plain="Jede Kamera fügt ein wenig Rauschen hinzu. Gemessen wird, wie viel davon die ruhigsten Stellen zeigen; "
        "Kameras, die Rauschen entfernen, ergeben ebenfalls einen niedrigen Wert.",
    ),
    "Noise level that differs between smooth regions": RuleWords(
        name="Rauschpegel, der zwischen glatten Bereichen abweicht",
        plain="Gemessen wird, ob das Rauschen an allen glatten Stellen gleich stark ist; Kompression macht es "
        "ebenfalls ungleich.",
    ),
    "Texture repetition": RuleWords(
        name="Wiederholte Textur",
        plain="Gemessen wird, wie sehr sich ein Muster wiederholt; auch Fassaden, Stoffe und Zäune wiederholen sich.",
    ),
    "Regular grid in the frequency domain (1/2, 1/4, 1/8)": RuleWords(
        name="Regelmäßiges Gitter im Frequenzbereich (1/2, 1/4, 1/8)",
        plain="Gesucht wird ein feines regelmäßiges Gitter, wie manche Generatoren es hinterlassen; das Speichern als "
        "JPEG hinterlässt ebenfalls eines.",
    ),
    "Over-sharpening: halos along edges": RuleWords(
        name="Überschärfung: Säume entlang der Kanten",
        plain="Gemessen wird, wie stark die hellen und dunklen Säume entlang der Kanten sind; auch Kameras und "
        "Bildbearbeitung schärfen nach.",
    ),
    "Artificial enhancement: exaggerated tonal contrast": RuleWords(
        name="Künstliche Verstärkung: übersteigerter Tonwertkontrast",
        plain="Gemessen wird, wie weit helle und dunkle Stellen auseinanderliegen; auch hartes Licht und Bearbeitung "
        "erhöhen den Wert.",
    ),
    "Fine texture or noise in every part of the picture": RuleWords(
        name="Feine Textur oder Rauschen in jedem Teil des Bildes",
        plain="Gemessen wird, ob selbst die ruhigsten Stellen Rauschen oder Struktur zeigen; nachträglich zugefügtes "
        "Rauschen bewirkt dasselbe.",
    ),
    "Trace of a colour filter array": RuleWords(
        name="Spur eines Farbfiltermosaiks",
        plain="Die meisten Kameras ergänzen Farben Pixel für Pixel in einem regelmäßigen Muster. Gemessen wird, wie "
        "viel davon übrig ist; Größenänderung und Kompression verwischen es.",
    ),
    "Repeated elements": RuleWords(
        name="Wiederholte Elemente",
        plain="Gemessen wird, wie sehr sich größere Formen wiederholen; auch Fenster, Fliesen und Zäune wiederholen "
        "sich.",
    ),
    "Over-smoothing: structure without noise": RuleWords(
        name="Übermäßige Glättung: Struktur ohne Rauschen",
        plain="Gemessen wird, wie viele Stellen Struktur zeigen, aber kein Rauschen; starkes Entrauschen ergibt "
        "dasselbe.",
    ),
    "Artificial noise in uniform areas": RuleWords(
        name="Künstliches Rauschen in gleichmäßigen Flächen",
        plain="Gemessen wird, ob das Rauschen an ruhigen Stellen ein Muster wiederholt; starke Kompression "
        "hinterlässt ebenfalls eines.",
    ),
    "Random noise in detail": RuleWords(
        name="Zufälliges Rauschen in Einzelheiten",
        plain="Gemessen wird, ob feine Einzelheiten in gar keine Richtung laufen; Gras, Kies und Laub tun das auch "
        "nicht.",
    ),
    "Loss of fine detail": RuleWords(
        name="Verlust feiner Einzelheiten",
        plain="Verglichen werden die feinsten mit gröberen Einzelheiten; Vergrößern und Unschärfe ergeben ebenfalls "
        "einen niedrigen Wert.",
    ),
    "Texture bleeding": RuleWords(
        name="Ineinanderlaufende Texturen",
        plain="Gemessen wird, wie ähnlich die Textur auf beiden Seiten einer Kante ist; dazu führt auch vieles andere.",
    ),
    "Aliasing along edges: colour fringes": RuleWords(
        name="Aliasing entlang der Kanten: Farbsäume",
        plain="Gemessen wird, wie stark die farbigen Säume entlang der Kanten sind; auch Objektive und das Speichern "
        "als JPEG hinterlassen solche Säume.",
    ),
    "Jagged edges": RuleWords(
        name="Ausgefranste Kanten",
        plain="Gemessen wird, wie ausgefranst Kanten sind; auch Laub, Fell und starkes Rauschen sind ausgefranst.",
    ),
    "Blurred boundaries": RuleWords(
        name="Verwischte Grenzen",
        plain="Gemessen wird, wie breit der Übergang an Kanten ist; auch Unschärfe und Vergrößern machen ihn breiter.",
    ),
    "Ghosting: a faint second copy": RuleWords(
        name="Geisterbild: eine schwache zweite Kopie",
        plain="Gesucht wird eine schwache, verschobene Kopie des Bildes; auch Spiegelungen und regelmäßige Texturen "
        "ergeben Kopien.",
    ),
    "Inconsistent resolution between regions": RuleWords(
        name="Ungleiche Auflösung zwischen Bildbereichen",
        plain="Gemessen wird, ob Einzelheiten an allen strukturierten Stellen gleich fein sind; auch die "
        "Schärfentiefe macht sie ungleich.",
    ),
    "Glow and light bleed": RuleWords(
        name="Leuchten und überlaufendes Licht",
        plain="Gemessen wird, wie weit sehr helle Stellen in dunkle hineinleuchten; Dunst und Blendenflecke tun "
        "dasselbe.",
    ),
    "Frequency peaks at multiples of 1/2": RuleWords(
        name="Frequenzspitzen bei Vielfachen von 1/2",
        plain="Gesucht wird ein sehr feines regelmäßiges Gitter; das Speichern als JPEG hinterlässt ebenfalls eines.",
    ),
    "Frequency peaks at multiples of 1/4": RuleWords(
        name="Frequenzspitzen bei Vielfachen von 1/4",
        plain="Gesucht wird ein feines regelmäßiges Gitter; das Speichern als JPEG hinterlässt ebenfalls eines.",
    ),
    "Frequency peaks at multiples of 1/8": RuleWords(
        name="Frequenzspitzen bei Vielfachen von 1/8",
        plain="Gesucht wird ein regelmäßiges Gitter kleiner Blöcke; das Speichern als JPEG hinterlässt ebenfalls "
        "eines.",
    ),
    "Regular grid-like pattern": RuleWords(
        name="Regelmäßiges gitterartiges Muster",
        plain="Gemessen wird, wie viel des Rauschens einem regelmäßigen Gitter folgt; das Speichern als JPEG "
        "hinterlässt ebenfalls ein solches Gitter.",
    ),
    "Artificial enhancement: raised local contrast": RuleWords(
        name="Künstliche Verstärkung: erhöhter lokaler Kontrast",
        plain="Verglichen wird der Kontrast kleiner mit dem großer Formen; auch was das Bild zeigt, verändert ihn.",
    ),
    "Systematic colour distribution": RuleWords(
        name="Systematische Farbverteilung",
        plain="Gemessen wird, wie viele verschiedene Farben es gibt; auch graue Bilder und einfarbige Motive haben "
        "wenige.",
    ),
    "Breaks of colour coherence": RuleWords(
        name="Brüche im Farbzusammenhang",
        plain="Gemessen wird, wie plötzlich sich Farben ändern, wo die Helligkeit bleibt; auch Drucke und Fahnen "
        "haben solche Stellen.",
    ),
    "Unnatural colour transitions: banding": RuleWords(
        name="Unnatürliche Farbübergänge: Streifen",
        plain="Gemessen wird, ob weiche Übergänge in Stufen zerfallen; auch starke Kompression bildet Stufen.",
    ),
    "Lighting gradient": RuleWords(
        name="Helligkeitsverlauf",
        plain="Gemessen wird, wie gleichmäßig das Bild zu einer Seite hin heller wird; Himmel und Studiohintergründe "
        "tun das auch.",
    ),
    "Glossiness": RuleWords(
        name="Glanz",
        plain="Gemessen wird, wie viele Stellen kleine helle Lichter auf dunklerem Grund haben; Metall, Wasser und "
        "Blitzlicht ergeben dasselbe.",
    ),
    "False depth of field": RuleWords(
        name="Unechte Schärfentiefe",
        plain="Gemessen wird, wie deutlich das Bild in scharfe und weiche Stellen zerfällt; jedes Objektiv mit "
        "offener Blende ergibt dasselbe.",
    ),
    "Cinematic look: orange lights and teal shadows": RuleWords(
        name="Filmlook: orange Lichter und blaugrüne Schatten",
        plain="Gemessen wird, ob helle Stellen warme und dunkle kalte Farben haben; Sonnenuntergänge und viele "
        "Fotofilter ergeben dasselbe.",
    ),
    "Demosaicing pattern in red and green": RuleWords(
        name="Mosaikmuster in Rot und Grün",
        plain="Die meisten Kameras ergänzen Farben Pixel für Pixel in einem regelmäßigen Muster. Gemessen wird, wie "
        "viel davon zwischen Rot und Grün übrig ist; eine Größenänderung entfernt es, Kompression schwächt es.",
    ),
    "Sensor noise: departure from white": RuleWords(
        name="Sensorrauschen: Abweichung von weißem Rauschen",
        plain="Gemessen wird, wie sehr das Rauschen eines Pixels von seinen Nachbarn abhängt; Entrauschen und "
        "Vergrößern erhöhen den Wert ebenfalls.",
    ),
    "JPEG quality told by the pixels": RuleWords(
        name="JPEG-Qualität nach den Pixeln",
        plain="Das ist, wie stark das Bild nach seinen Pixeln allein komprimiert worden zu sein scheint.",
    ),
    "Earlier JPEG compression at a lower quality (ghost)": RuleWords(
        name="Frühere JPEG-Kompression mit niedrigerer Qualität (Geist)",
        plain="Gesucht werden Zeichen dafür, dass das Bild früher mit niedrigerer Qualität als JPEG gespeichert war.",
    ),
    "Double JPEG compression": RuleWords(
        name="Doppelte JPEG-Kompression",
        plain="Gesucht werden Zeichen dafür, dass das Bild mehr als einmal als JPEG gespeichert wurde.",
    ),
    "Resampling": RuleWords(
        name="Neuabtastung",
        plain="Gesucht werden Zeichen dafür, dass das Bild in der Größe verändert oder gedreht wurde; regelmäßige "
        "Texturen ergeben dieselben Zeichen.",
    ),
    "JPEG tables of a known camera": RuleWords(
        name="JPEG-Tabellen einer bekannten Kamera",
        plain="Gemessen wird, ob die Datei mit Einstellungen komprimiert ist, die eine bekannte Kamera benutzt; auch "
        "Bildbearbeitung kann sie benutzen.",
    ),
    "EXIF that contradicts itself or the picture": RuleWords(
        name="EXIF-Angaben, die sich selbst oder dem Bild widersprechen",
        plain="Gezählt wird, wo die Vermerke in der Datei nicht zueinander oder zum Bild passen; auch "
        "Bildbearbeitung führt dazu.",
    ),
}

UNITS = {
    "log2 of 99th percentile over median gradient": "log2 des 99. Perzentils durch den Median des Gradienten",
    "log2 of 90th over 10th percentile block detail": "log2 des 90. durch das 10. Perzentil der Blockdetails",
    "grey levels": "Graustufen",
    "log2 of 90th over 10th percentile block noise": "log2 des 90. durch das 10. Perzentil des Blockrauschens",
    "correlation": "Korrelation",
    "share of the edge's step": "Anteil der Kantenstufe",
    "per cent": "Prozent",
    "per cent of the blocks with structure": "Prozent der Blöcke mit Struktur",
    "1 - coherence": "1 - Kohärenz",
    "peak over median of the cepstrum": "Spitze durch Median des Cepstrums",
    "log2 of 90th over 10th percentile fineness": "log2 des 90. durch das 10. Perzentil der Feinheit",
    "per cent of the residual": "Prozent des Residuums",
    "bit": "Bit",
    "levels of chroma": "Stufen der Farbdifferenz",
    "per cent of neighbours": "Prozent der Nachbarn",
    "share of the variance": "Anteil der Varianz",
    "per cent of the blocks": "Prozent der Blöcke",
    "IJG quality": "IJG-Qualität",
    "1 is known": "1 heißt bekannt",
    "contradictions": "Widersprüche",
}
