"""German for readers who know nothing of the field."""

from __future__ import annotations

from gauntlet_desktop.core.records import C2paState, Tier
from gauntlet_template_narrator.wording import Templates, Wording
from gauntlet_template_narrator.words.de_technical import CAMERA, GENERATED, PLACES, STRENGTHS
from gauntlet_template_narrator.words.phrases_de import PHRASES, PLAIN_PHRASES
from gauntlet_template_narrator.words.rules_de import RULES, UNITS

_MODEL = "Ein generatives Modell ist ein Programm, das Bilder herstellt, zum Beispiel nach einer Beschreibung."

TEMPLATES = Templates(
    generated=GENERATED,
    camera=CAMERA,
    tiers={
        Tier.AI_SUPPORTED: f"Was gemessen wurde, spricht eher für „{{generated}}“ als für „{{camera}}“. {_MODEL}",
        Tier.LEANS_AI: "Was gemessen wurde, deutet ein wenig auf „{generated}“ hin, aber nicht stark genug, um sich "
        "darauf zu stützen.",
        Tier.INCONCLUSIVE: "Was gemessen wurde, ist nicht eindeutig: Es entscheidet nicht, ob das Bild {generated} "
        "oder {camera} wurde. Das ist kein Hinweis auf eine der Seiten.",
        Tier.LEANS_CAMERA: "Was gemessen wurde, deutet ein wenig auf „{camera}“ hin, aber nicht stark genug, um sich "
        "darauf zu stützen.",
        Tier.CAMERA_SUPPORTED: f"Was gemessen wurde, spricht eher für „{{camera}}“ als für „{{generated}}“. {_MODEL}",
    },
    ratio="Was gemessen wurde, ist {ratio}-mal so wahrscheinlich, wenn das Bild {first} wurde, wie wenn es {second} "
    "wurde; auf der Skala forensischer Institute heißt das: {strength}. Es ist nicht die Wahrscheinlichkeit, dass das "
    "Bild {first} wurde.",
    no_support="Was gemessen wurde, ist etwa gleich wahrscheinlich, ob das Bild nun {first} oder {second} wurde.",
    strengths=STRENGTHS,
    verbal="",
    no_verbal="",
    bounds="So klar ein Bild auch scheint: Das Programm gibt höchstens das {cap}-Fache für „{generated}“ und das "
    "{floor}-Fache für „{camera}“ an. Es wurde an {n_real} Kamerabildern und {n_generated} erzeugten Bildern geprüft, "
    "und mehr geben diese nicht her.",
    bound_reached="Hier ist diese Grenze erreicht.",
    ladder_stable="Das Bild neu zu speichern, zu verkleinern oder zu verschieben bringt die Antwort nicht auf die "
    "andere Seite.",
    ladder_changed="Noch einmal versucht als „{change}“, bekam das Bild die entgegengesetzte Antwort: Die Antwort ist "
    "nicht stabil.",
    ladder_outside="Als „{change}“ ist das Bild von einer Art, die nicht geprüft wurde; es bekam deshalb keine "
    "Antwort.",
    rests_on="Die Antwort kommt vom Detektor {id}.",
    fused="Die Antwort verbindet die Detektoren {ids}.",
    prior="Die Antwort hängt auch davon ab, was man vorher annahm: Aus {prior} % für „{generated}“ werden durch die "
    "Messung {probability} %. Eine andere Annahme führt zu einer anderen Zahl.",
    error_rate="Wie oft das falsch ist, in Versuchen mit Bildern wie diesem ({stratum}): {name}, {count} von {total}, "
    "das sind {rate} %.",
    error_rates={
        "ai_supported_given_camera": "Kamerabilder, die fälschlich als erzeugt galten",
        "leans_or_supported_ai_given_camera": "Kamerabilder, die fälschlich als erzeugt oder eher erzeugt galten",
        "camera_supported_given_ai": "erzeugte Bilder, die fälschlich als Kamerabilder galten",
        "leans_or_supported_camera_given_ai": "erzeugte Bilder, die fälschlich als Kamerabilder oder eher als "
        "Kamerabilder galten",
        "inconclusive": "Bilder beider Arten, bei denen nichts entschieden wurde",
    },
    out_of_scope="Das Programm gibt zu diesem Bild keine Antwort; das sagt nichts darüber, woher es kommt. {reason}",
    failed="Die Datei konnte nicht untersucht werden. {message} {remedy}",
    score="",
    own_ratio="",
    uncalibrated="Was die Zahl des Detektors {id} bei einem Bild wie diesem bedeutet, ist nicht bekannt; sie zählt "
    "deshalb nicht.",
    experimental="Der Detektor {id} ist experimentell: Versuche haben nicht gezeigt, dass er so gut ist, wie es "
    "verlangt war. Sehen Sie zuerst an, wie oft er irrt, und dann erst seine Antwort.",
    conflict="Die Detektoren {first} und {second} geben entgegengesetzte Antworten.",
    heatmap="Die Heatmap „{method}“ von {detector} deutet insgesamt auf „{side}“ hin, am stärksten {place}. Sie zeigt, "
    "was den Detektor bewegt hat, nicht, wo das Bild verändert wurde.",
    heatmap_even="In der Heatmap „{method}“ von {detector} sticht keine Stelle des Bildes hervor.",
    finding="{artifact}: Messwert {value}; neun von zehn Kamerabildern des Vergleichs liegen zwischen {p05} und {p95}.",
    finding_alone="{artifact}: Messwert {value}.",
    claims={
        "generated": "Darin gleicht das Bild erzeugten Bildern; von Kamerabildern würden {rate} % fälschlich so "
        "beschrieben.",
        "camera": "Darin gleicht das Bild Kamerabildern; von erzeugten Bildern würden {rate} % fälschlich so "
        "beschrieben.",
    },
    observation="Das ist einen Blick wert, spricht aber für keine Seite: Von den Bildern des Vergleichs würden "
    "{rate} % fälschlich so beschrieben.",
    observation_alone="Das ist einen Blick wert, spricht aber für keine Seite: Wie oft es bei Kamerabildern vorkommt, "
    "wurde nicht gemessen.",
    weak="Es ist nur ein schwaches Zeichen dafür.",
    history="Es sagt, was mit der Datei geschehen ist, nicht, woher das Bild stammt.",
    region="„{artifact}“ ist am stärksten {place}.",
    unremarkable="Nachgesehen und nicht ungewöhnlich: {artifacts}.",
    c2pa={
        C2paState.ABSENT: "Die Datei enthält keine unterschriebene Angabe zu ihrem Ursprung (C2PA). Die meisten "
        "Dateien enthalten keine: Das sagt nichts.",
        C2paState.INVALID: "Die Datei enthält eine unterschriebene Angabe zu ihrem Ursprung (C2PA), aber die "
        "Unterschrift passt nicht: Darauf ist kein Verlass.",
        C2paState.VALID_UNTRUSTED: "Die Datei enthält eine unversehrte, unterschriebene Angabe zu ihrem Ursprung "
        "(C2PA), aber wer sie unterschrieben hat, steht auf keiner Vertrauensliste.",
        C2paState.VALID_TRUSTED: "Die Datei enthält eine unversehrte Angabe zu ihrem Ursprung (C2PA) mit einer "
        "vertrauenswürdigen Unterschrift. Ob diese inzwischen widerrufen ist, wurde nicht geprüft.",
        C2paState.NOT_CHECKED: "Ob die Datei eine unterschriebene Angabe zu ihrem Ursprung (C2PA) enthält, wurde nicht "
        "geprüft.",
    },
    c2pa_maker="Diese Angabe nennt „{claim_generator}“ als das Programm, das sie geschrieben hat.",
    declared={
        "generator": "Die Datei selbst nennt den Bildgenerator „{value}“. So einen Vermerk kann jeder schreiben.",
        "camera": "Die Datei selbst nennt die Kamera „{value}“. So einen Vermerk kann jeder schreiben.",
        "digital_source_type": "Die Datei selbst nennt als ihre Art „{value}“. So einen Vermerk kann jeder schreiben.",
    },
    limit_verdict="Das ist ein Anhaltspunkt unter anderen; die Schlussfolgerung ziehen Menschen. Ob ein Teil eines "
    "Kamerabildes verändert wurde, ist nicht untersucht worden.",
    limit_population="Die Fehlerraten stammen aus Versuchen mit {n_real} Kamerabildern und {n_generated} erzeugten "
    "Bildern; bei anderen Kameras, Generatoren oder Bearbeitungen können Fehler häufiger sein.",
    limit_findings="Was im Bild gefunden wurde, ist unabhängig gemessen und ändert die Antwort oben nicht.",
    limit_scale="Das Bild wurde für die Untersuchung auf {percent} % seiner Größe verkleinert; die feinsten Spuren "
    "sind daher verloren.",
    places=PLACES,
    unknown="Im Wortlaut des Protokolls (englisch): „{text}“",
)

WORDING = Wording("de", "plain", TEMPLATES, RULES, (*PLAIN_PHRASES, *PHRASES), UNITS, ",")
