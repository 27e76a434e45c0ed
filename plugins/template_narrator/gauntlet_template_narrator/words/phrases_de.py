"""What a record holds in English, in German: reasons, strata, the changes of the stability ladder, errors."""

from __future__ import annotations

PHRASES = (
    # Stability ladder
    ("as it is", "unverändert"),
    ("shifted crop", "verschobener Ausschnitt"),
    ("{n}x", "{n}x"),
    # Reasons for a tier
    (
        "The score is usual for both classes: neither can be ruled out at {n} %.",
        "Der Wert ist für beide Klassen üblich: Bei {n} % lässt sich keine ausschließen.",
    ),
    (
        "The score is unusual for both classes at {n} %: nothing like it was validated.",
        "Der Wert ist bei {n} % für beide Klassen unüblich: Nichts dergleichen wurde validiert.",
    ),
    (
        "At most {n} % of validated camera images score this high.",
        "Höchstens {n} % der Kamerabilder der Validierung erreichen einen so hohen Wert.",
    ),
    (
        "At most {n} % of validated generated images score this low.",
        "Höchstens {n} % der erzeugten Bilder der Validierung haben einen so niedrigen Wert.",
    ),
    (
        "The likelihood ratio is under {n} either way: no support.",
        "Der Likelihood-Quotient liegt in beiden Richtungen unter {n}: keine Unterstützung.",
    ),
    (
        "The likelihood ratio is held at the cap that the validated images support.",
        "Der Likelihood-Quotient wird an der Obergrenze gehalten, die die Bilder der Validierung stützen.",
    ),
    (
        "The likelihood ratio is held at the floor that the validated images support.",
        "Der Likelihood-Quotient wird an der Untergrenze gehalten, die die Bilder der Validierung stützen.",
    ),
    (
        "The answer changes side on one window of the image ({changes}): it is not stable.",
        "Die Antwort wechselt auf einem Ausschnitt des Bildes die Seite ({changes}): Sie ist nicht stabil.",
    ),
    ("Calibrated detectors disagree: {told}.", "Kalibrierte Detektoren widersprechen sich: {told}."),
    (
        "{id} supports “made by a generative model” (log10 LR {n})",
        "{id} spricht für „von einem generativen Modell erzeugt“ (log10 LR {n})",
    ),
    (
        "{id} supports “captured by a camera” (log10 LR {n})",
        "{id} spricht für „mit einer Kamera aufgenommen“ (log10 LR {n})",
    ),
    (
        "The file does not tell how strongly it was compressed: high quality is assumed.",
        "Die Datei verrät nicht, wie stark sie komprimiert wurde: Eine hohe Qualität wird angenommen.",
    ),
    ("The verdict rests on {id} alone: {why}.", "Das Ergebnis beruht auf {id} allein: {why}."),
    ("{id} gave no likelihood ratio", "{id} ohne Likelihood-Quotienten"),
    (
        "the fusion was not validated on such images",
        "die Fusion wurde an solchen Bildern nicht validiert",
    ),
    # Reasons for being out of scope
    (
        "The short side is {n_side} px; the detectors were validated from {n_least} px.",
        "Die kurze Seite misst {n_side} px; die Detektoren wurden ab {n_least} px validiert.",
    ),
    (
        "The JPEG quality is about {n_quality}; the detectors were validated from {n_least}.",
        "Die JPEG-Qualität beträgt etwa {n_quality}; die Detektoren wurden ab {n_least} validiert.",
    ),
    (
        "{n} % of the picture is perfectly flat: there is nothing to examine.",
        "{n} % des Bildes sind völlig gleichförmig: Es gibt nichts zu untersuchen.",
    ),
    (
        "{n} % of the picture is flat, with sharp steps between flat areas: this is a graphic or a screenshot, not a "
        "photograph or a photograph-like image.",
        "{n} % des Bildes sind gleichförmig, mit scharfen Stufen zwischen den Flächen: Das ist eine Grafik oder ein "
        "Bildschirmfoto, kein Foto und kein fotoähnliches Bild.",
    ),
    (
        "The picture has no detail left (blurred or enlarged many times): there is nothing to examine.",
        "Das Bild hat keine Einzelheiten mehr (unscharf oder vielfach vergrößert): Es gibt nichts zu untersuchen.",
    ),
    (
        "The picture looks drawn, painted or typeset: the detectors were validated on photographs and on images that "
        "look like photographs.",
        "Das Bild wirkt gezeichnet, gemalt oder gesetzt: Die Detektoren wurden an Fotos und an Bildern validiert, die "
        "wie Fotos aussehen.",
    ),
    (
        "No calibration covers this image: the scores stand without a likelihood ratio.",
        "Keine Kalibrierung deckt dieses Bild ab: Die Werte stehen ohne Likelihood-Quotienten.",
    ),
    (
        "No detector could score this image: see the failures.",
        "Kein Detektor konnte dieses Bild bewerten: siehe die Fehlschläge.",
    ),
    # Strata, item by item
    ("short side {n_low} to {n_high} px", "kurze Seite {n_low} bis {n_high} px"),
    ("short side {n} px or more", "kurze Seite ab {n} px"),
    ("JPEG quality {n_low} to {n_high}", "JPEG-Qualität {n_low} bis {n_high}"),
    ("JPEG quality over {n}", "JPEG-Qualität über {n}"),
    ("or lossless", "oder verlustfrei"),
    ("validated on images of up to {n} px", "validiert an Bildern bis {n} px"),
    # Why a file could not be examined
    ("The file is not there.", "Die Datei ist nicht da."),
    (
        "Check the path, or that the drive is still connected.",
        "Prüfen Sie den Pfad, oder ob das Laufwerk noch verbunden ist.",
    ),
    ("This is not a regular file.", "Das ist keine gewöhnliche Datei."),
    (
        "Choose an image file; links, pipes and devices are not opened.",
        "Wählen Sie eine Bilddatei; Verknüpfungen, Pipes und Geräte werden nicht geöffnet.",
    ),
    ("The file cannot be read.", "Die Datei kann nicht gelesen werden."),
    (
        "Check its permissions, or copy it to a place that you may read.",
        "Prüfen Sie die Zugriffsrechte, oder kopieren Sie die Datei an einen Ort, den Sie lesen dürfen.",
    ),
    ("The file is empty.", "Die Datei ist leer."),
    ("Get a complete copy of the file.", "Beschaffen Sie eine vollständige Kopie der Datei."),
    ("The image data is damaged or cut off.", "Die Bilddaten sind beschädigt oder abgeschnitten."),
    (
        "The content is not a supported image format.",
        "Der Inhalt ist kein unterstütztes Bildformat.",
    ),
    (
        "Supported: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF. The content decides, not the extension.",
        "Unterstützt werden JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC und AVIF. Der Inhalt entscheidet, nicht die Endung.",
    ),
    ("The file is larger than the limit.", "Die Datei ist größer als die Grenze."),
    ("Raise the limit, or use a smaller copy.", "Heben Sie die Grenze an, oder nehmen Sie eine kleinere Kopie."),
    ("The picture's dimensions are outside the limits.", "Die Maße des Bildes liegen außerhalb der Grenzen."),
    (
        "By default {n_least} to {n_most} million pixels, no side over {n_ratio} times the other; the settings can "
        "raise the limits.",
        "Ohne andere Angabe {n_least} bis {n_most} Millionen Pixel, keine Seite über das {n_ratio}-Fache der anderen; "
        "in den Einstellungen lassen sich die Grenzen anheben.",
    ),
    ("Decoding took too long and was stopped.", "Das Dekodieren dauerte zu lange und wurde abgebrochen."),
    (
        "Raise the time limit if you trust this file.",
        "Heben Sie die Zeitgrenze an, wenn Sie dieser Datei trauen.",
    ),
    ("There was not enough memory to decode the file.", "Der Speicher reichte nicht, um die Datei zu dekodieren."),
    (
        "Raise the memory limit if you trust this file.",
        "Heben Sie die Speichergrenze an, wenn Sie dieser Datei trauen.",
    ),
    (
        "Its pixels found no room in the system's shared memory.",
        "Ihre Pixel fanden im gemeinsamen Speicher des Systems keinen Platz.",
    ),
    (
        "Enlarge the shared memory (on Linux /dev/shm, which must be there and writable; containers have --shm-size), "
        "or close other programs, then analyse the file again.",
        "Vergrößern Sie den gemeinsamen Speicher (unter Linux /dev/shm, das da und beschreibbar sein muss; bei "
        "Containern mit --shm-size), oder schließen Sie andere Programme, und untersuchen Sie die Datei dann noch "
        "einmal.",
    ),
    (
        "The analysis of this file could not be finished.",
        "Die Untersuchung dieser Datei konnte nicht abgeschlossen werden.",
    ),
    (
        "Analyse it again in safe mode (GAUNTLET_SAFE_MODE=1) to find out whether a plugin is the cause.",
        "Untersuchen Sie sie noch einmal im abgesicherten Modus (GAUNTLET_SAFE_MODE=1), um zu erfahren, ob ein Plugin "
        "die Ursache ist.",
    ),
    ("The file changed while it was read.", "Die Datei hat sich beim Lesen verändert."),
    (
        "Wait until it is completely written, then analyse it again.",
        "Warten Sie, bis sie vollständig geschrieben ist, und untersuchen Sie sie dann noch einmal.",
    ),
)

