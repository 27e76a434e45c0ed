"""German for experts: every measured value, and the terms of the glossary."""

from __future__ import annotations

from gauntlet_desktop.core.records import C2paState, Tier
from gauntlet_template_narrator.wording import Templates, Wording
from gauntlet_template_narrator.words.phrases_de import PHRASES
from gauntlet_template_narrator.words.rules_de import RULES, UNITS

GENERATED = "von einem generativen Modell erzeugt"
CAMERA = "mit einer Kamera aufgenommen"
STRENGTHS = {
    "no support": "keine Unterstützung",
    "weak support": "schwache Unterstützung",
    "moderate support": "mäßige Unterstützung",
    "moderately strong support": "mäßig starke Unterstützung",
    "strong support": "starke Unterstützung",
    "very strong support": "sehr starke Unterstützung",
}
PLACES = (
    ("oben links im Bild", "oben in der Mitte des Bildes", "oben rechts im Bild"),
    ("links in halber Höhe des Bildes", "in der Mitte des Bildes", "rechts in halber Höhe des Bildes"),
    ("unten links im Bild", "unten in der Mitte des Bildes", "unten rechts im Bild"),
)

TEMPLATES = Templates(
    generated=GENERATED,
    camera=CAMERA,
    tiers={
        Tier.AI_SUPPORTED: "Die Evidenz spricht für „{generated}“ gegenüber „{camera}“.",
        Tier.LEANS_AI: "Die Evidenz deutet auf „{generated}“ hin, ist aber nicht stark genug, um es zu stützen.",
        Tier.INCONCLUSIVE: "Die Evidenz ist nicht eindeutig: Sie unterscheidet die beiden Propositionen nicht. Das ist "
        "keine schwache Unterstützung für eine der Seiten.",
        Tier.LEANS_CAMERA: "Die Evidenz deutet auf „{camera}“ hin, ist aber nicht stark genug, um es zu stützen.",
        Tier.CAMERA_SUPPORTED: "Die Evidenz spricht für „{camera}“ gegenüber „{generated}“.",
    },
    ratio="Die Evidenz ist {ratio}-mal so wahrscheinlich, wenn das Bild {first} wurde, wie wenn es {second} wurde: "
    "{verbal}.",
    no_support="Die Evidenz ist unter beiden Propositionen etwa gleich wahrscheinlich (Likelihood-Quotient {ratio}): "
    "{verbal}.",
    strengths=STRENGTHS,
    verbal="{strength} für „{first}“ gegenüber „{second}“",
    no_verbal="keine Unterstützung für eine der Propositionen",
    bounds="Quotienten über {cap} für „{generated}“ und über {floor} für „{camera}“ werden nicht angegeben: Die "
    "{n_real} Kamerabilder und {n_generated} erzeugten Bilder der Validierung stützen nicht mehr.",
    bound_reached="Der Quotient steht an dieser Grenze: Der Wert des Detektors allein ergäbe einen extremeren.",
    ladder_stable="Das Bild neu zu kodieren, zu verkleinern und zu verschieben bringt die Antwort nicht auf die andere "
    "Seite: Der log10 LR bleibt zwischen {low} und {high}.",
    ladder_changed="Erneut bewertet als „{change}“ wechselt das Bild mit einem log10 LR von {log10_lr} auf die andere "
    "Seite: Die Antwort ist nicht stabil.",
    ladder_outside="Als „{change}“ liegt das Bild außerhalb dessen, was validiert wurde, und wurde deshalb nicht "
    "bewertet.",
    rests_on="Das Ergebnis beruht auf dem Detektor {id}.",
    fused="Das Ergebnis beruht auf den fusionierten Likelihood-Quotienten der Detektoren {ids}.",
    prior="Mit der angegebenen A-priori-Wahrscheinlichkeit von {prior} % für „{generated}“ beträgt die "
    "A-posteriori-Wahrscheinlichkeit {probability} %.",
    error_rate="Fehlerrate im Stratum „{stratum}“, {name}: {count} von {total}, das sind {rate} % (exaktes "
    "Konfidenzintervall {low} bis {high} %).",
    error_rates={
        "ai_supported_given_camera": "Kamerabilder, bei denen fälschlich eine Erzeugung gestützt wurde",
        "leans_or_supported_ai_given_camera": "Kamerabilder, bei denen fälschlich auf eine Erzeugung hingedeutet oder "
        "sie gestützt wurde",
        "camera_supported_given_ai": "erzeugte Bilder, bei denen fälschlich eine Aufnahme gestützt wurde",
        "leans_or_supported_camera_given_ai": "erzeugte Bilder, bei denen fälschlich auf eine Aufnahme hingedeutet "
        "oder sie gestützt wurde",
        "inconclusive": "Bilder beider Klassen, die nicht eindeutig blieben",
    },
    out_of_scope="Es wird kein Ergebnis angegeben; das sagt nichts über den Ursprung des Bildes. {reason}",
    failed="Die Datei konnte nicht untersucht werden. {message} {remedy}",
    score="Der Detektor {id} {version} ergab den Wert {score}.",
    own_ratio="Der log10 LR des Detektors {id} allein beträgt {log10_lr}.",
    uncalibrated="Der Detektor {id} ist für dieses Bild nicht kalibriert: Aus seinem Wert folgt kein "
    "Likelihood-Quotient.",
    experimental="Der Detektor {id} ist experimentell: Dass er sein Validierungsziel erreicht, ist nicht gezeigt; "
    "seine Fehlerraten sind vor seiner Antwort zu lesen.",
    conflict="Die Detektoren {first} und {second} zeigen auf entgegengesetzte Seiten, mit log10 LR von "
    "{first_log10_lr} und {second_log10_lr}.",
    heatmap="In der Heatmap „{method}“ von {detector} deutet die Evidenz insgesamt auf „{side}“ hin, am stärksten "
    "{place}; sie zeigt, was den Wert bewegt hat, nicht, wo das Bild verändert wurde.",
    heatmap_even="Die Heatmap „{method}“ von {detector} ist gleichmäßig: Keine Stelle des Bildes hat den Wert stärker "
    "bewegt als eine andere.",
    finding="{artifact}: {value} ({unit}), gegenüber {p05} bis {p95} bei neun von zehn zurückgehaltenen Kamerabildern; "
    "{real} % von diesen und {generated} % der zurückgehaltenen erzeugten Bilder liegen bei diesem Wert oder darunter.",
    finding_alone="{artifact}: {value} ({unit}).",
    claims={
        "generated": "Darin gleicht es erzeugten Bildern; dieselbe Aussage wird fälschlich über {rate} % der "
        "zurückgehaltenen Kamerabilder gemacht.",
        "camera": "Darin gleicht es Kamerabildern; dieselbe Aussage wird fälschlich über {rate} % der zurückgehaltenen "
        "erzeugten Bilder gemacht.",
    },
    observation="Das ist eine Beobachtung, die für keine Seite spricht: Als Aussage wäre sie bei {rate} % der "
    "zurückgehaltenen Bilder falsch.",
    observation_alone="Das ist eine Beobachtung, die für keine Seite spricht: Wie oft sie bei Kamerabildern zutrifft, "
    "wurde nicht gemessen.",
    weak="Sie ist nur ein schwacher Hinweis auf dieses Artefakt.",
    history="Das sagt, wie die Datei verarbeitet wurde, nicht, woher das Bild stammt.",
    region="„{artifact}“ ist am stärksten {place} ({width} x {height} px ab Spalte {x}, Zeile {y}).",
    unremarkable="Gemessen und unauffällig: {artifacts}.",
    c2pa={
        C2paState.ABSENT: "Die Datei enthält kein C2PA-Manifest; sein Fehlen sagt nichts über den Ursprung des Bildes.",
        C2paState.INVALID: "Die Datei enthält ein C2PA-Manifest, dessen Prüfung fehlschlägt: Auf seine Angaben ist "
        "kein Verlass.",
        C2paState.VALID_UNTRUSTED: "Die Datei enthält ein unversehrtes C2PA-Manifest, dessen Unterzeichner auf keiner "
        "Vertrauensliste steht.",
        C2paState.VALID_TRUSTED: "Die Datei enthält ein unversehrtes C2PA-Manifest eines vertrauenswürdigen "
        "Unterzeichners; ein Widerruf wurde nicht geprüft.",
        C2paState.NOT_CHECKED: "C2PA-Manifeste wurden nicht geprüft: Das Leseprogramm fehlt in dieser Installation.",
    },
    c2pa_maker="Das Manifest nennt „{claim_generator}“ als das Programm, das die Angaben gemacht hat.",
    declared={
        "generator": "Die Datei gibt den Generator „{value}“ an; das kann gefälscht sein.",
        "camera": "Die Datei gibt die Kamera „{value}“ an; das kann gefälscht sein.",
        "digital_source_type": "Die Datei gibt den Digital Source Type „{value}“ an; das kann gefälscht sein.",
    },
    limit_verdict="Der Likelihood-Quotient ist ein Teil der Evidenz, die Schlussfolgerung zieht die sachverständige "
    "Person; Veränderungen eines Teils eines Kamerabildes sind nicht Gegenstand der Frage.",
    limit_population="Die Fehlerraten gelten für Bilder wie die {n_real} Kamerabilder und {n_generated} erzeugten "
    "Bilder der Validierung; andere Kameras, Generatoren und Bearbeitungen können sie erhöhen.",
    limit_findings="Auffälligkeiten und Beobachtungen werden unabhängig vom Detektor gemessen und gehen nicht in den "
    "Likelihood-Quotienten ein.",
    limit_scale="Das Bild wurde für die Untersuchung auf {percent} % seiner Größe verkleinert; Spuren einzelner Pixel "
    "sind daher verloren.",
    places=PLACES,
    unknown="Im Wortlaut des Protokolls (englisch): „{text}“",
)

WORDING = Wording("de", "technical", TEMPLATES, RULES, PHRASES, UNITS, ",")