# Said otherwise to readers who know nothing of the field; these go before the others.
PLAIN_PHRASES = (
    ("shifted crop", "an zwei Seiten beschnitten"),
    ("{n}x", "auf das {n}-Fache verkleinert"),
    ("JPEG {n}", "gespeichert als JPEG der Qualität {n}"),
    ("WebP {n}", "gespeichert als WebP der Qualität {n}"),
    (
        "The score is usual for both classes: neither can be ruled out at {n} %.",
        "Beide Arten von Bildern sehen für die Detektoren oft so aus.",
    ),
    (
        "The score is unusual for both classes at {n} %: nothing like it was validated.",
        "Keine der beiden Arten von Bildern sieht für die Detektoren oft so aus: Nichts dergleichen wurde geprüft.",
    ),
    (
        "At most {n} % of validated camera images score this high.",
        "Von den geprüften Kamerabildern ähneln höchstens {n} % so stark erzeugten Bildern.",
    ),
    (
        "At most {n} % of validated generated images score this low.",
        "Von den geprüften erzeugten Bildern ähneln höchstens {n} % so stark Kamerabildern.",
    ),
    (
        "The likelihood ratio is under {n} either way: no support.",
        "Der Unterschied ist kleiner als das {n}-Fache und zählt für keine Seite.",
    ),
    (
        "The likelihood ratio is held at the {end} that the validated images support.",
        "Die Zahl wird an der Grenze gehalten, die die Versuche hergeben.",
    ),
    (
        "The answer changes side on one window of the image ({changes}): it is not stable.",
        "Ein Teil des Bildes bekommt die entgegengesetzte Antwort, wenn man ihn ein wenig verändert ({changes}): Die "
        "Antwort ist nicht stabil.",
    ),
    ("Calibrated detectors disagree: {told}.", "Die Detektoren sind sich nicht einig: {told}."),
    (
        "{id} supports “made by a generative model” (log10 LR {n})",
        "{id} sagt „von einem generativen Modell erzeugt“",
    ),
    ("{id} supports “captured by a camera” (log10 LR {n})", "{id} sagt „mit einer Kamera aufgenommen“"),
    ("The verdict rests on {id} alone: {why}.", "Die Antwort kommt von {id} allein: {why}."),
    ("{id} gave no likelihood ratio", "{id} gab keine brauchbare Antwort"),
    (
        "the fusion was not validated on such images",
        "die Detektoren zu verbinden wurde an solchen Bildern nicht geprüft",
    ),
)
