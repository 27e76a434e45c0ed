<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> It was ended while the plugin “{plugin}” was at work ({step}).</source>
        <translation> Sie wurde beendet, während das Plugin „{plugin}“ arbeitete ({step}).</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln Byte</numerusform>
            <numerusform>%Ln Bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen image(s)</source>
        <translation>
            <numerusform>%Ln gewähltes Bild</numerusform>
            <numerusform>%Ln gewählte Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cluster(s)</source>
        <translation>
            <numerusform>%Ln Cluster</numerusform>
            <numerusform>%Ln Cluster</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are in {folder}.</source>
        <translation>
            <numerusform>%Ln Datei liegt in {folder}.</numerusform>
            <numerusform>%Ln Dateien liegen in {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) wait for the next analysis</source>
        <translation>
            <numerusform>%Ln Datei wartet auf die nächste Analyse</numerusform>
            <numerusform>%Ln Dateien warten auf die nächste Analyse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) written to {folder}</source>
        <translation>
            <numerusform>%Ln Datei geschrieben in {folder}</numerusform>
            <numerusform>%Ln Dateien geschrieben in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) tagged</source>
        <translation>
            <numerusform>%Ln Bild verschlagwortet</numerusform>
            <numerusform>%Ln Bilder verschlagwortet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) with a likelihood ratio, {generated} of them over 1; {chosen}</source>
        <translation>
            <numerusform>%Ln Bild mit einem Likelihood-Quotienten, davon {generated} über 1; {chosen}</numerusform>
            <numerusform>%Ln Bilder mit einem Likelihood-Quotienten, davon {generated} über 1; {chosen}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) written to {path}</source>
        <translation>
            <numerusform>%Ln Bild geschrieben in {path}</numerusform>
            <numerusform>%Ln Bilder geschrieben in {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out</source>
        <translation>
            <numerusform>%Ln ausgelassen</numerusform>
            <numerusform>%Ln ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) read</source>
        <translation>
            <numerusform>%Ln Zeile gelesen</numerusform>
            <numerusform>%Ln Zeilen gelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) without a SHA-256 left out</source>
        <translation>
            <numerusform>%Ln Zeile ohne SHA-256 ausgelassen</numerusform>
            <numerusform>%Ln Zeilen ohne SHA-256 ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln map(s)</source>
        <translation>
            <numerusform>%Ln Karte</numerusform>
            <numerusform>%Ln Karten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more entries were not taken.</source>
        <translation>
            <numerusform>%Ln weiterer Eintrag wurde nicht übernommen.</numerusform>
            <numerusform>%Ln weitere Einträge wurden nicht übernommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not analysed</source>
        <translation>
            <numerusform>%Ln nicht analysiert</numerusform>
            <numerusform>%Ln nicht analysiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parameter(s).</source>
        <translation>
            <numerusform>%Ln Parameter.</numerusform>
            <numerusform>%Ln Parameter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) written to {folder}</source>
        <translation>
            <numerusform>%Ln Bericht geschrieben in {folder}</numerusform>
            <numerusform>%Ln Berichte geschrieben in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln result(s) added to {path}</source>
        <translation>
            <numerusform>%Ln Ergebnis hinzugefügt zu {path}</numerusform>
            <numerusform>%Ln Ergebnisse hinzugefügt zu {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) are in {file}.</source>
        <translation>
            <numerusform>%Ln Zeile steht in {file}.</numerusform>
            <numerusform>%Ln Zeilen stehen in {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln ausgewählt</numerusform>
            <numerusform>%Ln ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected image(s)</source>
        <translation>
            <numerusform>%Ln ausgewähltes Bild</numerusform>
            <numerusform>%Ln ausgewählte Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings were set back. Undo takes that back.</source>
        <translation>
            <numerusform>%Ln Einstellung wurde zurückgesetzt. „Rückgängig“ nimmt das zurück.</numerusform>
            <numerusform>%Ln Einstellungen wurden zurückgesetzt. „Rückgängig“ nimmt das zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) written to {path}</source>
        <translation>
            <numerusform>%Ln Bogen geschrieben in {path}</numerusform>
            <numerusform>%Ln Bögen geschrieben in {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdict(s) that changed</source>
        <translation>
            <numerusform>%Ln geändertes Ergebnis</numerusform>
            <numerusform>%Ln geänderte Ergebnisse</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;About…</source>
        <translation>Ü&amp;ber…</translation>
    </message>
    <message>
        <source>&amp;After</source>
        <translation>&amp;Nachher</translation>
    </message>
    <message>
        <source>&amp;Analyse again</source>
        <translation>&amp;Erneut analysieren</translation>
    </message>
    <message>
        <source>&amp;Analyse the case again…</source>
        <translation>Fall erneut &amp;analysieren…</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Vorher</translation>
    </message>
    <message>
        <source>&amp;Calibrate…</source>
        <translation>&amp;Kalibrieren…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Case</source>
        <translation>&amp;Fall</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>&amp;Liste leeren</translation>
    </message>
    <message>
        <source>&amp;Cluster</source>
        <translation>&amp;Cluster bilden</translation>
    </message>
    <message>
        <source>&amp;Copy SHA-256</source>
        <translation>SHA-256 &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Detectors and their figures…</source>
        <translation>&amp;Detektoren und ihre Kennzahlen…</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>&amp;Deaktivieren</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>&amp;Aktivieren</translation>
    </message>
    <message>
        <source>&amp;Export a table (CSV)…</source>
        <translation>&amp;Tabelle exportieren (CSV)…</translation>
    </message>
    <message>
        <source>&amp;Export as ONNX…</source>
        <translation>Als ONNX &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Export report…</source>
        <translation>&amp;Bericht exportieren…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Filter images</source>
        <translation>Bilder &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Fertig</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>&amp;Glossary…</source>
        <translation>&amp;Glossar…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>B&amp;ild</translation>
    </message>
    <message>
        <source>&amp;Import a list of files…</source>
        <translation>Liste von Dateien &amp;importieren…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Language models…</source>
        <translation>&amp;Sprachmodelle…</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>&amp;Lasso</translation>
    </message>
    <message>
        <source>&amp;Map of clusters…</source>
        <translation>Karte der &amp;Cluster…</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;New case…</source>
        <translation>&amp;Neuer Fall…</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Next image</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>&amp;Open files…</source>
        <translation>Dateien ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Others like this one</source>
        <translation>A&amp;ndere wie dieses</translation>
    </message>
    <message>
        <source>&amp;Pages of their own for</source>
        <translation>&amp;Eigene Seiten für</translation>
    </message>
    <message>
        <source>&amp;Plugins…</source>
        <translation>&amp;Plugins…</translation>
    </message>
    <message>
        <source>&amp;Previous image</source>
        <translation>&amp;Vorheriges Bild</translation>
    </message>
    <message>
        <source>&amp;Quantise…</source>
        <translation>&amp;Quantisieren…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Recent files</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>Ent&amp;fernen…</translation>
    </message>
    <message>
        <source>&amp;Report on the case (PDF)…</source>
        <translation>&amp;Bericht über den Fall (PDF)…</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Save diagnostics…</source>
        <translation>Diagnose &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Save results to case…</source>
        <translation>Ergebnisse im Fall &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Show all in the list</source>
        <translation>&amp;Alle in der Liste zeigen</translation>
    </message>
    <message>
        <source>&amp;Show the {view}</source>
        <translation>&amp;Zeigen: {view}</translation>
    </message>
    <message>
        <source>&amp;Skip the tour</source>
        <translation>Rundgang ü&amp;berspringen</translation>
    </message>
    <message>
        <source>&amp;Tag by a list of hashes…</source>
        <translation>Mit einer Liste von Prüfsummen &amp;verschlagworten…</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Verdicts that changed…</source>
        <translation>&amp;Geänderte Ergebnisse…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Verifizieren</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>(changes side)</source>
        <translation>(wechselt die Seite)</translation>
    </message>
    <message>
        <source>, and {count} more</source>
        <translation>, und {count} weitere</translation>
    </message>
    <message>
        <source>, of the picture</source>
        <translation>, zum Bild</translation>
    </message>
    <message>
        <source>, of the picture under its heatmap</source>
        <translation>, zum Bild unter seiner Heatmap</translation>
    </message>
    <message>
        <source>1: both maps put the places of the image in the same order, from camera to generated; 0: the orders have nothing in common; -1: opposite orders. No method is the truth for another, so this has no limit to pass.</source>
        <translation>1: Beide Karten bringen die Stellen des Bildes in dieselbe Reihenfolge, von Kamera bis erzeugt; 0: Die Reihenfolgen haben nichts gemeinsam; -1: entgegengesetzte Reihenfolgen. Keine Methode ist die Wahrheit für eine andere; darum gibt es hier keine Grenze, die zu erreichen wäre.</translation>
    </message>
    <message>
        <source>A file of this name exists.</source>
        <translation>Es gibt schon eine Datei dieses Namens.</translation>
    </message>
    <message>
        <source>A file whose decoding takes more memory is refused.</source>
        <translation>Eine Datei, deren Dekodieren mehr Speicher braucht, wird abgelehnt.</translation>
    </message>
    <message>
        <source>A file whose decoding takes more processor time is refused.</source>
        <translation>Eine Datei, deren Dekodieren mehr Prozessorzeit braucht, wird abgelehnt.</translation>
    </message>
    <message>
        <source>A fusion needs two different detectors.</source>
        <translation>Eine Fusion braucht zwei verschiedene Detektoren.</translation>
    </message>
    <message>
        <source>A language model server must run on this machine: http://127.0.0.1:PORT/v1</source>
        <translation>Ein Server mit einem Sprachmodell muss auf diesem Rechner laufen: http://127.0.0.1:PORT/v1</translation>
    </message>
    <message>
        <source>A model that a server on this machine runs</source>
        <translation>Ein Modell, das ein Server auf diesem Rechner betreibt</translation>
    </message>
    <message>
        <source>A part of the program itself broke down ({reason}).</source>
        <translation>Ein Teil des Programms selbst ist zusammengebrochen ({reason}).</translation>
    </message>
    <message>
        <source>A plugin runs with your rights: install only what you trust. What is disabled is loaded nowhere. With GAUNTLET_SAFE_MODE=1 only built-in plugins are loaded.</source>
        <translation>Ein Plugin läuft mit Ihren Rechten: Installieren Sie nur, was Sie für vertrauenswürdig halten. Was deaktiviert ist, wird nirgends geladen. Mit GAUNTLET_SAFE_MODE=1 werden nur eingebaute Plugins geladen.</translation>
    </message>
    <message>
        <source>A prompt cannot be used: {reason}.</source>
        <translation>Ein Prompt lässt sich nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>A region is four whole numbers: x, y, width, height.</source>
        <translation>Eine Region besteht aus vier ganzen Zahlen: x, y, Breite, Höhe.</translation>
    </message>
    <message>
        <source>A report cannot be named {ending}: its twin is.</source>
        <translation>Ein Bericht kann nicht auf {ending} enden: So endet sein Zwilling.</translation>
    </message>
    <message>
        <source>A tag has 1 to {tag} characters, a note at most {note:,}.</source>
        <translation>Ein Schlagwort hat 1 bis {tag} Zeichen, eine Notiz höchstens {note:,}.</translation>
    </message>
    <message>
        <source>A template has no “{name}”.</source>
        <translation>Eine Vorlage hat kein „{name}“.</translation>
    </message>
    <message>
        <source>A template&apos;s name has letters, digits, spaces, - and _.</source>
        <translation>Der Name einer Vorlage besteht aus Buchstaben, Ziffern, Leerzeichen, - und _.</translation>
    </message>
    <message>
        <source>A thumbnail shows what the picture looked like to the program that wrote it. Where it differs, the picture may have been changed afterwards, or the thumbnail may belong to another one: a question to look into, never proof. The figure is the correlation of brightness of both, reduced alike; from 0.9 on it is called alike, below 0.7 unlike.</source>
        <translation>Ein Vorschaubild zeigt, wie das Bild für das Programm aussah, das es geschrieben hat. Weicht es ab, so kann das Bild später verändert worden sein, oder das Vorschaubild gehört zu einem anderen: eine Frage, der nachzugehen ist, nie ein Beweis. Die Zahl ist die Korrelation der Helligkeit beider, gleich verkleinert; ab 0,9 heißt sie gleich, unter 0,7 ungleich.</translation>
    </message>
    <message>
        <source>Ablation-CAM</source>
        <translation>Ablation-CAM</translation>
    </message>
    <message>
        <source>About Gauntlet Desktop</source>
        <translation>Über Gauntlet Desktop</translation>
    </message>
    <message>
        <source>About the image</source>
        <translation>Über das Bild</translation>
    </message>
    <message>
        <source>Absent: the file holds no C2PA manifest</source>
        <translation>Nicht vorhanden: Die Datei enthält kein C2PA-Manifest</translation>
    </message>
    <message>
        <source>Accuracy on the test split</source>
        <translation>Genauigkeit auf dem Testteil</translation>
    </message>
    <message>
        <source>Accuracy on the validation split</source>
        <translation>Genauigkeit auf dem Validierungsteil</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Actual size (1)</source>
        <translation>Originalgröße (1)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a &amp;folder…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add a &amp;server…</source>
        <translation>&amp;Server hinzufügen…</translation>
    </message>
    <message>
        <source>Add a folder to it first.</source>
        <translation>Fügen Sie ihm zuerst einen Ordner hinzu.</translation>
    </message>
    <message>
        <source>Add a folder to the case</source>
        <translation>Dem Fall einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add a language model</source>
        <translation>Ein Sprachmodell hinzufügen</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Add all complete results to a case</source>
        <translation>Alle vollständigen Ergebnisse einem Fall hinzufügen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add images: 3 at least.</source>
        <translation>Fügen Sie Bilder hinzu: mindestens 3.</translation>
    </message>
    <message>
        <source>Add images: {least} give bounds on the likelihood ratio of 1/{least} and {least} at best.</source>
        <translation>Fügen Sie Bilder hinzu: {least} ergeben bestenfalls Grenzen des Likelihood-Quotienten von 1/{least} und {least}.</translation>
    </message>
    <message>
        <source>Add it under [[detectors]].</source>
        <translation>Führen Sie ihn unter [[detectors]] auf.</translation>
    </message>
    <message>
        <source>Add sources (a sub-folder of real/ and fake/ is one), or hold more of them out.</source>
        <translation>Fügen Sie Quellen hinzu (ein Unterordner von real/ und fake/ ist eine), oder halten Sie mehr davon zurück.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>After</source>
        <comment>literature</comment>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Against physics</source>
        <translation>Gegen die Physik</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Behörde</translation>
    </message>
    <message>
        <source>Aliasing along edges</source>
        <translation>Aliasing an Kanten</translation>
    </message>
    <message>
        <source>Aliasing along edges: colour fringes</source>
        <translation>Aliasing an Kanten: Farbsäume</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>All files of {id} are as they were imported.</source>
        <translation>Alle Dateien von {id} sind so, wie sie importiert wurden.</translation>
    </message>
    <message>
        <source>All results</source>
        <translation>Alle Ergebnisse</translation>
    </message>
    <message>
        <source>All results of this case were made with one configuration.</source>
        <translation>Alle Ergebnisse dieses Falls wurden mit einer Konfiguration gewonnen.</translation>
    </message>
    <message>
        <source>Also as a page of HTML</source>
        <translation>Auch als HTML-Seite</translation>
    </message>
    <message>
        <source>Also reword the text</source>
        <translation>Auch den Text umformulieren</translation>
    </message>
    <message>
        <source>An analysis that takes longer is ended, with the plugin that hangs in it.</source>
        <translation>Eine Analyse, die länger dauert, wird beendet, samt dem Plugin, das in ihr hängt.</translation>
    </message>
    <message numerus="yes">
        <source>Analyse %Ln file(s) of the case again?</source>
        <translation>
            <numerusform>%Ln Datei des Falls erneut analysieren?</numerusform>
            <numerusform>%Ln Dateien des Falls erneut analysieren?</numerusform>
        </translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse it again in safe mode (GAUNTLET_SAFE_MODE=1) to find out whether a plugin is the cause.</source>
        <translation>Analysieren Sie sie erneut im abgesicherten Modus (GAUNTLET_SAFE_MODE=1), um herauszufinden, ob ein Plugin die Ursache ist.</translation>
    </message>
    <message>
        <source>Analyse it again, then explain it.</source>
        <translation>Analysieren Sie sie erneut, und erklären Sie sie dann.</translation>
    </message>
    <message>
        <source>Analyse it again.</source>
        <translation>Analysieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>Analyse its images with another model or calibration first.</source>
        <translation>Analysieren Sie seine Bilder zuerst mit einem anderen Modell oder einer anderen Kalibrierung.</translation>
    </message>
    <message>
        <source>Analyse the case again after a model or a calibration has changed; old results stay.</source>
        <translation>Analysieren Sie den Fall erneut, nachdem sich ein Modell oder eine Kalibrierung geändert hat; alte Ergebnisse bleiben.</translation>
    </message>
    <message>
        <source>Analyse the image again.</source>
        <translation>Analysieren Sie das Bild erneut.</translation>
    </message>
    <message>
        <source>Analyse the selected images again</source>
        <translation>Die ausgewählten Bilder erneut analysieren</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Wird analysiert</translation>
    </message>
    <message>
        <source>Analysing image {} of {}</source>
        <translation>Bild {} von {} wird analysiert</translation>
    </message>
    <message>
        <source>Analysing image {} of {} again</source>
        <translation>Bild {} von {} wird erneut analysiert</translation>
    </message>
    <message>
        <source>Analysing …</source>
        <translation>Wird analysiert …</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Analysis cancelled</source>
        <translation>Analyse abgebrochen</translation>
    </message>
    <message>
        <source>Analysis of the folder</source>
        <translation>Analyse des Ordners</translation>
    </message>
    <message>
        <source>Analysis process</source>
        <translation>Analyseprozess</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>Und {count} weitere.</translation>
    </message>
    <message>
        <source>Annex: model cards</source>
        <translation>Anhang: Modellkarten</translation>
    </message>
    <message>
        <source>Another program is writing to the case.</source>
        <translation>Ein anderes Programm schreibt gerade in den Fall.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answer of the checklist</source>
        <translation>Antwort der Checkliste</translation>
    </message>
    <message>
        <source>Answer: {reply}</source>
        <translation>Antwort: {reply}</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Arrow keys: a tenth of a decade of odds. Page up and down: a factor of ten.</source>
        <translation>Pfeiltasten: eine Zehntel-Dekade der Chancen. Bild auf und ab: ein Faktor zehn.</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Artifact in the picture</source>
        <translation>Artefakt im Bild</translation>
    </message>
    <message>
        <source>Artificial enhancement</source>
        <translation>Künstliche Aufwertung</translation>
    </message>
    <message>
        <source>Artificial enhancement: exaggerated tonal contrast</source>
        <translation>Künstliche Aufwertung: übertriebener Tonwertkontrast</translation>
    </message>
    <message>
        <source>Artificial enhancement: raised local contrast</source>
        <translation>Künstliche Aufwertung: angehobener lokaler Kontrast</translation>
    </message>
    <message>
        <source>Artificial noise in uniform areas</source>
        <translation>Künstliches Rauschen in gleichmäßigen Flächen</translation>
    </message>
    <message>
        <source>Ask a language model …</source>
        <translation>Ein Sprachmodell fragen …</translation>
    </message>
    <message>
        <source>Ask about the picture instead.</source>
        <translation>Fragen Sie stattdessen nach dem Bild.</translation>
    </message>
    <message>
        <source>Ask its author for safetensors, or for a state dictionary alone.</source>
        <translation>Bitten Sie den Autor um safetensors oder um ein State Dictionary allein.</translation>
    </message>
    <message>
        <source>Ask the model</source>
        <translation>Das Modell fragen</translation>
    </message>
    <message>
        <source>Asymmetric face</source>
        <translation>Asymmetrisches Gesicht</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>At most {n} % of validated camera images score this high.</source>
        <translation>Höchstens {n} % der Kamerabilder der Validierung erreichen einen so hohen Wert.</translation>
    </message>
    <message>
        <source>At most {n} % of validated generated images score this low.</source>
        <translation>Höchstens {n} % der erzeugten Bilder der Validierung haben einen so niedrigen Wert.</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfung der Karte</translation>
    </message>
    <message>
        <source>Audit each map (takes longer)</source>
        <translation>Jede Karte prüfen (dauert länger)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Background without logic</source>
        <translation>Hintergrund ohne Logik</translation>
    </message>
    <message>
        <source>Batch {} of {}</source>
        <translation>Stapel {} von {}</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Behind the number: {artifact}</source>
        <translation>Hinter der Zahl: {artifact}</translation>
    </message>
    <message>
        <source>Bent straight lines</source>
        <translation>Gebogene gerade Linien</translation>
    </message>
    <message>
        <source>Black–white</source>
        <translation>Schwarz–Weiß</translation>
    </message>
    <message>
        <source>Blue–orange</source>
        <translation>Blau–Orange</translation>
    </message>
    <message>
        <source>Blue–red</source>
        <translation>Blau–Rot</translation>
    </message>
    <message>
        <source>Blurred boundaries</source>
        <translation>Verschwommene Grenzen</translation>
    </message>
    <message>
        <source>Bodies that merge</source>
        <translation>Verschmelzende Körper</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Bookmarked</source>
        <translation>Mit Lesezeichen</translation>
    </message>
    <message>
        <source>Breaks of colour coherence</source>
        <translation>Brüche im Farbzusammenhang</translation>
    </message>
    <message>
        <source>Bring it back, or add it anew.</source>
        <translation>Bringen Sie sie zurück, oder fügen Sie das Modell neu hinzu.</translation>
    </message>
    <message>
        <source>Broken continuation</source>
        <translation>Unterbrochene Fortsetzung</translation>
    </message>
    <message>
        <source>Broken horizon</source>
        <translation>Gebrochener Horizont</translation>
    </message>
    <message>
        <source>By default 1 to 200 million pixels, no side over 100 times the other; the settings can raise the limits.</source>
        <translation>Voreingestellt sind 1 bis 200 Millionen Pixel, keine Seite über das 100-Fache der anderen; die Einstellungen können die Grenzen anheben.</translation>
    </message>
    <message>
        <source>C&amp;opy report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>CPU time of an image</source>
        <translation>CPU-Zeit eines Bildes</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Calibrate it again, or remove it with “gauntlet calibrate {detector} --remove”.</source>
        <translation>Kalibrieren Sie erneut, oder entfernen Sie sie mit „gauntlet calibrate {detector} --remove“.</translation>
    </message>
    <message>
        <source>Calibrate the detector again, or install matching files.</source>
        <translation>Kalibrieren Sie den Detektor erneut, oder installieren Sie passende Dateien.</translation>
    </message>
    <message>
        <source>Calibrate the run anew, or take its {file} away.</source>
        <translation>Kalibrieren Sie den Lauf neu, oder nehmen Sie sein {file} weg.</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Kalibriert</translation>
    </message>
    <message>
        <source>Calibrated detectors disagree</source>
        <translation>Kalibrierte Detektoren widersprechen sich</translation>
    </message>
    <message>
        <source>Calibrated detectors disagree: {told}.</source>
        <translation>Kalibrierte Detektoren widersprechen sich: {told}.</translation>
    </message>
    <message>
        <source>Calibrating</source>
        <translation>Wird kalibriert</translation>
    </message>
    <message>
        <source>Calibration needs two sources of each class, each left out once; found: {known}.</source>
        <translation>Die Kalibrierung braucht zwei Quellen jeder Klasse, die je einmal ausgelassen werden; gefunden: {known}.</translation>
    </message>
    <message>
        <source>Calibration needs {least} images of each class that are in scope; found {real} real and {fake} fake.</source>
        <translation>Die Kalibrierung braucht {least} Bilder jeder Klasse im Anwendungsbereich; gefunden: {real} echte und {fake} erzeugte.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Camera images, 5 to 95 %</source>
        <translation>Kamerabilder, 5 bis 95 %</translation>
    </message>
    <message>
        <source>Camera ← 0 → generated (relative maps: no scale)</source>
        <translation>Kamera ← 0 → erzeugt (relative Karten: ohne Skala)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the analysis</source>
        <translation>Die Analyse abbrechen</translation>
    </message>
    <message>
        <source>Cancel the work</source>
        <translation>Die Arbeit abbrechen</translation>
    </message>
    <message>
        <source>Cancel {name}</source>
        <translation>{name} abbrechen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Cancelled: nothing was written.</source>
        <translation>Abgebrochen: Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>Abgebrochen; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Cancelling it</source>
        <translation>Wird abgebrochen, zur Probe</translation>
    </message>
    <message>
        <source>Cancelling …</source>
        <translation>Wird abgebrochen …</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>Captured by a camera</source>
        <translation>Mit einer Kamera aufgenommen</translation>
    </message>
    <message>
        <source>Card…</source>
        <translation>Karte…</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>Case (*.gauntlet)</source>
        <translation>Fall (*.gauntlet)</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>Fallnummer</translation>
    </message>
    <message>
        <source>Cases and batches</source>
        <translation>Fälle und Stapelläufe</translation>
    </message>
    <message>
        <source>Certificate and key</source>
        <translation>Zertifikat und Schlüssel</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change it, or clear it (on the left).</source>
        <translation>Ändern Sie ihn, oder leeren Sie ihn (links).</translation>
    </message>
    <message>
        <source>Changed (UTC)</source>
        <translation>Geändert (UTC)</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>Geändert.</translation>
    </message>
    <message>
        <source>Changed: {settings}. Undo takes that back.</source>
        <translation>Geändert: {settings}. „Rückgängig“ nimmt das zurück.</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Check its path and permissions.</source>
        <translation>Prüfen Sie ihren Pfad und ihre Berechtigungen.</translation>
    </message>
    <message>
        <source>Check its path, or that its drive is connected.</source>
        <translation>Prüfen Sie den Pfad, oder ob das Laufwerk verbunden ist.</translation>
    </message>
    <message>
        <source>Check its path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Check its permissions, or copy it to a place that you may read.</source>
        <translation>Prüfen Sie die Zugriffsrechte, oder kopieren Sie die Datei an einen Ort, den Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>Check the drive, its quota and its largest file size, then try again.</source>
        <translation>Prüfen Sie das Laufwerk, sein Kontingent und seine größte Dateigröße, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Check the file and the passphrase.</source>
        <translation>Prüfen Sie die Datei und die Passphrase.</translation>
    </message>
    <message>
        <source>Check the folder and its permissions.</source>
        <translation>Prüfen Sie den Ordner und seine Berechtigungen.</translation>
    </message>
    <message>
        <source>Check the methods to use.</source>
        <translation>Wählen Sie die Methoden aus.</translation>
    </message>
    <message>
        <source>Check the path, or that the drive is still connected.</source>
        <translation>Prüfen Sie den Pfad, oder ob das Laufwerk noch verbunden ist.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>Checking file {} of {}</source>
        <translation>Datei {} von {} wird geprüft</translation>
    </message>
    <message>
        <source>Checking the address</source>
        <translation>Die Adresse wird geprüft</translation>
    </message>
    <message>
        <source>Checking the case</source>
        <translation>Der Fall wird geprüft</translation>
    </message>
    <message>
        <source>Checking the weights</source>
        <translation>Die Gewichte werden geprüft</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>{name} wird geprüft</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>Checkliste</translation>
    </message>
    <message>
        <source>Choose &amp;folder…</source>
        <translation>&amp;Ordner wählen…</translation>
    </message>
    <message>
        <source>Choose a CAM method.</source>
        <translation>Wählen Sie eine CAM-Methode.</translation>
    </message>
    <message>
        <source>Choose a file that this program exported.</source>
        <translation>Wählen Sie eine Datei, die dieses Programm exportiert hat.</translation>
    </message>
    <message>
        <source>Choose a file that this program made.</source>
        <translation>Wählen Sie eine Datei, die dieses Programm angelegt hat.</translation>
    </message>
    <message>
        <source>Choose a finding to see its region.</source>
        <translation>Wählen Sie eine Auffälligkeit, um ihre Region zu sehen.</translation>
    </message>
    <message>
        <source>Choose a folder of images.</source>
        <translation>Wählen Sie einen Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Choose a folder with config.json and model.safetensors of the transformers library.</source>
        <translation>Wählen Sie einen Ordner mit config.json und model.safetensors der Bibliothek transformers.</translation>
    </message>
    <message>
        <source>Choose a folder with images in it.</source>
        <translation>Wählen Sie einen Ordner, in dem Bilder liegen.</translation>
    </message>
    <message>
        <source>Choose a method that needs none, such as LIME.</source>
        <translation>Wählen Sie eine Methode, die keine braucht, zum Beispiel LIME.</translation>
    </message>
    <message>
        <source>Choose a model of two classes.</source>
        <translation>Wählen Sie ein Modell mit zwei Klassen.</translation>
    </message>
    <message>
        <source>Choose a name ending in .pdf.</source>
        <translation>Wählen Sie einen Namen, der auf .pdf endet.</translation>
    </message>
    <message>
        <source>Choose a plugin. What “Check” finds, or why its code failed, stands here.</source>
        <translation>Wählen Sie ein Plugin. Hier steht, was „Prüfen“ ergibt oder warum sein Code scheiterte.</translation>
    </message>
    <message>
        <source>Choose a question</source>
        <translation>Wählen Sie eine Frage</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Wählen Sie einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>Choose a smaller folder, or take a part of each source with --limit.</source>
        <translation>Wählen Sie einen kleineren Ordner, oder nehmen Sie mit --limit einen Teil jeder Quelle.</translation>
    </message>
    <message>
        <source>Choose a smaller network.</source>
        <translation>Wählen Sie ein kleineres Netz.</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Alles wählen</translation>
    </message>
    <message>
        <source>Choose an empty folder, or a new one.</source>
        <translation>Wählen Sie einen leeren Ordner oder einen neuen.</translation>
    </message>
    <message>
        <source>Choose an image file; links, pipes and devices are not opened.</source>
        <translation>Wählen Sie eine Bilddatei; Verknüpfungen, Pipes und Geräte werden nicht geöffnet.</translation>
    </message>
    <message>
        <source>Choose an image first.</source>
        <translation>Wählen Sie zuerst ein Bild.</translation>
    </message>
    <message>
        <source>Choose an image in the list to explain it.</source>
        <translation>Wählen Sie ein Bild in der Liste, um es zu erklären.</translation>
    </message>
    <message>
        <source>Choose an image in the list to see its verdict.</source>
        <translation>Wählen Sie ein Bild in der Liste, um sein Ergebnis zu sehen.</translation>
    </message>
    <message>
        <source>Choose an image in the list.</source>
        <translation>Wählen Sie ein Bild in der Liste.</translation>
    </message>
    <message>
        <source>Choose an image in the list. What its file declares stands here once it was read.</source>
        <translation>Wählen Sie ein Bild in der Liste. Hier steht, was seine Datei angibt, sobald sie gelesen ist.</translation>
    </message>
    <message>
        <source>Choose an output …</source>
        <translation>Wählen Sie einen Ausgang …</translation>
    </message>
    <message>
        <source>Choose another detector: deep-evidence, measured-features or an imported PyTorch model.</source>
        <translation>Wählen Sie einen anderen Detektor: deep-evidence, measured-features oder ein importiertes PyTorch-Modell.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Choose another finding.</source>
        <translation>Wählen Sie eine andere Auffälligkeit.</translation>
    </message>
    <message>
        <source>Choose another folder, then try again.</source>
        <translation>Wählen Sie einen anderen Ordner und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another id, or replace it.</source>
        <translation>Wählen Sie eine andere Kennung, oder ersetzen Sie es.</translation>
    </message>
    <message>
        <source>Choose another id.</source>
        <translation>Wählen Sie eine andere Kennung.</translation>
    </message>
    <message>
        <source>Choose another image.</source>
        <translation>Wählen Sie ein anderes Bild.</translation>
    </message>
    <message>
        <source>Choose another method.</source>
        <translation>Wählen Sie eine andere Methode.</translation>
    </message>
    <message>
        <source>Choose another model for this.</source>
        <translation>Wählen Sie dafür ein anderes Modell.</translation>
    </message>
    <message>
        <source>Choose another name or folder for the report.</source>
        <translation>Wählen Sie einen anderen Namen oder Ordner für den Bericht.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>Wählen Sie einen anderen Namen oder Ordner.</translation>
    </message>
    <message>
        <source>Choose another name, or open the case.</source>
        <translation>Wählen Sie einen anderen Namen, oder öffnen Sie den Fall.</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Choose images and a detector, then “Cluster”.</source>
        <translation>Wählen Sie Bilder und einen Detektor, dann „Cluster bilden“.</translation>
    </message>
    <message>
        <source>Choose it to see its place.</source>
        <translation>Wählen Sie sie, um ihre Stelle zu sehen.</translation>
    </message>
    <message>
        <source>Choose k from 1 to {room}, or auto.</source>
        <translation>Wählen Sie k von 1 bis {room} oder auto.</translation>
    </message>
    <message>
        <source>Choose of {predicted}, {known}.</source>
        <translation>Wählen Sie aus {predicted}, {known}.</translation>
    </message>
    <message>
        <source>Choose the architecture and the tower that the weights were trained with.</source>
        <translation>Wählen Sie die Architektur und den Turm, mit denen die Gewichte trainiert wurden.</translation>
    </message>
    <message>
        <source>Choose the device cpu or auto.</source>
        <translation>Wählen Sie das Gerät cpu oder auto.</translation>
    </message>
    <message>
        <source>Choose the image</source>
        <translation>Das Bild wählen</translation>
    </message>
    <message>
        <source>Choose “Analyse again” to get a verdict.</source>
        <translation>Wählen Sie „Erneut analysieren“, um ein Ergebnis zu erhalten.</translation>
    </message>
    <message>
        <source>Choose “{setting}”</source>
        <translation>„{setting}“ wählen</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>Wählen: {name}</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choosing the penalty on sources left out</source>
        <translation>Die Strafe wird an ausgelassenen Quellen gewählt</translation>
    </message>
    <message>
        <source>Chosen finding</source>
        <translation>Gewählte Auffälligkeit</translation>
    </message>
    <message>
        <source>Chosen language model</source>
        <translation>Gewähltes Sprachmodell</translation>
    </message>
    <message>
        <source>Chosen model</source>
        <translation>Gewähltes Modell</translation>
    </message>
    <message>
        <source>Chosen plugin</source>
        <translation>Gewähltes Plugin</translation>
    </message>
    <message>
        <source>Cinematic look</source>
        <translation>Kinolook</translation>
    </message>
    <message>
        <source>Cinematic look: orange lights and teal shadows</source>
        <translation>Kinolook: orange Lichter und türkise Schatten</translation>
    </message>
    <message>
        <source>Cl&amp;usters…</source>
        <translation>Cl&amp;uster…</translation>
    </message>
    <message>
        <source>Claim generator</source>
        <translation>Aussteller der Angabe</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Class to explain</source>
        <translation>Zu erklärende Klasse</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close other programs in case memory ran out, or choose another method or detector.</source>
        <translation>Schließen Sie andere Programme, falls der Speicher nicht reichte, oder wählen Sie eine andere Methode oder einen anderen Detektor.</translation>
    </message>
    <message>
        <source>Close other programs, then try again.</source>
        <translation>Andere Programme schließen und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Close the form</source>
        <translation>Formular schließen</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Das Programm schließen</translation>
    </message>
    <message>
        <source>Clothing without logic</source>
        <translation>Kleidung ohne Logik</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message numerus="yes">
        <source>Cluster {number}: %Ln image(s)</source>
        <translation>
            <numerusform>Cluster {number}: %Ln Bild</numerusform>
            <numerusform>Cluster {number}: %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Clusters show which images the detector sees as alike. They are no evidence of an image&apos;s origin: what an image shows, its size and its compression make clusters too.</source>
        <translation>Cluster zeigen, welche Bilder der Detektor als ähnlich sieht. Sie sind keine Evidenz für den Ursprung eines Bildes: Auch was ein Bild zeigt, seine Größe und seine Kompression bilden Cluster.</translation>
    </message>
    <message>
        <source>Colour</source>
        <comment>group of artifacts</comment>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of the heatmap</source>
        <translation>Farben der Heatmap</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Stammt von</translation>
    </message>
    <message>
        <source>Compare &amp;heatmaps</source>
        <translation>&amp;Heatmaps vergleichen</translation>
    </message>
    <message>
        <source>Compare heatmaps side by side</source>
        <translation>Heatmaps nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Compare side by side</source>
        <translation>Nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Compare: {text}</source>
        <translation>Vergleichen: {text}</translation>
    </message>
    <message>
        <source>Comparing image {} of {}</source>
        <translation>Bild {} von {} wird verglichen</translation>
    </message>
    <message>
        <source>Comparing on image {}</source>
        <translation>Auf Bild {} wird verglichen</translation>
    </message>
    <message>
        <source>Comparing with another process</source>
        <translation>Vergleich mit einem anderen Prozess</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Complete analyses in batches</source>
        <translation>Vollständige Analysen in Stapelläufen</translation>
    </message>
    <message>
        <source>Computing the figures</source>
        <translation>Die Kennzahlen werden berechnet</translation>
    </message>
    <message>
        <source>Computing the sums</source>
        <translation>Die Prüfsummen werden berechnet</translation>
    </message>
    <message>
        <source>Conclusion and signatures</source>
        <translation>Schlussfolgerung und Unterschriften</translation>
    </message>
    <message>
        <source>Configuration after</source>
        <translation>Konfiguration nachher</translation>
    </message>
    <message>
        <source>Configuration before</source>
        <translation>Konfiguration vorher</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Konflikt</translation>
    </message>
    <message>
        <source>Conflict between detectors</source>
        <translation>Konflikt zwischen Detektoren</translation>
    </message>
    <message>
        <source>Confused materials</source>
        <translation>Vermengte Materialien</translation>
    </message>
    <message>
        <source>Connect its drive again, then go on.</source>
        <translation>Verbinden Sie sein Laufwerk wieder, und fahren Sie dann fort.</translation>
    </message>
    <message>
        <source>Connect its drive.</source>
        <translation>Verbinden Sie sein Laufwerk.</translation>
    </message>
    <message>
        <source>Contact &amp;sheet (PDF)…</source>
        <translation>&amp;Kontaktbogen (PDF)…</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Kontaktbogen</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Contradicting context</source>
        <translation>Widersprüchlicher Zusammenhang</translation>
    </message>
    <message>
        <source>Contradicting depth</source>
        <translation>Widersprüchliche Tiefe</translation>
    </message>
    <message>
        <source>Contradicting light</source>
        <translation>Widersprüchliches Licht</translation>
    </message>
    <message>
        <source>Contradicting perspective</source>
        <translation>Widersprüchliche Perspektive</translation>
    </message>
    <message>
        <source>Contradicting scale</source>
        <translation>Widersprüchlicher Maßstab</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy it to a place that you may write to.</source>
        <translation>Kopieren Sie ihn an einen Ort, an den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Copy the SHA-256 of the file</source>
        <translation>Die SHA-256 der Datei kopieren</translation>
    </message>
    <message>
        <source>Copy the traceback</source>
        <translation>Den Traceback kopieren</translation>
    </message>
    <message>
        <source>Copy the versions</source>
        <translation>Die Versionen kopieren</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copying the weights</source>
        <translation>Die Gewichte werden kopiert</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Correct its {file}, then import it again.</source>
        <translation>Berichtigen Sie {file}, und importieren Sie das Modell dann erneut.</translation>
    </message>
    <message>
        <source>Correct its {file}.</source>
        <translation>Berichtigen Sie {file}.</translation>
    </message>
    <message>
        <source>Covering part {} of {}</source>
        <translation>Teil {} von {} wird verdeckt</translation>
    </message>
    <message>
        <source>Create the folder, or choose another one.</source>
        <translation>Legen Sie den Ordner an, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Custody</source>
        <translation>Beweismittelkette</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Decide: camera</source>
        <translation>Entscheiden: Kamera</translation>
    </message>
    <message>
        <source>Decide: generated</source>
        <translation>Entscheiden: erzeugt</translation>
    </message>
    <message>
        <source>Decide: not relevant</source>
        <translation>Entscheiden: nicht relevant</translation>
    </message>
    <message>
        <source>Decide: undecided</source>
        <translation>Entscheiden: unentschieden</translation>
    </message>
    <message>
        <source>Decide: {decision}</source>
        <translation>Entscheiden: {decision}</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Decisions then go into the second reviewer&apos;s column</source>
        <translation>Entscheidungen kommen dann in die Spalte des Zweitgutachters</translation>
    </message>
    <message>
        <source>Declarations of a file</source>
        <translation>Angaben einer Datei</translation>
    </message>
    <message>
        <source>Declared camera</source>
        <translation>Angegebene Kamera</translation>
    </message>
    <message>
        <source>Declared generator</source>
        <translation>Angegebener Generator</translation>
    </message>
    <message>
        <source>Declared origin</source>
        <translation>Angegebener Ursprung</translation>
    </message>
    <message>
        <source>Declared sources with their places</source>
        <translation>Angegebene Quellen mit ihren Fundstellen</translation>
    </message>
    <message>
        <source>Declared, not measured: it can be altered, and it does not enter the verdict.</source>
        <translation>Angegeben, nicht gemessen: Es lässt sich verändern und geht nicht in das Ergebnis ein.</translation>
    </message>
    <message>
        <source>Declares</source>
        <translation>Gibt an</translation>
    </message>
    <message>
        <source>Decoding took too long and was stopped.</source>
        <translation>Das Dekodieren dauerte zu lange und wurde beendet.</translation>
    </message>
    <message>
        <source>Demosaicing pattern in red and green</source>
        <translation>Demosaicing-Muster in Rot und Grün</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>Detector scores</source>
        <translation>Werte der Detektoren</translation>
    </message>
    <message>
        <source>Detector to explain</source>
        <translation>Zu erklärender Detektor</translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation>Detektoren</translation>
    </message>
    <message>
        <source>Detectors and their figures</source>
        <translation>Detektoren und ihre Kennzahlen</translation>
    </message>
    <message>
        <source>Detectors in conflict</source>
        <translation>Detektoren im Konflikt</translation>
    </message>
    <message>
        <source>Detectors that came with plugins, and models of your own. Drop a file or a folder of weights here to import it; nothing is ever fetched.</source>
        <translation>Detektoren, die mit Plugins kamen, und eigene Modelle. Lassen Sie hier eine Datei oder einen Ordner mit Gewichten fallen, um sie zu importieren; nichts wird je aus dem Netz geholt.</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Das Gerät oder die Ressource ist belegt</translation>
    </message>
    <message>
        <source>Diagnostics are in {chosen}</source>
        <translation>Die Diagnose liegt in {chosen}</translation>
    </message>
    <message>
        <source>Did you mean {name}? </source>
        <translation>Meinten Sie {name}? </translation>
    </message>
    <message>
        <source>Difference of the score</source>
        <translation>Unterschied des Wertes</translation>
    </message>
    <message>
        <source>Differs in: {parts}.</source>
        <translation>Unterscheidet sich in: {parts}.</translation>
    </message>
    <message>
        <source>Digital source type</source>
        <translation>Digital Source Type</translation>
    </message>
    <message>
        <source>Digital source types</source>
        <translation>Digital Source Types</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>Der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>Das Kontingent des Datenträgers ist ausgeschöpft</translation>
    </message>
    <message>
        <source>Distorted faces in the background</source>
        <translation>Verzerrte Gesichter im Hintergrund</translation>
    </message>
    <message>
        <source>Does what it marks move the score more than random places do, and is the map stable?</source>
        <translation>Bewegt das, was sie markiert, den Wert mehr als zufällige Stellen, und ist die Karte stabil?</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Double JPEG compression</source>
        <translation>Doppelte JPEG-Kompression</translation>
    </message>
    <message>
        <source>Drag a box around what you mean. Esc: give up.</source>
        <translation>Ziehen Sie ein Rechteck um das, was Sie meinen. Esc: aufgeben.</translation>
    </message>
    <message>
        <source>Drag a line around images to select them; without this button with Shift held</source>
        <translation>Ziehen Sie eine Linie um Bilder, um sie auszuwählen; ohne diese Schaltfläche mit gedrückter Umschalttaste</translation>
    </message>
    <message>
        <source>Drag to choose a range of log10 LR, double-click for all. Keys: Left and Right, Shift, Esc.</source>
        <translation>Ziehen Sie, um einen Bereich des log10 LR zu wählen; Doppelklick für alle. Tasten: Links und Rechts, Umschalt, Esc.</translation>
    </message>
    <message>
        <source>Draw around images to select them, or choose a row of the table.</source>
        <translation>Ziehen Sie eine Linie um Bilder, um sie auszuwählen, oder wählen Sie eine Zeile der Tabelle.</translation>
    </message>
    <message>
        <source>Draw the region in the picture</source>
        <translation>Die Region im Bild zeichnen</translation>
    </message>
    <message>
        <source>Draw…</source>
        <translation>Zeichnen…</translation>
    </message>
    <message>
        <source>Drop a folder here to add its images.</source>
        <translation>Lassen Sie hier einen Ordner fallen, um seine Bilder hinzuzufügen.</translation>
    </message>
    <message>
        <source>Drop images here, or press Ctrl+O</source>
        <translation>Lassen Sie hier Bilder fallen, oder drücken Sie Strg+O</translation>
    </message>
    <message>
        <source>Drop images or folders here</source>
        <translation>Bilder oder Ordner hier fallen lassen</translation>
    </message>
    <message>
        <source>EXIF that contradicts itself or the picture</source>
        <translation>EXIF, das sich selbst oder dem Bild widerspricht</translation>
    </message>
    <message>
        <source>Each of “sections” has a title and a text.</source>
        <translation>Jeder Eintrag von „sections“ hat einen Titel und einen Text.</translation>
    </message>
    <message>
        <source>Each sentence is built from records alone. Point at it to see which; choose it to go there.</source>
        <translation>Jeder Satz ist allein aus Protokollen gebildet. Zeigen Sie auf ihn, um zu sehen, aus welchen; wählen Sie ihn, um dorthin zu gehen.</translation>
    </message>
    <message>
        <source>Earlier JPEG compression at a lower quality (ghost)</source>
        <translation>Frühere JPEG-Kompression mit geringerer Qualität (Ghost)</translation>
    </message>
    <message>
        <source>Edges</source>
        <comment>group of artifacts</comment>
        <translation>Kanten</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Enlarge the shared memory (on Linux /dev/shm, which must be there and writable; containers have --shm-size), or close other programs, then analyse the file again.</source>
        <translation>Vergrößern Sie den gemeinsamen Speicher (unter Linux /dev/shm, das da und beschreibbar sein muss; bei Containern mit --shm-size), oder schließen Sie andere Programme, und analysieren Sie die Datei dann noch einmal.</translation>
    </message>
    <message>
        <source>Error rates</source>
        <translation>Fehlerraten</translation>
    </message>
    <message>
        <source>Even prior</source>
        <translation>Gleiche Chancen</translation>
    </message>
    <message>
        <source>Everyday words with few figures, or every value.</source>
        <translation>Alltägliche Worte mit wenigen Zahlen, oder jeder Wert.</translation>
    </message>
    <message>
        <source>Everything can be reached with Tab as well.</source>
        <translation>Alles ist auch mit der Tabulatortaste zu erreichen.</translation>
    </message>
    <message>
        <source>Evidence per cell: camera ← 0 → generated</source>
        <translation>Evidenz je Zelle: Kamera ← 0 → erzeugt</translation>
    </message>
    <message>
        <source>Exact: its cells add up to the score.</source>
        <translation>Exakt: Ihre Zellen ergeben zusammen den Wert.</translation>
    </message>
    <message>
        <source>Examiner</source>
        <translation>Gutachter</translation>
    </message>
    <message>
        <source>Examiner&apos;s observations (not findings of the program)</source>
        <translation>Beobachtungen des Gutachters (nicht vom Programm gefunden)</translation>
    </message>
    <message>
        <source>Experimental: no detector behind this verdict has been shown to reach its validation goal. Read the error rates below before relying on the likelihood ratio; findings and provenance stand independently of it.</source>
        <translation>Experimentell: Für keinen Detektor hinter diesem Ergebnis ist gezeigt, dass er sein Validierungsziel erreicht. Lesen Sie die Fehlerraten unten, bevor Sie sich auf den Likelihood-Quotienten stützen; Auffälligkeiten und Provenienz stehen unabhängig davon.</translation>
    </message>
    <message>
        <source>Experimental: nobody has measured it here. Its answer is no basis for a conclusion.</source>
        <translation>Experimentell: Niemand hat ihn hier gemessen. Seine Antwort ist keine Grundlage für einen Schluss.</translation>
    </message>
    <message>
        <source>Experimental: this detector has not been shown to reach its validation goal on sources never seen. Its answer is no basis for a conclusion.</source>
        <translation>Experimentell: Für diesen Detektor ist nicht gezeigt, dass er auf nie gesehenen Quellen sein Validierungsziel erreicht. Seine Antwort ist keine Grundlage für einen Schluss.</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Explaining</source>
        <translation>Wird erklärt</translation>
    </message>
    <message>
        <source>Explaining example {} of {}</source>
        <translation>Beispiel {} von {} wird erklärt</translation>
    </message>
    <message>
        <source>Explanations</source>
        <translation>Erklärungen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export &amp;heatmap…</source>
        <translation>&amp;Heatmap exportieren…</translation>
    </message>
    <message>
        <source>Export a list of &amp;hashes…</source>
        <translation>Liste von &amp;Prüfsummen exportieren…</translation>
    </message>
    <message>
        <source>Export a report</source>
        <translation>Einen Bericht exportieren</translation>
    </message>
    <message>
        <source>Export a two-class model.</source>
        <translation>Exportieren Sie ein Modell mit zwei Klassen.</translation>
    </message>
    <message>
        <source>Export and quantisation need the full install ({reason}).</source>
        <translation>Exportieren und Quantisieren brauchen die volle Installation ({reason}).</translation>
    </message>
    <message>
        <source>Export heatmap to folder</source>
        <translation>Heatmap in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Export it again as CSV.</source>
        <translation>Exportieren Sie sie erneut als CSV.</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Export results (&amp;JSON Lines)…</source>
        <translation>Ergebnisse exportieren (&amp;JSON Lines)…</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>Einstellungen exportieren</translation>
    </message>
    <message>
        <source>Export the changes</source>
        <translation>Die Änderungen exportieren</translation>
    </message>
    <message>
        <source>Export the classifier alone.</source>
        <translation>Exportieren Sie den Klassifikator allein.</translation>
    </message>
    <message>
        <source>Export the net again.</source>
        <translation>Exportieren Sie das Netz erneut.</translation>
    </message>
    <message>
        <source>Export the network again.</source>
        <translation>Exportieren Sie das Netz erneut.</translation>
    </message>
    <message>
        <source>Export the settings with this release.</source>
        <translation>Exportieren Sie die Einstellungen mit dieser Version.</translation>
    </message>
    <message>
        <source>Export, import, analyse again, compare</source>
        <translation>Exportieren, importieren, erneut analysieren, vergleichen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Faces</source>
        <comment>group of artifacts</comment>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Facets</source>
        <translation>Facetten</translation>
    </message>
    <message>
        <source>Failed its audit: {reasons}</source>
        <translation>Prüfung nicht bestanden: {reasons}</translation>
    </message>
    <message>
        <source>False claims on held-out images</source>
        <translation>Falsche Aussagen auf zurückgehaltenen Bildern</translation>
    </message>
    <message>
        <source>False depth of field</source>
        <translation>Falsche Tiefenschärfe</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Abbildungen</translation>
    </message>
    <message>
        <source>Figures attached by the examiner</source>
        <translation>Vom Gutachter beigefügte Abbildungen</translation>
    </message>
    <message>
        <source>Figures to attach</source>
        <translation>Beizufügende Abbildungen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>Die Datei gibt es schon</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter images by name</source>
        <translation>Bilder nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter images by verdict</source>
        <translation>Bilder nach Ergebnis filtern</translation>
    </message>
    <message>
        <source>Finding {} clusters</source>
        <translation>{} Cluster werden gesucht</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Auffälligkeiten</translation>
    </message>
    <message>
        <source>Findings are measured on the picture, apart from the detector. Choose one to see its place in the picture; the return key opens what is behind its number.</source>
        <translation>Auffälligkeiten werden am Bild gemessen, getrennt vom Detektor. Wählen Sie eine, um ihre Stelle im Bild zu sehen; die Eingabetaste öffnet, was hinter ihrer Zahl steht.</translation>
    </message>
    <message>
        <source>Findings by claim</source>
        <translation>Auffälligkeiten nach Aussage</translation>
    </message>
    <message>
        <source>Fine texture or noise in every part of the picture</source>
        <translation>Feine Textur oder Rauschen in jedem Teil des Bildes</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Ganz</translation>
    </message>
    <message>
        <source>Fit the window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Fit the window (0 or F)</source>
        <translation>Ins Fenster einpassen (0 oder F)</translation>
    </message>
    <message>
        <source>Floating object</source>
        <translation>Schwebendes Objekt</translation>
    </message>
    <message>
        <source>Floor and cap</source>
        <translation>Unter- und Obergrenze</translation>
    </message>
    <message>
        <source>Folder for the model and its card</source>
        <translation>Ordner für das Modell und seine Karte</translation>
    </message>
    <message>
        <source>Folder for the reports</source>
        <translation>Ordner für die Berichte</translation>
    </message>
    <message>
        <source>Folder of a language model</source>
        <translation>Ordner eines Sprachmodells</translation>
    </message>
    <message>
        <source>Folder of cases</source>
        <translation>Ordner der Fälle</translation>
    </message>
    <message>
        <source>Folder of reports</source>
        <translation>Ordner der Berichte</translation>
    </message>
    <message>
        <source>Folder of {tower}</source>
        <translation>Ordner von {tower}</translation>
    </message>
    <message>
        <source>For a generative model over a camera</source>
        <translation>Für ein generatives Modell gegenüber einer Kamera</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Free some space on the disk.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder, then run the same command again: it goes on from what is there.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner, und starten Sie dasselbe erneut: Es fährt mit dem fort, was da ist.</translation>
    </message>
    <message>
        <source>Free some space, or choose another folder.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Free some space, or see that the folder of models may be written to.</source>
        <translation>Schaffen Sie Platz, oder sorgen Sie dafür, dass in den Ordner der Modelle geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Schaffen Sie etwas Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Frequency peaks at multiples of 1/2</source>
        <translation>Frequenzspitzen bei Vielfachen von 1/2</translation>
    </message>
    <message>
        <source>Frequency peaks at multiples of 1/4</source>
        <translation>Frequenzspitzen bei Vielfachen von 1/4</translation>
    </message>
    <message>
        <source>Frequency peaks at multiples of 1/8</source>
        <translation>Frequenzspitzen bei Vielfachen von 1/8</translation>
    </message>
    <message>
        <source>Frequency-domain peaks</source>
        <translation>Spitzen im Frequenzbereich</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>From -{limit} to +{limit}.</source>
        <translation>Von -{limit} bis +{limit}.</translation>
    </message>
    <message>
        <source>From {origin}</source>
        <translation>Von {origin}</translation>
    </message>
    <message>
        <source>Garbled text</source>
        <translation>Verstümmelter Text</translation>
    </message>
    <message>
        <source>Gauntlet Desktop {version}. Works offline: it opens no network connection.</source>
        <translation>Gauntlet Desktop {version}. Arbeitet offline: Es öffnet keine Netzwerkverbindung.</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Get a complete copy of the data.</source>
        <translation>Besorgen Sie eine vollständige Kopie der Daten.</translation>
    </message>
    <message>
        <source>Get a complete copy of the file.</source>
        <translation>Besorgen Sie eine vollständige Kopie der Datei.</translation>
    </message>
    <message>
        <source>Get a complete copy of the folder.</source>
        <translation>Besorgen Sie eine vollständige Kopie des Ordners.</translation>
    </message>
    <message>
        <source>Get the weights again.</source>
        <translation>Besorgen Sie die Gewichte erneut.</translation>
    </message>
    <message>
        <source>Ghosting</source>
        <translation>Geisterbilder</translation>
    </message>
    <message>
        <source>Ghosting: a faint second copy</source>
        <translation>Geisterbilder: eine schwache zweite Kopie</translation>
    </message>
    <message>
        <source>Give a folder of images, or a pack.</source>
        <translation>Nennen Sie einen Ordner mit Bildern oder ein Paket.</translation>
    </message>
    <message>
        <source>Give a folder with index.csv and its archives, a folder with real/ and fake/, or an archive of one.</source>
        <translation>Nennen Sie einen Ordner mit index.csv und den Archiven dazu, einen Ordner mit real/ und fake/ oder ein Archiv davon.</translation>
    </message>
    <message>
        <source>Give it like 2026-01-31T12:00:00+00:00.</source>
        <translation>Geben Sie sie an wie 2026-01-31T12:00:00+00:00.</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Aufgeben</translation>
    </message>
    <message>
        <source>Glasses that do not fit</source>
        <translation>Brille, die nicht passt</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Glossar</translation>
    </message>
    <message>
        <source>Glossiness</source>
        <translation>Glanz</translation>
    </message>
    <message>
        <source>Glow and light bleed</source>
        <translation>Lichthöfe und überstrahlendes Licht</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on where it was</source>
        <translation>Dort fortsetzen, wo es war</translation>
    </message>
    <message>
        <source>Go to the explanations by other methods</source>
        <translation>Zu den Erklärungen anderer Methoden</translation>
    </message>
    <message>
        <source>Go to the filter</source>
        <translation>Zum Filter</translation>
    </message>
    <message>
        <source>Go to the findings</source>
        <translation>Zu den Auffälligkeiten</translation>
    </message>
    <message>
        <source>Go to the next image</source>
        <translation>Zum nächsten Bild</translation>
    </message>
    <message>
        <source>Go to the previous image</source>
        <translation>Zum vorherigen Bild</translation>
    </message>
    <message>
        <source>Go to the provenance</source>
        <translation>Zur Provenienz</translation>
    </message>
    <message>
        <source>Go to the text</source>
        <translation>Zum Text</translation>
    </message>
    <message>
        <source>Go to the verdict</source>
        <translation>Zum Ergebnis</translation>
    </message>
    <message>
        <source>Go to your own observations</source>
        <translation>Zu Ihren eigenen Beobachtungen</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Gruppen von Einstellungen</translation>
    </message>
    <message>
        <source>Hair that merges</source>
        <translation>Verschmelzendes Haar</translation>
    </message>
    <message>
        <source>Hand and object merge</source>
        <translation>Hand und Gegenstand verschmelzen</translation>
    </message>
    <message>
        <source>Hands and bodies</source>
        <comment>group of artifacts</comment>
        <translation>Hände und Körper</translation>
    </message>
    <message>
        <source>Hashing</source>
        <translation>Wird gehasht</translation>
    </message>
    <message>
        <source>Hashing the files</source>
        <translation>Die Dateien werden gehasht</translation>
    </message>
    <message>
        <source>Hatched: beyond what the number of validation images supports.</source>
        <translation>Schraffiert: jenseits dessen, was die Zahl der Validierungsbilder stützt.</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heatmap stronger</source>
        <translation>Heatmap stärker</translation>
    </message>
    <message>
        <source>Heatmap that is shown</source>
        <translation>Gezeigte Heatmap</translation>
    </message>
    <message>
        <source>Heatmap weaker</source>
        <translation>Heatmap schwächer</translation>
    </message>
    <message>
        <source>Heatmap {number}</source>
        <translation>Heatmap {number}</translation>
    </message>
    <message>
        <source>Heatmaps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>Held-out images</source>
        <translation>Zurückgehaltene Bilder</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>Hoher Kontrast, dunkel</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>Hoher Kontrast, hell</translation>
    </message>
    <message>
        <source>High end of the range down</source>
        <translation>Oberes Ende des Bereichs senken</translation>
    </message>
    <message>
        <source>High end of the range up</source>
        <translation>Oberes Ende des Bereichs heben</translation>
    </message>
    <message>
        <source>Histogram of likelihood ratios</source>
        <translation>Histogramm der Likelihood-Quotienten</translation>
    </message>
    <message>
        <source>History of the file, which tells nothing of its origin</source>
        <translation>Vorgeschichte der Datei, die nichts über ihren Ursprung sagt</translation>
    </message>
    <message>
        <source>Holds for</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>How images are prepared for this model cannot be told ({why}).</source>
        <translation>Es lässt sich nicht sagen, wie Bilder für dieses Modell vorbereitet werden ({why}).</translation>
    </message>
    <message>
        <source>How large text is, in per cent of what the system says.</source>
        <translation>Wie groß Text ist, in Prozent der Größe des Systems.</translation>
    </message>
    <message>
        <source>How many images are analysed at a time; 0 is one for each processor core.</source>
        <translation>Wie viele Bilder zugleich analysiert werden; 0 bedeutet eines je Prozessorkern.</translation>
    </message>
    <message>
        <source>How many threads the analysis of one image may use; 0 leaves it to the libraries.</source>
        <translation>Wie viele Threads die Analyse eines Bildes nutzen darf; 0 überlässt es den Bibliotheken.</translation>
    </message>
    <message>
        <source>How many verdicts went from which answer to which</source>
        <translation>Wie viele Ergebnisse von welcher Antwort zu welcher wechselten</translation>
    </message>
    <message>
        <source>How often such verdicts are wrong</source>
        <translation>Wie oft solche Ergebnisse falsch sind</translation>
    </message>
    <message>
        <source>How picture and heatmap are shown together.</source>
        <translation>Wie Bild und Heatmap zusammen gezeigt werden.</translation>
    </message>
    <message>
        <source>How strongly a heatmap covers the picture.</source>
        <translation>Wie stark eine Heatmap das Bild deckt.</translation>
    </message>
    <message>
        <source>How strongly does the evidence support “made by a generative model” over “captured by a camera”? Everything stays on this computer; your files are opened read-only.</source>
        <translation>Wie stark stützt die Evidenz „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“? Alles bleibt auf diesem Rechner; Ihre Dateien werden nur lesend geöffnet.</translation>
    </message>
    <message>
        <source>I am the second reviewer</source>
        <translation>Ich bin Zweitgutachter</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Identity of the file</source>
        <translation>Identität der Datei</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Image {} of {}</source>
        <translation>Bild {} von {}</translation>
    </message>
    <message>
        <source>Image → answer</source>
        <translation>Bild → Antwort</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif *.heic *.heif *.avif);;All files (*)</source>
        <translation>Bilder (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif *.heic *.heif *.avif);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Images in {folder}</source>
        <translation>Bilder in {folder}</translation>
    </message>
    <message>
        <source>Images listed in the window: {count}</source>
        <translation>Im Fenster gelistete Bilder: {count}</translation>
    </message>
    <message>
        <source>Images of like size and quality</source>
        <translation>Bilder ähnlicher Größe und Qualität</translation>
    </message>
    <message>
        <source>Images to cluster</source>
        <translation>Bilder für die Cluster</translation>
    </message>
    <message>
        <source>Images whose label the detector meets. They need folders named real/ and fake/.</source>
        <translation>Bilder, deren Beschriftung der Detektor trifft. Dazu braucht es Ordner mit den Namen real/ und fake/.</translation>
    </message>
    <message>
        <source>Images whose label the detector misses. They need folders named real/ and fake/.</source>
        <translation>Bilder, deren Beschriftung der Detektor verfehlt. Dazu braucht es Ordner mit den Namen real/ und fake/.</translation>
    </message>
    <message>
        <source>Images whose verdict changed</source>
        <translation>Bilder, deren Ergebnis sich geändert hat</translation>
    </message>
    <message>
        <source>Images, as a grid</source>
        <translation>Bilder, als Raster</translation>
    </message>
    <message>
        <source>Images, as a table</source>
        <translation>Bilder, als Tabelle</translation>
    </message>
    <message>
        <source>Implausible architecture</source>
        <translation>Unglaubwürdige Architektur</translation>
    </message>
    <message>
        <source>Implausible food</source>
        <translation>Unglaubwürdiges Essen</translation>
    </message>
    <message>
        <source>Implausible plants</source>
        <translation>Unglaubwürdige Pflanzen</translation>
    </message>
    <message>
        <source>Implausible signs</source>
        <translation>Unglaubwürdige Schilder</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import &amp;file…</source>
        <translation>&amp;Datei importieren…</translation>
    </message>
    <message>
        <source>Import a file of weights</source>
        <translation>Eine Datei mit Gewichten importieren</translation>
    </message>
    <message>
        <source>Import a folder of weights</source>
        <translation>Einen Ordner mit Gewichten importieren</translation>
    </message>
    <message>
        <source>Import a list of files</source>
        <translation>Liste von Dateien importieren</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell importieren</translation>
    </message>
    <message>
        <source>Import f&amp;older…</source>
        <translation>&amp;Ordner importieren…</translation>
    </message>
    <message>
        <source>Import it again.</source>
        <translation>Importieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Import models of your own, check, calibrate, shrink and remove them</source>
        <translation>Eigene Modelle importieren, prüfen, kalibrieren, verkleinern und entfernen</translation>
    </message>
    <message>
        <source>Import or train it again.</source>
        <translation>Importieren oder trainieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Import the model anew.</source>
        <translation>Importieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>Imported by you</source>
        <translation>Von Ihnen importiert</translation>
    </message>
    <message>
        <source>Imported models</source>
        <translation>Importierte Modelle</translation>
    </message>
    <message>
        <source>Imported: {known}.</source>
        <translation>Importiert: {known}.</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Wird importiert</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Impossible joint</source>
        <translation>Unmögliches Gelenk</translation>
    </message>
    <message>
        <source>Impossible proportions</source>
        <translation>Unmögliche Proportionen</translation>
    </message>
    <message>
        <source>In other words: {text}</source>
        <translation>Mit anderen Worten: {text}</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>In Worten</translation>
    </message>
    <message>
        <source>Incomplete object</source>
        <translation>Unvollständiges Objekt</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>Nicht eindeutig</translation>
    </message>
    <message>
        <source>Inconsistent level of detail between regions</source>
        <translation>Uneinheitlicher Detailgrad zwischen Regionen</translation>
    </message>
    <message>
        <source>Inconsistent resolution</source>
        <translation>Uneinheitliche Auflösung</translation>
    </message>
    <message>
        <source>Inconsistent resolution between regions</source>
        <translation>Uneinheitliche Auflösung zwischen Regionen</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Install a release of the plugin for this version of the program.</source>
        <translation>Installieren Sie eine Version des Plugins für diese Version des Programms.</translation>
    </message>
    <message>
        <source>Install its plugin again.</source>
        <translation>Installieren Sie sein Plugin erneut.</translation>
    </message>
    <message>
        <source>Install or import it again.</source>
        <translation>Installieren oder importieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Install the plugin again, or calibrate it anew.</source>
        <translation>Installieren Sie das Plugin erneut, oder kalibrieren Sie neu.</translation>
    </message>
    <message>
        <source>Install the plugin again, or fuse anew.</source>
        <translation>Installieren Sie das Plugin erneut, oder fusionieren Sie neu.</translation>
    </message>
    <message>
        <source>Install the plugin again.</source>
        <translation>Installieren Sie das Plugin erneut.</translation>
    </message>
    <message>
        <source>Install them again.</source>
        <translation>Installieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>Installed: {known}.</source>
        <translation>Installiert: {known}.</translation>
    </message>
    <message>
        <source>Interpolate between cells; off: the exact cells</source>
        <translation>Zwischen Zellen interpolieren; aus: die exakten Zellen</translation>
    </message>
    <message>
        <source>Into it a folder was being analysed, which can go on: {folder}</source>
        <translation>In ihn wurde ein Ordner analysiert, was fortgesetzt werden kann: {folder}</translation>
    </message>
    <message>
        <source>Invalid: a manifest is there, but its signature or its binding to the content fails</source>
        <translation>Ungültig: Ein Manifest ist vorhanden, aber seine Unterschrift oder seine Bindung an den Inhalt versagt</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Es ist ein Ordner</translation>
    </message>
    <message>
        <source>It can be explained as soon as its analysis is complete.</source>
        <translation>Es lässt sich erklären, sobald seine Analyse vollständig ist.</translation>
    </message>
    <message>
        <source>It changes with the image&apos;s {change}: NISSIM {n}, at most {most} is stable.</source>
        <translation>Sie ändert sich, wenn am Bild etwas geändert wird ({change}): NISSIM {n}, bis {most} gilt sie als stabil.</translation>
    </message>
    <message>
        <source>It counts from the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>It crashed; what it was doing stands below. Finished results are kept. If it happens again, start the program without the plugins of third parties (GAUNTLET_SAFE_MODE=1), and report it with the diagnostics, which hold nothing of your images.</source>
        <translation>Es ist abgestürzt; was es gerade tat, steht unten. Fertige Ergebnisse sind erhalten. Geschieht es wieder, so starten Sie das Programm ohne die Plugins Dritter (GAUNTLET_SAFE_MODE=1), und melden Sie es mit der Diagnose, die nichts von Ihren Bildern enthält.</translation>
    </message>
    <message>
        <source>It does what the quantiser does not know; it stays as it is.</source>
        <translation>Es tut etwas, das der Quantisierer nicht kennt; es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>It ended its process twice ({how}).{where}</source>
        <translation>Sie hat ihren Prozess zweimal beendet ({how}).{where}</translation>
    </message>
    <message>
        <source>It hardly depends on what the network has learnt: with the weights of its {part} shuffled the rank correlation is {n}, at most {most} shows dependence.</source>
        <translation>Sie hängt kaum davon ab, was das Netz gelernt hat: Mit vertauschten Gewichten ({part}) ist die Rangkorrelation {n}, erst bis {most} zeigt sie Abhängigkeit.</translation>
    </message>
    <message>
        <source>It has {known}.</source>
        <translation>Es hat {known}.</translation>
    </message>
    <message>
        <source>It has {size:,} bytes of {allowed:,} allowed.</source>
        <translation>Sie hat {size:,} Bytes; erlaubt sind {allowed:,}.</translation>
    </message>
    <message>
        <source>It is to be {allowed}.</source>
        <translation>Erlaubt ist {allowed}.</translation>
    </message>
    <message>
        <source>It keeps none; the window saves them.</source>
        <translation>Er hat keinen; das Fenster speichert sie.</translation>
    </message>
    <message>
        <source>It keeps: {kept}.</source>
        <translation>Er hat: {kept}.</translation>
    </message>
    <message>
        <source>It may hang.</source>
        <translation>Vielleicht hängt es.</translation>
    </message>
    <message>
        <source>It named no place.</source>
        <translation>Es nannte keine Stelle.</translation>
    </message>
    <message>
        <source>It needs config.json, a tokenizer and safetensors weights, as Hugging Face lays them out.</source>
        <translation>Er braucht config.json, einen Tokenizer und Gewichte als safetensors, wie Hugging Face sie ablegt.</translation>
    </message>
    <message>
        <source>It remarked nothing that two of three views share.</source>
        <translation>Es bemerkte nichts, worin zwei von drei Ansichten übereinstimmen.</translation>
    </message>
    <message>
        <source>It remarks on the picture.</source>
        <translation>Es bemerkt etwas zum Bild.</translation>
    </message>
    <message>
        <source>It says how strongly the evidence supports that a generative model made the image, over that a camera captured it. “Inconclusive” is an answer as well: the evidence does not decide, and the first sentence under it says why. It is not the probability that the image is generated.</source>
        <translation>Es sagt, wie stark die Evidenz stützt, dass ein generatives Modell das Bild erzeugt hat, gegenüber der Aufnahme mit einer Kamera. „Nicht eindeutig“ ist ebenso eine Antwort: Die Evidenz entscheidet nicht, und der erste Satz darunter sagt, warum. Es ist nicht die Wahrscheinlichkeit, dass das Bild erzeugt ist.</translation>
    </message>
    <message>
        <source>It says over {pixels:,} pixels.</source>
        <translation>Sie gibt mehr als {pixels:,} Pixel an.</translation>
    </message>
    <message>
        <source>It says {width:,} by {height:,} pixels.</source>
        <translation>Sie gibt {width:,} mal {height:,} Pixel an.</translation>
    </message>
    <message>
        <source>It sees no pictures: it can reword the text.</source>
        <translation>Es sieht keine Bilder: Es kann den Text umformulieren.</translation>
    </message>
    <message>
        <source>It stays as it is: there is nothing that int8 would make smaller.</source>
        <translation>Es bleibt, wie es ist: Es gibt nichts, was int8 kleiner machen würde.</translation>
    </message>
    <message>
        <source>It stays uncalibrated, and gives no likelihood ratio, until you calibrate it on images of your own.</source>
        <translation>Es bleibt nicht kalibriert und ergibt keinen Likelihood-Quotienten, bis Sie es mit eigenen Bildern kalibrieren.</translation>
    </message>
    <message>
        <source>It took longer than {seconds:.10g} seconds.{where}</source>
        <translation>Sie dauerte länger als {seconds:.10g} Sekunden.{where}</translation>
    </message>
    <message>
        <source>It understands pictures</source>
        <translation>Es versteht Bilder</translation>
    </message>
    <message>
        <source>It was ended from outside, or the power failed. Finished results are kept.</source>
        <translation>Es wurde von außen beendet, oder der Strom fiel aus. Fertige Ergebnisse sind erhalten.</translation>
    </message>
    <message>
        <source>It was not decoded.</source>
        <translation>Sie wurde nicht dekodiert.</translation>
    </message>
    <message>
        <source>It was stopped after {seconds:g} s.</source>
        <translation>Nach {seconds:g} s wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Item number</source>
        <translation>Asservatennummer</translation>
    </message>
    <message>
        <source>Its author can declare one with `preparation` (see the plugin guide); until then, use it as it is.</source>
        <translation>Sein Autor kann mit `preparation` eine angeben (siehe die Anleitung für Plugins); verwenden Sie ihn bis dahin, wie er ist.</translation>
    </message>
    <message>
        <source>Its folder is not there: connect its drive, or remove the model.</source>
        <translation>Sein Ordner ist nicht da: Verbinden Sie sein Laufwerk, oder entfernen Sie das Modell.</translation>
    </message>
    <message>
        <source>Its network does what ONNX cannot say; it stays as it is.</source>
        <translation>Sein Netz tut etwas, das ONNX nicht sagen kann; es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Its pixels found no room in the system&apos;s shared memory.</source>
        <translation>Ihre Pixel fanden im gemeinsamen Speicher des Systems keinen Platz.</translation>
    </message>
    <message>
        <source>JPEG 60</source>
        <translation>JPEG 60</translation>
    </message>
    <message>
        <source>JPEG 85</source>
        <translation>JPEG 85</translation>
    </message>
    <message>
        <source>JPEG quality over {low}</source>
        <translation>JPEG-Qualität über {low}</translation>
    </message>
    <message>
        <source>JPEG quality told by the pixels</source>
        <translation>JPEG-Qualität, an den Pixeln abgelesen</translation>
    </message>
    <message>
        <source>JPEG quality {low} to {high}</source>
        <translation>JPEG-Qualität {low} bis {high}</translation>
    </message>
    <message>
        <source>JPEG tables of a known camera</source>
        <translation>JPEG-Tabellen einer bekannten Kamera</translation>
    </message>
    <message>
        <source>JPEG {}</source>
        <translation>JPEG {}</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Jagged edges</source>
        <translation>Ausgefranste Kanten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep this filter under a name</source>
        <translation>Diesen Filter unter einem Namen behalten</translation>
    </message>
    <message>
        <source>Keep this form?</source>
        <translation>Diese Form behalten?</translation>
    </message>
    <message>
        <source>Keeping it</source>
        <translation>Wird behalten</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Kinds must be among {kinds}; unknown: {unknown}.</source>
        <translation>Arten müssen aus {kinds} sein; unbekannt: {unknown}.</translation>
    </message>
    <message>
        <source>Known formats: {known}. A plugin can add more.</source>
        <translation>Bekannte Formate: {known}. Ein Plugin kann weitere hinzufügen.</translation>
    </message>
    <message>
        <source>LIME</source>
        <translation>LIME</translation>
    </message>
    <message>
        <source>Labelled images to calibrate {id} on</source>
        <translation>Beschriftete Bilder, um {id} zu kalibrieren</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Sprachmodell</translation>
    </message>
    <message>
        <source>Language models</source>
        <translation>Sprachmodelle</translation>
    </message>
    <message>
        <source>Language models cannot be run</source>
        <translation>Sprachmodelle lassen sich nicht ausführen</translation>
    </message>
    <message>
        <source>Language models of your own, which can remark on a picture and reword a text. What they write is never evidence. Their weights stay where they are; nothing is ever fetched.</source>
        <translation>Eigene Sprachmodelle, die etwas zu einem Bild bemerken und einen Text umformulieren können. Was sie schreiben, ist nie Evidenz. Ihre Gewichte bleiben, wo sie sind; nichts wird je aus dem Netz geholt.</translation>
    </message>
    <message>
        <source>Language of the sentences</source>
        <translation>Sprache der Sätze</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Sprache des Fensters</translation>
    </message>
    <message>
        <source>Larger files are refused.</source>
        <translation>Größere Dateien werden abgelehnt.</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>Größte Datei</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>Größtes Bild</translation>
    </message>
    <message>
        <source>Leans camera</source>
        <translation>Neigt zu Kamera</translation>
    </message>
    <message>
        <source>Leans generated</source>
        <translation>Neigt zu erzeugt</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>Den Rundgang verlassen</translation>
    </message>
    <message>
        <source>Leaves plugins of others out.</source>
        <translation>Lässt Plugins anderer aus.</translation>
    </message>
    <message>
        <source>Leaving out each group of features</source>
        <translation>Jede Gruppe von Merkmalen wird einmal ausgelassen</translation>
    </message>
    <message>
        <source>Legend of the heatmap</source>
        <translation>Legende der Heatmap</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>group of artifacts</comment>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Lighting gradient</source>
        <translation>Beleuchtungsgefälle</translation>
    </message>
    <message>
        <source>Like {name}</source>
        <translation>Wie {name}</translation>
    </message>
    <message>
        <source>Likelihood ratio</source>
        <translation>Likelihood-Quotient</translation>
    </message>
    <message>
        <source>Likelihood ratio on its verbal scale</source>
        <translation>Likelihood-Quotient auf seiner verbalen Skala</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>List all shortcuts</source>
        <translation>Alle Tastenkürzel auflisten</translation>
    </message>
    <message>
        <source>Lists (*.csv *.txt *.tsv);;All files (*)</source>
        <translation>Listen (*.csv *.txt *.tsv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Lists of images</source>
        <translation>Listen von Bildern</translation>
    </message>
    <message>
        <source>Lists the files and cases that were opened last in the menu File.</source>
        <translation>Listet die zuletzt geöffneten Dateien und Fälle im Menü Datei.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Loading it failed. {why}</source>
        <translation>Das Laden scheiterte. {why}</translation>
    </message>
    <message>
        <source>Loading plugins and models anew</source>
        <translation>Plugins und Modelle werden neu geladen</translation>
    </message>
    <message>
        <source>Loading the detector</source>
        <translation>Der Detektor wird geladen</translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation>Das Netz wird geladen</translation>
    </message>
    <message>
        <source>Loading the plugin and trying it</source>
        <translation>Das Plugin wird geladen und erprobt</translation>
    </message>
    <message>
        <source>Loading the plugins in another process</source>
        <translation>Die Plugins werden in einem anderen Prozess geladen</translation>
    </message>
    <message>
        <source>Look at the findings</source>
        <translation>Die Auffälligkeiten ansehen</translation>
    </message>
    <message>
        <source>Looking at image {} of {}</source>
        <translation>Bild {} von {} wird betrachtet</translation>
    </message>
    <message>
        <source>Looking at {name}</source>
        <translation>{name} wird betrachtet</translation>
    </message>
    <message>
        <source>Looking for language models</source>
        <translation>Sprachmodelle werden gesucht</translation>
    </message>
    <message>
        <source>Looking for language models …</source>
        <translation>Sprachmodelle werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for methods …</source>
        <translation>Methoden werden gesucht …</translation>
    </message>
    <message>
        <source>Loss of fine detail</source>
        <translation>Verlust feiner Details</translation>
    </message>
    <message>
        <source>Low end of the range down</source>
        <translation>Unteres Ende des Bereichs senken</translation>
    </message>
    <message>
        <source>Low end of the range up</source>
        <translation>Unteres Ende des Bereichs heben</translation>
    </message>
    <message>
        <source>Made by a generative model</source>
        <translation>Von einem generativen Modell erzeugt</translation>
    </message>
    <message numerus="yes">
        <source>Make %Ln map(s)</source>
        <translation>
            <numerusform>%Ln Karte anfertigen</numerusform>
            <numerusform>%Ln Karten anfertigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a case for a folder of images</source>
        <translation>Einen Fall für einen Ordner mit Bildern anlegen</translation>
    </message>
    <message>
        <source>Make it writable, or name another folder in {variable}.</source>
        <translation>Machen Sie ihn beschreibbar, oder nennen Sie in {variable} einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Makes heatmaps, findings and text too, which takes longer than verdicts alone.</source>
        <translation>Erstellt auch Heatmaps, Auffälligkeiten und Text, was länger dauert als Ergebnisse allein.</translation>
    </message>
    <message>
        <source>Making another form of {id}</source>
        <translation>Eine andere Form von {id} wird angefertigt</translation>
    </message>
    <message>
        <source>Malformed ears</source>
        <translation>Missgebildete Ohren</translation>
    </message>
    <message>
        <source>Malformed eyes</source>
        <translation>Missgebildete Augen</translation>
    </message>
    <message>
        <source>Malformed feet</source>
        <translation>Missgebildete Füße</translation>
    </message>
    <message>
        <source>Malformed fingers</source>
        <translation>Missgebildete Finger</translation>
    </message>
    <message>
        <source>Malformed teeth</source>
        <translation>Missgebildete Zähne</translation>
    </message>
    <message>
        <source>Malformed wheels</source>
        <translation>Missgebildete Räder</translation>
    </message>
    <message>
        <source>Map of clusters</source>
        <translation>Karte der Cluster</translation>
    </message>
    <message>
        <source>Maps of this image</source>
        <translation>Karten dieses Bildes</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>Mittlerer Wert</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Meaning</source>
        <comment>group of artifacts</comment>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Means “generated”</source>
        <translation>Bedeutet „erzeugt“</translation>
    </message>
    <message>
        <source>Measured on the picture, independently of the detector. A claim is made only where the rule&apos;s rate of false claims on held-out camera images is at most 5 %. Ranges and percentiles are those of held-out reference images, never used to set the rule.</source>
        <translation>Am Bild gemessen, unabhängig vom Detektor. Eine Aussage wird nur gemacht, wo die Rate falscher Aussagen der Regel auf zurückgehaltenen Kamerabildern höchstens 5 % beträgt. Bereiche und Perzentile sind die zurückgehaltener Vergleichsbilder, die nie zum Festlegen der Regel dienten.</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Measuring artifacts</source>
        <translation>Artefakte werden gemessen</translation>
    </message>
    <message>
        <source>Measuring image {} of {}</source>
        <translation>Bild {} von {} wird gemessen</translation>
    </message>
    <message>
        <source>Measuring window {} of {}</source>
        <translation>Fenster {} von {} wird gemessen</translation>
    </message>
    <message>
        <source>Measuring …</source>
        <translation>Wird gemessen …</translation>
    </message>
    <message>
        <source>Mechanism that cannot work</source>
        <translation>Mechanismus, der nicht funktionieren kann</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory for decoding</source>
        <translation>Speicher zum Dekodieren</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Method and configurations</source>
        <translation>Methode und Konfigurationen</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Misclassified</source>
        <translation>Falsch eingeordnet</translation>
    </message>
    <message>
        <source>Missing shadow</source>
        <translation>Fehlender Schatten</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>Model card of {id}</source>
        <translation>Modellkarte von {id}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move to the left</source>
        <translation>Nach links</translation>
    </message>
    <message>
        <source>Move to the right</source>
        <translation>Nach rechts</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name a server on this machine: http://127.0.0.1:PORT/v1</source>
        <translation>Nennen Sie einen Server auf diesem Rechner: http://127.0.0.1:PORT/v1</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>Nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Name another.</source>
        <translation>Nennen Sie eine andere.</translation>
    </message>
    <message>
        <source>Name it with --generated.</source>
        <translation>Nennen Sie sie mit --generated.</translation>
    </message>
    <message>
        <source>Name of the template:</source>
        <translation>Name der Vorlage:</translation>
    </message>
    <message>
        <source>Name of this filter:</source>
        <translation>Name dieses Filters:</translation>
    </message>
    <message>
        <source>Name the folder of the tower with --trunk.</source>
        <translation>Nennen Sie den Ordner des Turms mit --trunk.</translation>
    </message>
    <message>
        <source>Name two or more.</source>
        <translation>Nennen Sie zwei oder mehr.</translation>
    </message>
    <message>
        <source>Near duplicates of the image, itself among them</source>
        <translation>Nahezu gleiche Fassungen des Bildes, es selbst eingeschlossen</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Neuer Fall</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next heatmap</source>
        <translation>Nächste Heatmap</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>No calibrated detector gave a result for this picture.</source>
        <translation>Kein kalibrierter Detektor ergab für dieses Bild einen Wert.</translation>
    </message>
    <message>
        <source>No calibration covers this image: the scores stand without a likelihood ratio.</source>
        <translation>Keine Kalibrierung deckt dieses Bild ab: Die Werte stehen ohne Likelihood-Quotienten.</translation>
    </message>
    <message>
        <source>No change moves the answer to the other side; log10 LR from {least} to {greatest}.</source>
        <translation>Keine Änderung bringt die Antwort auf die andere Seite; log10 LR von {least} bis {greatest}.</translation>
    </message>
    <message>
        <source>No detector could score this image: see the failures.</source>
        <translation>Kein Detektor konnte dieses Bild bewerten: siehe die Fehlschläge.</translation>
    </message>
    <message>
        <source>No detector is installed.</source>
        <translation>Kein Detektor ist installiert.</translation>
    </message>
    <message>
        <source>No detector {detector!r} is installed.</source>
        <translation>Es ist kein Detektor {detector!r} installiert.</translation>
    </message>
    <message>
        <source>No detector {detector!r} is installed; there are: {known}.</source>
        <translation>Es ist kein Detektor {detector!r} installiert; es gibt: {known}.</translation>
    </message>
    <message>
        <source>No heatmap</source>
        <translation>Keine Heatmap</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No image fits the filter</source>
        <translation>Kein Bild passt zum Filter</translation>
    </message>
    <message>
        <source>No image fits the filter. Clear the text, or choose “All results”.</source>
        <translation>Kein Bild passt zum Filter. Löschen Sie den Text, oder wählen Sie „Alle Ergebnisse“.</translation>
    </message>
    <message>
        <source>No image selected</source>
        <translation>Kein Bild ausgewählt</translation>
    </message>
    <message>
        <source>No images chosen</source>
        <translation>Keine Bilder gewählt</translation>
    </message>
    <message>
        <source>No images were found there.</source>
        <translation>Dort wurden keine Bilder gefunden.</translation>
    </message>
    <message>
        <source>No language model is listed yet: add a folder or a server.</source>
        <translation>Noch ist kein Sprachmodell gelistet: Fügen Sie einen Ordner oder einen Server hinzu.</translation>
    </message>
    <message>
        <source>No language model is named yet. Add the folder of one, or a server on this machine.</source>
        <translation>Noch ist kein Sprachmodell genannt. Fügen Sie den Ordner eines Modells oder einen Server auf diesem Rechner hinzu.</translation>
    </message>
    <message>
        <source>No language model was named. Add one under Help &gt; Models &gt; Language models.</source>
        <translation>Kein Sprachmodell wurde benannt. Fügen Sie eines hinzu unter Hilfe &gt; Modelle &gt; Sprachmodelle.</translation>
    </message>
    <message>
        <source>No likelihood ratio is given: no detector is validated for a picture like this one, or none could score it. This says nothing about the origin of the picture.</source>
        <translation>Kein Likelihood-Quotient wird angegeben: Kein Detektor ist für ein Bild wie dieses validiert, oder keiner konnte es bewerten. Das sagt nichts über den Ursprung des Bildes.</translation>
    </message>
    <message>
        <source>No model {model!r} was imported.</source>
        <translation>Es wurde kein Modell {model!r} importiert.</translation>
    </message>
    <message>
        <source>No page holds these words. Try fewer or other ones.</source>
        <translation>Keine Seite enthält diese Wörter. Versuchen Sie weniger oder andere.</translation>
    </message>
    <message>
        <source>No plugin knows the format {format!r} of {model}.</source>
        <translation>Kein Plugin kennt das Format {format!r} von {model}.</translation>
    </message>
    <message>
        <source>No plugin that is loaded can run it: the page of plugins says why.</source>
        <translation>Kein geladenes Plugin kann es ausführen: Die Seite der Plugins sagt, warum.</translation>
    </message>
    <message>
        <source>No saved filters</source>
        <translation>Keine gespeicherten Filter</translation>
    </message>
    <message>
        <source>No setting is about “{text}”.</source>
        <translation>Keine Einstellung handelt von „{text}“.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Auf dem Gerät ist kein Platz mehr</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Die Datei oder den Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>No term and no meaning holds these words. Try fewer or other ones.</source>
        <translation>Kein Begriff und keine Bedeutung enthält diese Wörter. Versuchen Sie weniger oder andere.</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>Kein Ergebnis</translation>
    </message>
    <message>
        <source>No verdict changed between these two.</source>
        <translation>Zwischen diesen beiden hat sich kein Ergebnis geändert.</translation>
    </message>
    <message>
        <source>No {name} can be built from these settings</source>
        <translation>Aus diesen Einstellungen lässt sich kein {name} bauen</translation>
    </message>
    <message>
        <source>Noise level that differs between smooth regions</source>
        <translation>Rauschpegel, der sich zwischen glatten Regionen unterscheidet</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>None chosen: each method takes the last layer. Several: their mean.</source>
        <translation>Nichts gewählt: Jede Methode nimmt die letzte Schicht. Mehrere: ihr Mittel.</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Es ist kein Ordner</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>Nicht analysiert</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>Nicht beantwortet</translation>
    </message>
    <message>
        <source>Not audited: whether it beats chance and is stable is not known.</source>
        <translation>Nicht geprüft: Ob sie besser als der Zufall und ob sie stabil ist, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Not checked: the reader of C2PA manifests is not available in this installation</source>
        <translation>Nicht geprüft: Das Leseprogramm für C2PA-Manifeste ist in dieser Installation nicht vorhanden</translation>
    </message>
    <message>
        <source>Not loaded: safe mode is on.</source>
        <translation>Nicht geladen: Der abgesicherte Modus ist an.</translation>
    </message>
    <message>
        <source>Not loaded: {why}</source>
        <translation>Nicht geladen: {why}</translation>
    </message>
    <message>
        <source>Not relevant</source>
        <translation>Nicht relevant</translation>
    </message>
    <message>
        <source>Not safe for the colour-blind</source>
        <translation>Bei Farbfehlsichtigkeit nicht sicher</translation>
    </message>
    <message>
        <source>Not validated: it has no error rates.</source>
        <translation>Nicht validiert: Es gibt keine Fehlerraten.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this answer</source>
        <translation>Notiz zu dieser Antwort</translation>
    </message>
    <message>
        <source>Note on this image</source>
        <translation>Notiz zu diesem Bild</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>Hinweis: {note}</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Nothing is copied. The sums of the files are kept, and a model whose files change is refused.</source>
        <translation>Nichts wird kopiert. Die Prüfsummen der Dateien werden behalten, und ein Modell, dessen Dateien sich ändern, wird abgelehnt.</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>Nichts ist ausgewählt</translation>
    </message>
    <message>
        <source>Nothing says which of {labels} means “made by a generative model”.</source>
        <translation>Nichts sagt, was von {labels} „von einem generativen Modell erzeugt“ bedeutet.</translation>
    </message>
    <message>
        <source>Nothing says which output means “made by a generative model”.</source>
        <translation>Nichts sagt, welche Ausgabe „von einem generativen Modell erzeugt“ bedeutet.</translation>
    </message>
    <message>
        <source>Nothing to report. “Check” holds the plugin to the contract: seconds, or minutes with large networks.</source>
        <translation>Nichts zu berichten. „Prüfen“ misst das Plugin am Vertrag: Sekunden, oder Minuten bei großen Netzen.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing was kept. Use it on PyTorch.</source>
        <translation>Nichts wurde aufbewahrt. Verwenden Sie ihn mit PyTorch.</translation>
    </message>
    <message>
        <source>Nothing was measured</source>
        <translation>Es wurde nichts gemessen</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>Es wurde nichts gemessen.</translation>
    </message>
    <message>
        <source>Nothing was written</source>
        <translation>Es wurde nichts geschrieben</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Now {answer}</source>
        <translation>Jetzt {answer}</translation>
    </message>
    <message>
        <source>Number of clusters, auto: by silhouette</source>
        <translation>Zahl der Cluster, auto: nach Silhouette</translation>
    </message>
    <message>
        <source>Number of fingers</source>
        <translation>Zahl der Finger</translation>
    </message>
    <message>
        <source>Number of limbs</source>
        <translation>Zahl der Gliedmaßen</translation>
    </message>
    <message>
        <source>Objects</source>
        <comment>group of artifacts</comment>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Objects that merge</source>
        <translation>Verschmelzende Objekte</translation>
    </message>
    <message>
        <source>Observations (no claim)</source>
        <translation>Beobachtungen (ohne Aussage)</translation>
    </message>
    <message>
        <source>Of each image: Detector scores</source>
        <translation>Zu jedem Bild: Werte der Detektoren</translation>
    </message>
    <message>
        <source>Of each image: Examiner&apos;s observations (not findings of the program)</source>
        <translation>Zu jedem Bild: Beobachtungen des Gutachters (nicht vom Programm gefunden)</translation>
    </message>
    <message>
        <source>Of each image: Findings</source>
        <translation>Zu jedem Bild: Auffälligkeiten</translation>
    </message>
    <message>
        <source>Of each image: Identity of the file</source>
        <translation>Zu jedem Bild: Identität der Datei</translation>
    </message>
    <message>
        <source>Of each image: In words</source>
        <translation>Zu jedem Bild: In Worten</translation>
    </message>
    <message>
        <source>Of each image: Provenance</source>
        <translation>Zu jedem Bild: Provenienz</translation>
    </message>
    <message>
        <source>Of each image: Remarks of a language model (not evidence)</source>
        <translation>Zu jedem Bild: Bemerkungen eines Sprachmodells (keine Evidenz)</translation>
    </message>
    <message>
        <source>Of each image: Result</source>
        <translation>Zu jedem Bild: Ergebnis</translation>
    </message>
    <message>
        <source>Of each image: What moved the score</source>
        <translation>Zu jedem Bild: Was den Wert bewegt hat</translation>
    </message>
    <message>
        <source>Of each image: What ran, and what did not</source>
        <translation>Zu jedem Bild: Was lief, und was nicht</translation>
    </message>
    <message numerus="yes">
        <source>Of the %Ln listed image(s)</source>
        <translation>
            <numerusform>Von dem %Ln gelisteten Bild</numerusform>
            <numerusform>Von den %Ln gelisteten Bildern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the %Ln selected image(s)</source>
        <translation>
            <numerusform>Von dem %Ln ausgewählten Bild</numerusform>
            <numerusform>Von den %Ln ausgewählten Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>Often the memory did not suffice: close other programs and try again.</source>
        <translation>Oft reichte der Speicher nicht: Schließen Sie andere Programme, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Older results are kept and can be compared.</source>
        <translation>Ältere Ergebnisse bleiben erhalten und lassen sich vergleichen.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message numerus="yes">
        <source>On %Ln image(s)</source>
        <translation>
            <numerusform>Auf %Ln Bild</numerusform>
            <numerusform>Auf %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>One of each near-duplicate stack</source>
        <translation>Eines je Stapel nahezu gleicher</translation>
    </message>
    <message numerus="yes">
        <source>One report on all %Ln image(s)</source>
        <translation>
            <numerusform>Ein Bericht über das %Ln Bild</numerusform>
            <numerusform>Ein Bericht über alle %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>One stack of near duplicates</source>
        <translation>Ein Stapel nahezu gleicher Bilder</translation>
    </message>
    <message>
        <source>Only uncalibrated detectors scored this picture. A score without a calibration says nothing about its origin; “gauntlet calibrate” makes one from labelled images.</source>
        <translation>Nur nicht kalibrierte Detektoren haben dieses Bild bewertet. Ein Wert ohne Kalibrierung sagt nichts über den Ursprung; „gauntlet calibrate“ erstellt eine aus beschrifteten Bildern.</translation>
    </message>
    <message>
        <source>Only {images}; press to show other images again</source>
        <translation>Nur {images}; drücken, um wieder andere Bilder zu zeigen</translation>
    </message>
    <message>
        <source>Only {kept} of {count} images can be clustered.{why}</source>
        <translation>Nur {kept} von {count} Bildern lassen sich in Cluster einteilen.{why}</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>Nur {name}</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the heatmap ([ and ])</source>
        <translation>Deckkraft der Heatmap ([ und ])</translation>
    </message>
    <message>
        <source>Opacity of the heatmap in per cent</source>
        <translation>Deckkraft der Heatmap in Prozent</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>decision</comment>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Open &amp;case…</source>
        <translation>Fa&amp;ll öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a case for review</source>
        <translation>Einen Fall zur Durchsicht öffnen</translation>
    </message>
    <message>
        <source>Open all images under a folder</source>
        <translation>Alle Bilder unter einem Ordner öffnen</translation>
    </message>
    <message>
        <source>Open all images under a folder (Ctrl+Shift+O)</source>
        <translation>Alle Bilder unter einem Ordner öffnen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>Fall öffnen</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Dateien öffnen…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open image files</source>
        <translation>Bilddateien öffnen</translation>
    </message>
    <message>
        <source>Open image files (Ctrl+O)</source>
        <translation>Bilddateien öffnen (Strg+O)</translation>
    </message>
    <message>
        <source>Open images</source>
        <translation>Bilder öffnen</translation>
    </message>
    <message>
        <source>Open images or folders with these buttons, or drop them on the window. They are opened read-only, and nothing leaves this computer. Go on to have a sample image analysed.</source>
        <translation>Öffnen Sie Bilder oder Ordner mit diesen Schaltflächen, oder lassen Sie sie auf das Fenster fallen. Sie werden nur lesend geöffnet, und nichts verlässt diesen Rechner. Gehen Sie weiter, um ein Beispielbild analysieren zu lassen.</translation>
    </message>
    <message>
        <source>Open in the main window</source>
        <translation>Im Hauptfenster öffnen</translation>
    </message>
    <message>
        <source>Open it with the newer program that made it.</source>
        <translation>Öffnen Sie ihn mit dem neueren Programm, das ihn angelegt hat.</translation>
    </message>
    <message>
        <source>Open the help at the page that fits where the focus is</source>
        <translation>Die Hilfe auf der Seite öffnen, die zum Fokus passt</translation>
    </message>
    <message>
        <source>Open the images that come with the program, and photographs where the full program is installed</source>
        <translation>Die mitgelieferten Bilder öffnen, und Fotografien, wo das vollständige Programm installiert ist</translation>
    </message>
    <message>
        <source>Open the sample images</source>
        <translation>Die Beispielbilder öffnen</translation>
    </message>
    <message>
        <source>Opening the image</source>
        <translation>Das Bild wird geöffnet</translation>
    </message>
    <message>
        <source>Opening the picture was cancelled.</source>
        <translation>Das Öffnen des Bildes wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>Der Vorgang ist nicht erlaubt</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Ursprung</translation>
    </message>
    <message>
        <source>Other methods can show what moved a detector. They take longer than the analysis and run beside it. Their maps join the heatmaps of the image, its report and its export; the verdict does not change.</source>
        <translation>Andere Methoden können zeigen, was einen Detektor bewegt hat. Sie dauern länger als die Analyse und laufen neben ihr. Ihre Karten kommen zu den Heatmaps des Bildes, in seinen Bericht und seinen Export; das Ergebnis ändert sich nicht.</translation>
    </message>
    <message>
        <source>Out of scope</source>
        <translation>Nicht anwendbar</translation>
    </message>
    <message>
        <source>Out of scope: no verdict</source>
        <translation>Nicht anwendbar: kein Ergebnis</translation>
    </message>
    <message>
        <source>Outline the views</source>
        <translation>Ausschnitte umranden</translation>
    </message>
    <message>
        <source>Outline the views that the model saw</source>
        <translation>Die Ausschnitte umranden, die das Modell gesehen hat</translation>
    </message>
    <message>
        <source>Over-sharpening</source>
        <translation>Überschärfung</translation>
    </message>
    <message>
        <source>Over-sharpening: halos along edges</source>
        <translation>Überschärfung: Lichthöfe an Kanten</translation>
    </message>
    <message>
        <source>Over-smoothing</source>
        <translation>Übermäßige Glättung</translation>
    </message>
    <message>
        <source>Over-smoothing beside crisp edges</source>
        <translation>Übermäßige Glättung neben scharfen Kanten</translation>
    </message>
    <message>
        <source>Over-smoothing: structure without noise</source>
        <translation>Übermäßige Glättung: Struktur ohne Rauschen</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Darüber</translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation>&amp;Bereiche</translation>
    </message>
    <message>
        <source>P(generated) = {probability} at a prior of {prior}</source>
        <translation>P(erzeugt) = {probability} bei einer A-priori-Wahrscheinlichkeit von {prior}</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>PDF report (*.pdf)</source>
        <translation>PDF-Bericht (*.pdf)</translation>
    </message>
    <message>
        <source>PKCS #12 (*.p12 *.pfx)</source>
        <translation>PKCS #12 (*.p12 *.pfx)</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Bestandteil</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Passed its audit: it beats chance and is stable.</source>
        <translation>Prüfung bestanden: Sie ist besser als der Zufall und stabil.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Passphrase of {name}:</source>
        <translation>Passphrase von {name}:</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Pattern that breaks</source>
        <translation>Unterbrochenes Muster</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pct.</source>
        <translation>Perz.</translation>
    </message>
    <message>
        <source>Percentile of the value among camera images</source>
        <translation>Perzentil des Wertes unter Kamerabildern</translation>
    </message>
    <message>
        <source>Percentile, camera</source>
        <translation>Perzentil, Kamera</translation>
    </message>
    <message>
        <source>Percentile, generated</source>
        <translation>Perzentil, erzeugt</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Picture with heatmap {number}</source>
        <translation>Bild mit Heatmap {number}</translation>
    </message>
    <message>
        <source>Picture {} of {}</source>
        <translation>Bild {} von {}</translation>
    </message>
    <message>
        <source>Pictures and paths</source>
        <translation>Bilder und Pfade</translation>
    </message>
    <message>
        <source>Pictures inside the file</source>
        <translation>Bilder in der Datei</translation>
    </message>
    <message>
        <source>Pictures of more pixels are refused.</source>
        <translation>Bilder mit mehr Pixeln werden abgelehnt.</translation>
    </message>
    <message>
        <source>Pictures, paths and names</source>
        <translation>Bilder, Pfade und Namen</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>Plastic skin</source>
        <translation>Haut wie Plastik</translation>
    </message>
    <message>
        <source>Please report this with the log.</source>
        <translation>Bitte melden Sie dies mit dem Protokoll des Programms.</translation>
    </message>
    <message>
        <source>Plots and maps, scrolled</source>
        <translation>Diagramme und Karten, gescrollt</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>Plugins</translation>
    </message>
    <message>
        <source>Point at a mark to see its image; click to open it.</source>
        <translation>Zeigen Sie auf eine Marke, um ihr Bild zu sehen; klicken Sie, um es zu öffnen.</translation>
    </message>
    <message>
        <source>Predictions that change</source>
        <translation>Vorhersagen, die sich ändern</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Wird vorbereitet</translation>
    </message>
    <message>
        <source>Press the button in focus</source>
        <translation>Die Schaltfläche mit dem Fokus drücken</translation>
    </message>
    <message>
        <source>Preview of the report</source>
        <translation>Vorschau des Berichts</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Vorheriges Bild</translation>
    </message>
    <message>
        <source>Prior odds {prior} × likelihood ratio {ratio} = posterior odds {posterior}.</source>
        <translation>A-priori-Chancen {prior} × Likelihood-Quotient {ratio} = A-posteriori-Chancen {posterior}.</translation>
    </message>
    <message>
        <source>Prior probability of “made by a generative model”</source>
        <translation>A-priori-Wahrscheinlichkeit von „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Processes of a batch</source>
        <translation>Prozesse eines Stapellaufs</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>Prozessor-Threads</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of the analysis</source>
        <translation>Fortschritt der Analyse</translation>
    </message>
    <message>
        <source>Progress of the language model</source>
        <translation>Fortschritt des Sprachmodells</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Provenienz</translation>
    </message>
    <message>
        <source>Provenance holds everything that the file says about itself. What no intact signature covers can be written by anybody, so it never enters the verdict.</source>
        <translation>Die Provenienz enthält alles, was die Datei über sich selbst sagt. Was keine unversehrte Unterschrift deckt, kann jeder schreiben; darum geht es nie in das Ergebnis ein.</translation>
    </message>
    <message>
        <source>Purity</source>
        <translation>Reinheit</translation>
    </message>
    <message>
        <source>Purple–green</source>
        <translation>Violett–Grün</translation>
    </message>
    <message>
        <source>Put all panels back in their places</source>
        <translation>Alle Bereiche an ihren Platz zurückstellen</translation>
    </message>
    <message>
        <source>Quantise the one it was made from.</source>
        <translation>Quantisieren Sie das, aus dem es entstanden ist.</translation>
    </message>
    <message>
        <source>Quantising the layers</source>
        <translation>Die Schichten werden quantisiert</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>RISE</source>
        <translation>RISE</translation>
    </message>
    <message>
        <source>Raise how many files a program may hold open (ulimit -n), then try again.</source>
        <translation>Erhöhen, wie viele Dateien ein Programm offen halten darf (ulimit -n), und es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Raise the limit, or use a smaller copy.</source>
        <translation>Heben Sie die Grenze an, oder verwenden Sie eine kleinere Kopie.</translation>
    </message>
    <message>
        <source>Raise the limits of memory and of open files (ulimit -n) where they were lowered; otherwise run “gauntlet doctor”, or install the program again.</source>
        <translation>Die Grenzen für Speicher und offene Dateien (ulimit -n) erhöhen, wo sie gesenkt wurden; sonst „gauntlet doctor“ aufrufen oder das Programm neu installieren.</translation>
    </message>
    <message>
        <source>Raise the memory limit if you trust this file.</source>
        <translation>Heben Sie die Speichergrenze an, wenn Sie dieser Datei vertrauen.</translation>
    </message>
    <message>
        <source>Raise the time limit if you trust this file.</source>
        <translation>Heben Sie die Zeitgrenze an, wenn Sie dieser Datei vertrauen.</translation>
    </message>
    <message>
        <source>Random noise in detail</source>
        <translation>Zufälliges Rauschen im Detail</translation>
    </message>
    <message>
        <source>Range of the value from the 5th to the 95th percentile of camera images</source>
        <translation>Bereich des Wertes vom 5. bis zum 95. Perzentil der Kamerabilder</translation>
    </message>
    <message>
        <source>Rank correlation with {others}</source>
        <translation>Rangkorrelation mit {others}</translation>
    </message>
    <message>
        <source>Rate (95 % interval)</source>
        <translation>Rate (95-%-Intervall)</translation>
    </message>
    <message>
        <source>Re&amp;move from list</source>
        <translation>&amp;Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Read the list again</source>
        <translation>Die Liste neu lesen</translation>
    </message>
    <message>
        <source>Read the list again.</source>
        <translation>Lesen Sie die Liste neu.</translation>
    </message>
    <message>
        <source>Read the verdict</source>
        <translation>Das Ergebnis lesen</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Reading image {} of {}</source>
        <translation>Bild {} von {} wird gelesen</translation>
    </message>
    <message>
        <source>Reading the files once more</source>
        <translation>Die Dateien werden noch einmal gelesen</translation>
    </message>
    <message>
        <source>Reading the list</source>
        <translation>Die Liste wird gelesen</translation>
    </message>
    <message>
        <source>Reading the model cards …</source>
        <translation>Die Modellkarten werden gelesen …</translation>
    </message>
    <message>
        <source>Reading the pictures inside the files</source>
        <translation>Die Bilder in den Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Reading the results</source>
        <translation>Die Ergebnisse werden gelesen</translation>
    </message>
    <message>
        <source>Reading the results …</source>
        <translation>Die Ergebnisse werden gelesen …</translation>
    </message>
    <message>
        <source>Reading the tower</source>
        <translation>Der Turm wird gelesen</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>Die Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>{name} wird gelesen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message numerus="yes">
        <source>Ready. %Ln image(s) done</source>
        <translation>
            <numerusform>Bereit. %Ln Bild fertig</numerusform>
            <numerusform>Bereit. %Ln Bilder fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Redacted: without pictures and paths</source>
        <translation>Geschwärzt: ohne Bilder und Pfade</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo what was undone</source>
        <translation>Wiederholen, was rückgängig gemacht wurde</translation>
    </message>
    <message>
        <source>Redo {what}</source>
        <translation>Wiederholen: {what}</translation>
    </message>
    <message>
        <source>Reduced to 1/{times}</source>
        <translation>Verkleinert auf 1/{times}</translation>
    </message>
    <message>
        <source>References</source>
        <translation>Literatur</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Region: x, y, width, height</source>
        <translation>Region: x, y, Breite, Höhe</translation>
    </message>
    <message>
        <source>Regular grid in the frequency domain (1/2, 1/4, 1/8)</source>
        <translation>Regelmäßiges Gitter im Frequenzbereich (1/2, 1/4, 1/8)</translation>
    </message>
    <message>
        <source>Regular grid pattern</source>
        <translation>Regelmäßiges Gittermuster</translation>
    </message>
    <message>
        <source>Regular grid-like pattern</source>
        <translation>Regelmäßiges gitterartiges Muster</translation>
    </message>
    <message>
        <source>Relative: camera ← 0 → generated (no scale)</source>
        <translation>Relativ: Kamera ← 0 → erzeugt (ohne Skala)</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>Remarks of a language model</source>
        <translation>Bemerkungen eines Sprachmodells</translation>
    </message>
    <message>
        <source>Remarks of a language model (not evidence)</source>
        <translation>Bemerkungen eines Sprachmodells (keine Evidenz)</translation>
    </message>
    <message>
        <source>Remarks of a language model, unverified</source>
        <translation>Bemerkungen eines Sprachmodells, ungeprüft</translation>
    </message>
    <message>
        <source>Remarks of the reviewer</source>
        <translation>Bemerkungen des Zweitgutachters</translation>
    </message>
    <message>
        <source>Remarks on the declarations</source>
        <translation>Bemerkungen zu den Angaben</translation>
    </message>
    <message>
        <source>Remember recent files</source>
        <translation>Zuletzt geöffnete Dateien merken</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln image(s)</source>
        <translation>
            <numerusform>%Ln Bild entfernen</numerusform>
            <numerusform>%Ln Bilder entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove it first.</source>
        <translation>Entfernen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Remove it.</source>
        <translation>Entfernen Sie ihn.</translation>
    </message>
    <message>
        <source>Remove the file, then disable again what you do not want.</source>
        <translation>Entfernen Sie die Datei, und deaktivieren Sie dann wieder, was Sie nicht wollen.</translation>
    </message>
    <message>
        <source>Remove the language model</source>
        <translation>Das Sprachmodell entfernen</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Das Modell entfernen</translation>
    </message>
    <message>
        <source>Remove the model and add it again, if you trust its files.</source>
        <translation>Entfernen Sie das Modell, und fügen Sie es wieder hinzu, wenn Sie seinen Dateien vertrauen.</translation>
    </message>
    <message>
        <source>Remove these images, or mend the detector: figures over what is left would flatter it.</source>
        <translation>Entfernen Sie diese Bilder, oder beheben Sie den Fehler des Detektors: Zahlen über den Rest würden ihm schmeicheln.</translation>
    </message>
    <message>
        <source>Remove {file}.</source>
        <translation>Entfernen Sie {file}.</translation>
    </message>
    <message>
        <source>Remove {id}? What it was imported from is not touched.</source>
        <translation>{id} entfernen? Woraus es importiert wurde, wird nicht angerührt.</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>Wird entfernt</translation>
    </message>
    <message>
        <source>Repeated elements</source>
        <translation>Wiederholte Elemente</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report on the case</source>
        <translation>Bericht über den Fall</translation>
    </message>
    <message>
        <source>Report written: {names}</source>
        <translation>Bericht geschrieben: {names}</translation>
    </message>
    <message>
        <source>Report written: {path}</source>
        <translation>Bericht geschrieben: {path}</translation>
    </message>
    <message>
        <source>Report {} of {}</source>
        <translation>Bericht {} von {}</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
    <message>
        <source>Resampling</source>
        <translation>Resampling</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Reset the prior to even</source>
        <translation>Die A-priori-Chancen auf gleich zurücksetzen</translation>
    </message>
    <message>
        <source>Reset “{setting}”</source>
        <translation>„{setting}“ zurücksetzen</translation>
    </message>
    <message>
        <source>Restore it from a copy.</source>
        <translation>Stellen Sie ihn aus einer Kopie wieder her.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Result panels</source>
        <translation>Ergebnisbereiche</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Zweitgutachter</translation>
    </message>
    <message>
        <source>Rewording</source>
        <translation>Wird umformuliert</translation>
    </message>
    <message>
        <source>Run all methods</source>
        <translation>Alle Methoden ausführen</translation>
    </message>
    <message>
        <source>Run gauntlet case migrate CASE: a copy of the old one is kept.</source>
        <translation>Führen Sie gauntlet case migrate CASE aus: Eine Kopie des alten bleibt erhalten.</translation>
    </message>
    <message>
        <source>Run “gauntlet doctor”, and look at the plugins that were installed last.</source>
        <translation>Führen Sie „gauntlet doctor“ aus, und sehen Sie sich die zuletzt installierten Plugins an.</translation>
    </message>
    <message>
        <source>Run: pip install &apos;gauntlet-desktop[full]&apos;</source>
        <translation>Führen Sie aus: pip install &apos;gauntlet-desktop[full]&apos;</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>SHA-256 copied.</source>
        <translation>SHA-256 kopiert.</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Abgesicherter Modus</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>Save diagnostics…</source>
        <translation>Diagnose speichern…</translation>
    </message>
    <message>
        <source>Save files…</source>
        <translation>Dateien speichern…</translation>
    </message>
    <message>
        <source>Save results to case</source>
        <translation>Ergebnisse im Fall speichern</translation>
    </message>
    <message>
        <source>Save template</source>
        <translation>Vorlage speichern</translation>
    </message>
    <message>
        <source>Save template…</source>
        <translation>Vorlage speichern…</translation>
    </message>
    <message>
        <source>Save the filter</source>
        <translation>Den Filter speichern</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Gespeicherte Filter</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Scatter plot of the images</source>
        <translation>Streudiagramm der Bilder</translation>
    </message>
    <message>
        <source>Score-CAM</source>
        <translation>Score-CAM</translation>
    </message>
    <message>
        <source>Scores do not rise towards generated images in the stratum “{stratum}”.</source>
        <translation>Im Stratum „{stratum}“ steigen die Werte nicht zu erzeugten Bildern hin.</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>Wird bewertet</translation>
    </message>
    <message>
        <source>Scoring image {} of {}</source>
        <translation>Bild {} von {} wird bewertet</translation>
    </message>
    <message>
        <source>Scoring view {} of {}</source>
        <translation>Ansicht {} von {} wird bewertet</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search names, paths, notes and SHA-256</source>
        <translation>Namen, Pfade, Notizen und SHA-256 durchsuchen</translation>
    </message>
    <message>
        <source>Search names, paths, notes, SHA-256</source>
        <translation>Namen, Pfade, Notizen, SHA-256 suchen</translation>
    </message>
    <message>
        <source>Search names, values and places</source>
        <translation>Namen, Werte und Fundstellen suchen</translation>
    </message>
    <message>
        <source>Search the declarations</source>
        <translation>Die Angaben durchsuchen</translation>
    </message>
    <message>
        <source>Search the glossary</source>
        <translation>Das Glossar durchsuchen</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Die Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweite</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Sections of plugins</source>
        <translation>Abschnitte von Plugins</translation>
    </message>
    <message>
        <source>Sections; those in grey are in every report</source>
        <translation>Abschnitte; die grauen stehen in jedem Bericht</translation>
    </message>
    <message>
        <source>See [{group}].</source>
        <translation>Siehe [{group}].</translation>
    </message>
    <message>
        <source>See and change what the program does</source>
        <translation>Sehen und ändern, was das Programm tut</translation>
    </message>
    <message>
        <source>See docs/plugin-guide.md for the keys of plugin.toml.</source>
        <translation>Die Schlüssel von plugin.toml stehen in docs/plugin-guide.md.</translation>
    </message>
    <message>
        <source>See docs/plugin-guide.md.</source>
        <translation>Siehe docs/plugin-guide.md.</translation>
    </message>
    <message>
        <source>See gauntlet analyze.</source>
        <translation>Siehe gauntlet analyze.</translation>
    </message>
    <message>
        <source>See its own failures.</source>
        <translation>Siehe seine eigenen Fehler.</translation>
    </message>
    <message>
        <source>See that it runs and has the model.</source>
        <translation>Sorgen Sie dafür, dass er läuft und das Modell hat.</translation>
    </message>
    <message>
        <source>See that the folder is complete and that there is enough memory.</source>
        <translation>Sorgen Sie dafür, dass der Ordner vollständig ist und der Speicher reicht.</translation>
    </message>
    <message>
        <source>See the guide.</source>
        <translation>Siehe die Anleitung.</translation>
    </message>
    <message>
        <source>See the list of plugins.</source>
        <translation>Siehe die Liste der Plugins.</translation>
    </message>
    <message>
        <source>See the main parts of the window on a sample image</source>
        <translation>Die wichtigsten Teile des Fensters an einem Beispielbild sehen</translation>
    </message>
    <message>
        <source>See the plugin guide.</source>
        <translation>Siehe die Anleitung für Plugins.</translation>
    </message>
    <message>
        <source>See the templates in {folder}.</source>
        <translation>Siehe die Vorlagen in {folder}.</translation>
    </message>
    <message>
        <source>See what the detector used</source>
        <translation>Sehen, was der Detektor nutzte</translation>
    </message>
    <message>
        <source>See what the file declares</source>
        <translation>Sehen, was die Datei angibt</translation>
    </message>
    <message>
        <source>See which images a detector sees as alike</source>
        <translation>Sehen, welche Bilder ein Detektor als ähnlich sieht</translation>
    </message>
    <message>
        <source>See who owns its folder.</source>
        <translation>Sehen Sie nach, wem sein Ordner gehört.</translation>
    </message>
    <message>
        <source>See, check, enable and disable the installed plugins</source>
        <translation>Die installierten Plugins ansehen, prüfen, aktivieren und deaktivieren</translation>
    </message>
    <message>
        <source>See: gauntlet plugins</source>
        <translation>Siehe: gauntlet plugins</translation>
    </message>
    <message>
        <source>Sees</source>
        <translation>Sieht</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message numerus="yes">
        <source>Selected: %Ln image(s)</source>
        <translation>
            <numerusform>Ausgewählt: %Ln Bild</numerusform>
            <numerusform>Ausgewählt: %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Sensor noise: departure from white</source>
        <translation>Sensorrauschen: Abweichung von Weiß</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Satz</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>Sentences, each bound to its records</source>
        <translation>Sätze, jeder an seine Protokolle gebunden</translation>
    </message>
    <message>
        <source>Set every setting back to its default</source>
        <translation>Jede Einstellung auf ihre Vorgabe zurücksetzen</translation>
    </message>
    <message>
        <source>Setting the pages</source>
        <translation>Die Seiten werden gesetzt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>Einstellungen (*.json)</translation>
    </message>
    <message>
        <source>Settings, recent files and the choice of plugins</source>
        <translation>Einstellungen, zuletzt geöffnete Dateien und die Auswahl der Plugins</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show &amp;checklist</source>
        <translation>&amp;Checkliste zeigen</translation>
    </message>
    <message>
        <source>Show &amp;explanations</source>
        <translation>E&amp;rklärungen zeigen</translation>
    </message>
    <message>
        <source>Show &amp;findings</source>
        <translation>&amp;Auffälligkeiten zeigen</translation>
    </message>
    <message>
        <source>Show &amp;provenance</source>
        <translation>&amp;Provenienz zeigen</translation>
    </message>
    <message>
        <source>Show &amp;text</source>
        <translation>&amp;Text zeigen</translation>
    </message>
    <message>
        <source>Show &amp;verdict</source>
        <translation>&amp;Ergebnis zeigen</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show the main parts of the window on a sample image</source>
        <translation>Die wichtigsten Teile des Fensters an einem Beispielbild zeigen</translation>
    </message>
    <message>
        <source>Show the region in the picture</source>
        <translation>Die Region im Bild zeigen</translation>
    </message>
    <message>
        <source>Show what is behind the number</source>
        <translation>Zeigen, was hinter der Zahl steht</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Shows what moved the model&apos;s score, not where the image was altered.</source>
        <translation>Zeigt, was den Wert des Modells bewegt hat, nicht, wo das Bild verändert wurde.</translation>
    </message>
    <message>
        <source>Shows which parts of the picture were scored.</source>
        <translation>Zeigt, welche Teile des Bildes bewertet wurden.</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Daneben</translation>
    </message>
    <message>
        <source>Side by side</source>
        <comment>comparison of two models</comment>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Sign with…</source>
        <translation>Signieren mit…</translation>
    </message>
    <message>
        <source>Signal</source>
        <comment>group of artifacts</comment>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Signatures need the extra “sign”, which is not installed.</source>
        <translation>Unterschriften brauchen die Erweiterung „sign“, die nicht installiert ist.</translation>
    </message>
    <message>
        <source>Signed with {name}</source>
        <translation>Signiert mit {name}</translation>
    </message>
    <message>
        <source>Signer</source>
        <translation>Unterzeichner</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Wird signiert</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glatt</translation>
    </message>
    <message>
        <source>Smooth between cells</source>
        <translation>Zwischen Zellen glätten</translation>
    </message>
    <message>
        <source>Some settings are not used</source>
        <translation>Einige Einstellungen werden nicht verwendet</translation>
    </message>
    <message>
        <source>Some things cannot be kept</source>
        <translation>Manches lässt sich nicht aufbewahren</translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation>Im Programm ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Space</source>
        <comment>group of artifacts</comment>
        <translation>Raum</translation>
    </message>
    <message>
        <source>Stability ladder</source>
        <translation>Stabilitätsleiter</translation>
    </message>
    <message>
        <source>Stability under re-delivery</source>
        <translation>Stabilität bei erneuter Weitergabe</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Starting again</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>Starting the analysis process</source>
        <translation>Der Analyseprozess wird gestartet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Stays apart for all common colour-vision deficiencies</source>
        <translation>Bei allen verbreiteten Farbfehlsichtigkeiten unterscheidbar</translation>
    </message>
    <message>
        <source>Step {} of {}</source>
        <translation>Schritt {} von {}</translation>
    </message>
    <message>
        <source>Steps that failed</source>
        <translation>Fehlgeschlagene Schritte</translation>
    </message>
    <message>
        <source>Stop everything that is under way</source>
        <translation>Alles anhalten, was im Gange ist</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Stopped. What was looked at is kept.</source>
        <translation>Angehalten. Was betrachtet wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Stratum</source>
        <translation>Stratum</translation>
    </message>
    <message>
        <source>Stratum “{stratum}”: {cameras} camera and {generated} generated images.</source>
        <translation>Stratum „{stratum}“: {cameras} Kamerabilder und {generated} erzeugte Bilder.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Strength of the evidence</source>
        <translation>Stärke der Evidenz</translation>
    </message>
    <message>
        <source>Strength {}/{}</source>
        <translation>Stärke {}/{}</translation>
    </message>
    <message>
        <source>Supported: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF. The content decides, not the extension.</source>
        <translation>Unterstützt: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF. Der Inhalt entscheidet, nicht die Endung.</translation>
    </message>
    <message>
        <source>Supports camera</source>
        <translation>Stützt Kamera</translation>
    </message>
    <message>
        <source>Supports generated</source>
        <translation>Stützt erzeugt</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>Teiler</translation>
    </message>
    <message>
        <source>Swipe divider to the left</source>
        <translation>Teiler nach links</translation>
    </message>
    <message>
        <source>Swipe divider to the right</source>
        <translation>Teiler nach rechts</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Systematic colour distribution</source>
        <translation>Systematische Farbverteilung</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Tag by a list of hashes</source>
        <translation>Mit einer Liste von Prüfsummen verschlagworten</translation>
    </message>
    <message>
        <source>Tag for the selected images:</source>
        <translation>Schlagwort für die ausgewählten Bilder:</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>Schlagwort…</translation>
    </message>
    <message>
        <source>Take fewer images (--limit), or a detector with fewer features.</source>
        <translation>Nehmen Sie weniger Bilder (--limit) oder einen Detektor mit weniger Merkmalen.</translation>
    </message>
    <message>
        <source>Take settings from a file</source>
        <translation>Einstellungen aus einer Datei übernehmen</translation>
    </message>
    <message>
        <source>Take the chosen saved filter away</source>
        <translation>Den gewählten gespeicherten Filter wegnehmen</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Take the selected images off the list; files stay</source>
        <translation>Die ausgewählten Bilder aus der Liste nehmen; Dateien bleiben</translation>
    </message>
    <message>
        <source>Take the tag {shown} away</source>
        <translation>Das Schlagwort {shown} wegnehmen</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>Rundgang machen</translation>
    </message>
    <message>
        <source>Take this tag away</source>
        <translation>Dieses Schlagwort wegnehmen</translation>
    </message>
    <message>
        <source>Take {name} off the list? Its files are not touched.</source>
        <translation>{name} aus der Liste nehmen? Seine Dateien werden nicht angerührt.</translation>
    </message>
    <message>
        <source>Target layers</source>
        <translation>Zielschichten</translation>
    </message>
    <message>
        <source>Technical</source>
        <translation>Fachlich</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Begriff</translation>
    </message>
    <message>
        <source>Testing stability</source>
        <translation>Die Stabilität wird geprüft</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Texture</source>
        <comment>group of artifacts</comment>
        <translation>Textur</translation>
    </message>
    <message>
        <source>Texture bleeding</source>
        <translation>Überlaufende Textur</translation>
    </message>
    <message>
        <source>Texture repetition</source>
        <translation>Wiederholte Textur</translation>
    </message>
    <message>
        <source>That of the window</source>
        <translation>Die des Fensters</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected image(s)</source>
        <translation>
            <numerusform>Das %Ln ausgewählte Bild</numerusform>
            <numerusform>Die %Ln ausgewählten Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>The JPEG quality is about {quality}; the detectors were validated from {least}.</source>
        <translation>Die JPEG-Qualität beträgt etwa {quality}; die Detektoren wurden ab {least} validiert.</translation>
    </message>
    <message>
        <source>The address below the agency; a comma begins a new line.</source>
        <translation>Die Adresse unter der Behörde; ein Komma beginnt eine neue Zeile.</translation>
    </message>
    <message>
        <source>The address {url!r} is refused: {why}.</source>
        <translation>Die Adresse {url!r} wird abgelehnt: {why}.</translation>
    </message>
    <message>
        <source>The analysis ends again and again before it is ready ({reason}).</source>
        <translation>Die Analyse endet immer wieder, bevor sie bereit ist ({reason}).</translation>
    </message>
    <message>
        <source>The analysis is not complete yet.</source>
        <translation>Die Analyse ist noch nicht vollständig.</translation>
    </message>
    <message>
        <source>The analysis of this file could not be finished.</source>
        <translation>Die Analyse dieser Datei konnte nicht beendet werden.</translation>
    </message>
    <message>
        <source>The analysis process ended ({reason}); it is being started again</source>
        <translation>Der Analyseprozess endete ({reason}); er wird wieder gestartet</translation>
    </message>
    <message>
        <source>The analysis process is not ready yet.</source>
        <translation>Der Analyseprozess ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>The analysis process is not ready yet. Try again in a moment.</source>
        <translation>Der Analyseprozess ist noch nicht bereit. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The analysis process is starting anew. Results so far stay as they are; “Analyse again” makes new ones.</source>
        <translation>Der Analyseprozess startet neu. Bisherige Ergebnisse bleiben, wie sie sind; „Erneut analysieren“ erstellt neue.</translation>
    </message>
    <message>
        <source>The answer changes side on one window of the image ({changes}): it is not stable.</source>
        <translation>Die Antwort wechselt auf einem Ausschnitt des Bildes die Seite ({changes}): Sie ist nicht stabil.</translation>
    </message>
    <message>
        <source>The answer is not stable: as {changes} it changes side.</source>
        <translation>Die Antwort ist nicht stabil: Als {changes} wechselt sie die Seite.</translation>
    </message>
    <message>
        <source>The bookmarked images</source>
        <translation>Die Bilder mit Lesezeichen</translation>
    </message>
    <message>
        <source>The calibration file cannot be used ({reason}).</source>
        <translation>Die Kalibrierungsdatei lässt sich nicht verwenden ({reason}).</translation>
    </message>
    <message>
        <source>The calibration of {detector} was fitted on other weights ({digest}).</source>
        <translation>Die Kalibrierung von {detector} wurde an andere Gewichte angepasst ({digest}).</translation>
    </message>
    <message>
        <source>The calibration of {name} cannot be read ({reason}).</source>
        <translation>Die Kalibrierung von {name} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The case again</source>
        <translation>Der Fall, erneut</translation>
    </message>
    <message>
        <source>The case cannot be opened.</source>
        <translation>Der Fall lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The case cannot be read ({why}).</source>
        <translation>Der Fall lässt sich nicht lesen ({why}).</translation>
    </message>
    <message>
        <source>The case cannot be written to.</source>
        <translation>In den Fall lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>The case has no file that is there.</source>
        <translation>Der Fall hat keine Datei, die noch da ist.</translation>
    </message>
    <message>
        <source>The case has no results yet.</source>
        <translation>Der Fall hat noch keine Ergebnisse.</translation>
    </message>
    <message>
        <source>The case has version {version}, which this program only reads after a migration to {newest}.</source>
        <translation>Der Fall hat die Version {version}, die dieses Programm erst nach einer Migration auf {newest} liest.</translation>
    </message>
    <message>
        <source>The case has version {version}; this program knows versions up to {newest}.</source>
        <translation>Der Fall hat die Version {version}; dieses Programm kennt Versionen bis {newest}.</translation>
    </message>
    <message>
        <source>The case is checked first. What examiners decided stands apart from the program&apos;s answers.</source>
        <translation>Der Fall wird zuerst geprüft. Was Gutachter entschieden haben, steht getrennt von den Antworten des Programms.</translation>
    </message>
    <message>
        <source>The case is empty</source>
        <translation>Der Fall ist leer</translation>
    </message>
    <message>
        <source>The case is not there.</source>
        <translation>Den Fall gibt es dort nicht.</translation>
    </message>
    <message>
        <source>The case keeps no filter named “{name}”.</source>
        <translation>Der Fall hat keinen Filter namens „{name}“.</translation>
    </message>
    <message>
        <source>The clusters are listed here. Choose one to have its images stand out.</source>
        <translation>Hier stehen die Cluster. Wählen Sie eines, damit seine Bilder hervortreten.</translation>
    </message>
    <message>
        <source>The colours of all windows.</source>
        <translation>Die Farben aller Fenster.</translation>
    </message>
    <message>
        <source>The configuration of {name} asks for a larger network than its weights are for.</source>
        <translation>Die Konfiguration von {name} verlangt ein größeres Netz, als seine Gewichte füllen.</translation>
    </message>
    <message>
        <source>The connection leads to another machine.</source>
        <translation>Die Verbindung führt zu einem anderen Rechner.</translation>
    </message>
    <message>
        <source>The content is not a supported image format.</source>
        <translation>Der Inhalt ist kein unterstütztes Bildformat.</translation>
    </message>
    <message>
        <source>The decoder says: {reason}</source>
        <translation>Der Dekoder sagt: {reason}</translation>
    </message>
    <message>
        <source>The default is {value}.</source>
        <translation>Die Vorgabe ist {value}.</translation>
    </message>
    <message>
        <source>The detector gave a score that is not finite.</source>
        <translation>Der Detektor ergab einen Wert, der nicht endlich ist.</translation>
    </message>
    <message>
        <source>The detector gave {count} features, not as for the others.</source>
        <translation>Der Detektor ergab {count} Merkmale, anders als bei den übrigen.</translation>
    </message>
    <message>
        <source>The detector gives more than {most:,} features.</source>
        <translation>Der Detektor ergibt mehr als {most:,} Merkmale.</translation>
    </message>
    <message>
        <source>The detector {detector!r} is not in the manifest.</source>
        <translation>Der Detektor {detector!r} steht nicht im Manifest.</translation>
    </message>
    <message>
        <source>The detector {detector} gave {score} as a score.</source>
        <translation>Der Detektor {detector} ergab {score} als Wert.</translation>
    </message>
    <message>
        <source>The detector {model} cannot be loaded.</source>
        <translation>Der Detektor {model} lässt sich nicht laden.</translation>
    </message>
    <message>
        <source>The detector&apos;s features are not finite numbers.</source>
        <translation>Die Merkmale des Detektors sind keine endlichen Zahlen.</translation>
    </message>
    <message>
        <source>The detectors are listed here as soon as they are read.</source>
        <translation>Hier stehen die Detektoren, sobald sie gelesen sind.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>The disk is full: the case was not changed.</source>
        <translation>Der Datenträger ist voll: Der Fall wurde nicht geändert.</translation>
    </message>
    <message>
        <source>The disk quota is used up</source>
        <translation>Das Kontingent auf dem Datenträger ist aufgebraucht</translation>
    </message>
    <message>
        <source>The drive is read-only</source>
        <translation>Das Laufwerk ist schreibgeschützt</translation>
    </message>
    <message>
        <source>The drive reported an error: the case was not changed.</source>
        <translation>Das Laufwerk meldete einen Fehler: Der Fall wurde nicht geändert.</translation>
    </message>
    <message>
        <source>The entry {package!r} is no top-level package.</source>
        <translation>Der Eintrag {package!r} ist kein Paket der obersten Ebene.</translation>
    </message>
    <message>
        <source>The evidence does not allow a choice between the two propositions. This is a result, not a failure: it must not be read as weak support for either side.</source>
        <translation>Die Evidenz erlaubt keine Wahl zwischen den beiden Propositionen. Das ist ein Ergebnis, kein Scheitern: Es darf nicht als schwache Unterstützung für eine der Seiten gelesen werden.</translation>
    </message>
    <message>
        <source>The evidence leans towards “captured by a camera”</source>
        <translation>Die Evidenz neigt zu „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>The evidence leans towards “made by a generative model”</source>
        <translation>Die Evidenz neigt zu „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>The evidence supports “captured by a camera”</source>
        <translation>Die Evidenz stützt „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>The evidence supports “made by a generative model”</source>
        <translation>Die Evidenz stützt „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>The examiner&apos;s</source>
        <translation>Die des Gutachters</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The file changed while it was read.</source>
        <translation>Die Datei hat sich geändert, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The file declares</source>
        <translation>Die Datei gibt an</translation>
    </message>
    <message>
        <source>The file does not tell how strongly it was compressed: high quality is assumed.</source>
        <translation>Die Datei verrät nicht, wie stark sie komprimiert wurde: Eine hohe Qualität wird angenommen.</translation>
    </message>
    <message>
        <source>The file has changed since it was analysed. Analyse it again.</source>
        <translation>Die Datei hat sich seit der Analyse geändert. Analysieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>The file holds no such picture.</source>
        <translation>Die Datei enthält kein solches Bild.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The file is larger than the limit.</source>
        <translation>Die Datei ist größer als die Grenze.</translation>
    </message>
    <message>
        <source>The file is not the one that was analysed: its content has changed.</source>
        <translation>Die Datei ist nicht die analysierte: Ihr Inhalt hat sich geändert.</translation>
    </message>
    <message>
        <source>The file is not there.</source>
        <translation>Die Datei ist nicht da.</translation>
    </message>
    <message>
        <source>The file system takes no file of this size</source>
        <translation>Das Dateisystem nimmt keine Datei dieser Größe an</translation>
    </message>
    <message>
        <source>The file was altered or damaged: install or import it again from a source you trust.</source>
        <translation>Die Datei wurde verändert oder beschädigt: Installieren oder importieren Sie sie erneut aus einer Quelle, der Sie vertrauen.</translation>
    </message>
    <message>
        <source>The findings of an image are listed here.</source>
        <translation>Hier stehen die Auffälligkeiten eines Bildes.</translation>
    </message>
    <message>
        <source>The first colour speaks for a camera, the second for a generative model.</source>
        <translation>Die erste Farbe spricht für eine Kamera, die zweite für ein generatives Modell.</translation>
    </message>
    <message>
        <source>The folder is not a folder</source>
        <translation>Das ist kein Ordner</translation>
    </message>
    <message>
        <source>The folder is not there</source>
        <translation>Den Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>The folder is not there any more: what was done is kept.</source>
        <translation>Der Ordner ist nicht mehr da: Was getan wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The folder may not be written to</source>
        <translation>In den Ordner darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The folder of {model} is not there.</source>
        <translation>Der Ordner von {model} ist nicht da.</translation>
    </message>
    <message>
        <source>The fusion file cannot be used ({reason}).</source>
        <translation>Die Fusionsdatei lässt sich nicht verwenden ({reason}).</translation>
    </message>
    <message>
        <source>The fusion is left out: {detector} is not there as it was fitted, with its own calibration.</source>
        <translation>Die Fusion entfällt: {detector} ist nicht so da, wie sie angepasst wurde, mit eigener Kalibrierung.</translation>
    </message>
    <message>
        <source>The fusion {fusion!r} is not among the files.</source>
        <translation>Die Fusion {fusion!r} ist nicht unter den Dateien.</translation>
    </message>
    <message>
        <source>The heatmap over the picture</source>
        <translation>Die Heatmap über dem Bild</translation>
    </message>
    <message>
        <source>The heatmap over the picture shows what moved the detector&apos;s score, not where an image was altered. The slider sets how much it covers; the keys [ and ] do the same while the picture has the focus.</source>
        <translation>Die Heatmap über dem Bild zeigt, was den Wert des Detektors bewegt hat, nicht, wo ein Bild verändert wurde. Der Regler stellt ein, wie stark sie deckt; die Tasten [ und ] tun dasselbe, solange das Bild den Fokus hat.</translation>
    </message>
    <message>
        <source>The heatmap right of a divider (drag it, or Shift with the left and right arrow)</source>
        <translation>Die Heatmap rechts eines Teilers (ziehen Sie ihn, oder Umschalt mit Pfeil links und rechts)</translation>
    </message>
    <message>
        <source>The id {name!r} is not lower-case letters, digits and hyphens.</source>
        <translation>Die Kennung {name!r} besteht nicht aus Kleinbuchstaben, Ziffern und Bindestrichen.</translation>
    </message>
    <message>
        <source>The image data is damaged or cut off.</source>
        <translation>Die Bilddaten sind beschädigt oder abgeschnitten.</translation>
    </message>
    <message>
        <source>The image is no longer in the case.</source>
        <translation>Das Bild ist nicht mehr im Fall.</translation>
    </message>
    <message>
        <source>The images inside a line. Press “Lasso” and drag around marks.</source>
        <translation>Die Bilder innerhalb einer Linie. Drücken Sie „Lasso“, und ziehen Sie um Marken herum.</translation>
    </message>
    <message>
        <source>The images most like one. Click its mark, or go to it with N and press Enter.</source>
        <translation>Die einem Bild ähnlichsten Bilder. Klicken Sie seine Marke an, oder gehen Sie mit N zu ihr und drücken die Eingabetaste.</translation>
    </message>
    <message>
        <source>The images nearest to the centre of a cluster. Choose a cluster in the table.</source>
        <translation>Die Bilder, die der Mitte eines Clusters am nächsten sind. Wählen Sie ein Cluster in der Tabelle.</translation>
    </message>
    <message>
        <source>The images that you open are listed here.</source>
        <translation>Hier stehen die Bilder, die Sie öffnen.</translation>
    </message>
    <message>
        <source>The images whose verdict changed are listed here.</source>
        <translation>Hier stehen die Bilder, deren Ergebnis sich geändert hat.</translation>
    </message>
    <message>
        <source>The images&apos; features come to more than {most:,} numbers.</source>
        <translation>Die Merkmale der Bilder sind zusammen mehr als {most:,} Zahlen.</translation>
    </message>
    <message>
        <source>The images&apos; plot comes here.</source>
        <translation>Hier erscheint das Diagramm der Bilder.</translation>
    </message>
    <message>
        <source>The imported model {folder} cannot be read ({reason}).</source>
        <translation>Das importierte Modell {folder} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The language of menus, buttons and messages.</source>
        <translation>Die Sprache von Menüs, Schaltflächen und Meldungen.</translation>
    </message>
    <message>
        <source>The language of the text about an image, here and in reports; commands take English for that of the window.</source>
        <translation>Die Sprache des Textes über ein Bild, hier und in Berichten; Befehle nehmen Englisch für die des Fensters.</translation>
    </message>
    <message>
        <source>The last change was taken back.</source>
        <translation>Die letzte Änderung wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>The last run did not close</source>
        <translation>Der letzte Lauf wurde nicht beendet</translation>
    </message>
    <message>
        <source>The likelihood ratio is held at the cap that the validated images support.</source>
        <translation>Der Likelihood-Quotient wird an der Obergrenze gehalten, die die Bilder der Validierung stützen.</translation>
    </message>
    <message>
        <source>The likelihood ratio is held at the floor that the validated images support.</source>
        <translation>Der Likelihood-Quotient wird an der Untergrenze gehalten, die die Bilder der Validierung stützen.</translation>
    </message>
    <message>
        <source>The likelihood ratio is under 2 either way: no support.</source>
        <translation>Der Likelihood-Quotient liegt in beiden Richtungen unter 2: keine Unterstützung.</translation>
    </message>
    <message>
        <source>The list</source>
        <translation>Die Liste</translation>
    </message>
    <message>
        <source>The list cannot be read ({reason}).</source>
        <translation>Die Liste lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The list of language models cannot be read ({reason}).</source>
        <translation>Die Liste der Sprachmodelle lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The list of language models cannot be written ({reason}).</source>
        <translation>Die Liste der Sprachmodelle lässt sich nicht schreiben ({reason}).</translation>
    </message>
    <message>
        <source>The local server did not answer as expected ({why}).</source>
        <translation>Der lokale Server antwortete nicht wie erwartet ({why}).</translation>
    </message>
    <message>
        <source>The log and notes on crashes</source>
        <translation>Die Logdatei und Notizen zu Abstürzen</translation>
    </message>
    <message>
        <source>The logo cannot be used. {why}</source>
        <translation>Das Logo lässt sich nicht verwenden. {why}</translation>
    </message>
    <message>
        <source>The logo is {container}, not PNG or JPEG.</source>
        <translation>Das Logo ist {container}, nicht PNG oder JPEG.</translation>
    </message>
    <message>
        <source>The manifest is malformed ({reason}).</source>
        <translation>Das Manifest hat nicht die richtige Form ({reason}).</translation>
    </message>
    <message>
        <source>The manifest&apos;s entry {own!r} is not the entry point {entry!r}.</source>
        <translation>Der Eintrag {own!r} des Manifests ist nicht der Einstiegspunkt {entry!r}.</translation>
    </message>
    <message>
        <source>The measured value</source>
        <translation>Der gemessene Wert</translation>
    </message>
    <message>
        <source>The model {file} cannot be read ({reason}).</source>
        <translation>Das Modell {file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The model {folder} cannot be used: {why}.</source>
        <translation>Das Modell {folder} lässt sich nicht verwenden: {why}.</translation>
    </message>
    <message>
        <source>The model {model} cannot be removed ({reason}).</source>
        <translation>Das Modell {model} lässt sich nicht entfernen ({reason}).</translation>
    </message>
    <message>
        <source>The model {model} cannot be stored ({reason}).</source>
        <translation>Das Modell {model} lässt sich nicht speichern ({reason}).</translation>
    </message>
    <message>
        <source>The name at the head of reports.</source>
        <translation>Der Name am Kopf der Berichte.</translation>
    </message>
    <message>
        <source>The name is too long</source>
        <translation>Der Name ist zu lang</translation>
    </message>
    <message>
        <source>The name of the template of your own that reports begin with.</source>
        <translation>Der Name der eigenen Vorlage, mit der Berichte beginnen.</translation>
    </message>
    <message>
        <source>The network cannot be quantised ({kind}).</source>
        <translation>Das Netz lässt sich nicht quantisieren ({kind}).</translation>
    </message>
    <message>
        <source>The network has neither a linear layer nor a convolution of at least {least} weights.</source>
        <translation>Das Netz hat weder eine lineare Schicht noch eine Faltung mit mindestens {least} Gewichten.</translation>
    </message>
    <message>
        <source>The network is quantised already.</source>
        <translation>Das Netz ist schon quantisiert.</translation>
    </message>
    <message>
        <source>The next change puts it aside as {file}.</source>
        <translation>Die nächste Änderung legt die Datei als {file} beiseite.</translation>
    </message>
    <message>
        <source>The outputs of {name} cannot be told ({reason}).</source>
        <translation>Die Ausgaben von {name} lassen sich nicht bestimmen ({reason}).</translation>
    </message>
    <message>
        <source>The package {package!r} is not there.</source>
        <translation>Das Paket {package!r} ist nicht da.</translation>
    </message>
    <message>
        <source>The pages of the help are not there. Install the program anew to get them.</source>
        <translation>Die Seiten der Hilfe fehlen. Installieren Sie das Programm neu, um sie zu erhalten.</translation>
    </message>
    <message>
        <source>The panel “Checklist” as it was shown</source>
        <translation>Der Bereich „Checkliste“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The panel “Explanations” as it was shown</source>
        <translation>Der Bereich „Erklärungen“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The panel “Findings” as it was shown</source>
        <translation>Der Bereich „Auffälligkeiten“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The panel “Provenance” as it was shown</source>
        <translation>Der Bereich „Provenienz“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The panel “Text” as it was shown</source>
        <translation>Der Bereich „Text“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The panel “Verdict” as it was shown</source>
        <translation>Der Bereich „Ergebnis“, wie er gezeigt wurde</translation>
    </message>
    <message>
        <source>The parameter {name} cannot be {value!r}.</source>
        <translation>Der Parameter {name} kann nicht {value!r} sein.</translation>
    </message>
    <message>
        <source>The path {path!r} leads out of the package.</source>
        <translation>Der Pfad {path!r} führt aus dem Paket hinaus.</translation>
    </message>
    <message>
        <source>The picture beside the heatmap, zoomed and panned together</source>
        <translation>Das Bild neben der Heatmap, gemeinsam gezoomt und verschoben</translation>
    </message>
    <message>
        <source>The picture cannot be shown</source>
        <translation>Das Bild kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>The picture has no detail left (blurred or enlarged many times): there is nothing to examine.</source>
        <translation>Das Bild hat keine Einzelheiten mehr (unscharf oder vielfach vergrößert): Es gibt nichts zu untersuchen.</translation>
    </message>
    <message>
        <source>The picture looks drawn, painted or typeset: the detectors were validated on photographs and on images that look like photographs.</source>
        <translation>Das Bild wirkt gezeichnet, gemalt oder gesetzt: Die Detektoren wurden an Fotos und an Bildern validiert, die wie Fotos aussehen.</translation>
    </message>
    <message>
        <source>The picture&apos;s dimensions are outside the limits.</source>
        <translation>Die Abmessungen des Bildes liegen außerhalb der Grenzen.</translation>
    </message>
    <message>
        <source>The plot shows {share} % of the variance.</source>
        <translation>Das Diagramm zeigt {share} % der Varianz.</translation>
    </message>
    <message>
        <source>The plugin {plugin} is made for API {api}, not {own}.</source>
        <translation>Das Plugin {plugin} ist für die API {api} gemacht, nicht für {own}.</translation>
    </message>
    <message>
        <source>The plugins are listed here as soon as they are loaded.</source>
        <translation>Hier stehen die Plugins, sobald sie geladen sind.</translation>
    </message>
    <message>
        <source>The predicted class</source>
        <translation>Die vorhergesagte Klasse</translation>
    </message>
    <message>
        <source>The prior is yours to choose; 50 % is a convention, not a finding.</source>
        <translation>Die A-priori-Wahrscheinlichkeit wählen Sie selbst; 50 % sind eine Übereinkunft, kein Befund.</translation>
    </message>
    <message>
        <source>The process that did the work is gone: {how}.</source>
        <translation>Der Prozess, der die Arbeit tat, ist nicht mehr da: {how}.</translation>
    </message>
    <message>
        <source>The program did not close by itself the last time</source>
        <translation>Das Programm hat sich beim letzten Mal nicht von selbst beendet</translation>
    </message>
    <message>
        <source>The program&apos;s own process that decodes images does not start.</source>
        <translation>Der Prozess des Programms selbst, der Bilder dekodiert, startet nicht.</translation>
    </message>
    <message>
        <source>The prompt {file} cannot be read ({reason}).</source>
        <translation>Der Prompt {file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The question</source>
        <translation>Die Fragestellung</translation>
    </message>
    <message>
        <source>The ratio stands at this bound: the score alone would give a more extreme one.</source>
        <translation>Der Quotient steht an dieser Grenze: Der Wert allein ergäbe einen extremeren.</translation>
    </message>
    <message>
        <source>The region that the answer is about; empty: the whole picture</source>
        <translation>Der Bereich, um den es in der Antwort geht; leer: das ganze Bild</translation>
    </message>
    <message>
        <source>The report would replace the examined file.</source>
        <translation>Der Bericht würde die untersuchte Datei ersetzen.</translation>
    </message>
    <message>
        <source>The rule {finding} failed ({kind}: {reason}).</source>
        <translation>Die Regel {finding} scheiterte ({kind}: {reason}).</translation>
    </message>
    <message>
        <source>The same configuration.</source>
        <translation>Dieselbe Konfiguration.</translation>
    </message>
    <message>
        <source>The sample is analysed.</source>
        <translation>Das Beispiel ist analysiert.</translation>
    </message>
    <message>
        <source>The sample is being analysed: {percent} %</source>
        <translation>Das Beispiel wird analysiert: {percent} %</translation>
    </message>
    <message>
        <source>The sample is being opened.</source>
        <translation>Das Beispiel wird geöffnet.</translation>
    </message>
    <message>
        <source>The sample waits for its analysis.</source>
        <translation>Das Beispiel wartet auf seine Analyse.</translation>
    </message>
    <message>
        <source>The score is unusual for both classes at {n} %: nothing like it was validated.</source>
        <translation>Der Wert ist bei {n} % für beide Klassen unüblich: Nichts dergleichen wurde validiert.</translation>
    </message>
    <message>
        <source>The score is usual for both classes: neither can be ruled out at {n} %.</source>
        <translation>Der Wert ist für beide Klassen üblich: Bei {n} % lässt sich keine ausschließen.</translation>
    </message>
    <message>
        <source>The second reviewer&apos;s</source>
        <translation>Die des Zweitgutachters</translation>
    </message>
    <message>
        <source>The section “{name}” cannot be left out: no result stands without it.</source>
        <translation>Der Abschnitt „{name}“ kann nicht entfallen: Ohne ihn steht kein Ergebnis.</translation>
    </message>
    <message>
        <source>The server must be OpenAI-compatible (llama.cpp, Ollama, vLLM) and run on this machine; any other address is refused. It keeps its weights, so that no SHA-256 can be stated.</source>
        <translation>Der Server muss OpenAI-kompatibel sein (llama.cpp, Ollama, vLLM) und auf diesem Rechner laufen; jede andere Adresse wird abgelehnt. Er behält seine Gewichte, sodass keine SHA-256 angegeben werden kann.</translation>
    </message>
    <message>
        <source>The setting {name} cannot be {value}.</source>
        <translation>Die Einstellung {name} kann nicht {value} sein.</translation>
    </message>
    <message>
        <source>The settings are in {file}, without folders and without the examiner&apos;s name.</source>
        <translation>Die Einstellungen stehen in {file}, ohne Ordner und ohne den Namen des Gutachters.</translation>
    </message>
    <message>
        <source>The short side is {side} px; the detectors were validated from {least} px.</source>
        <translation>Die kurze Seite misst {side} px; die Detektoren wurden ab {least} px validiert.</translation>
    </message>
    <message>
        <source>The side that the artifact speaks for: ◆ generated, ■ camera, – neither</source>
        <translation>Die Seite, für die das Artefakt spricht: ◆ erzeugt, ■ Kamera, – keine</translation>
    </message>
    <message>
        <source>The size of the pages of reports.</source>
        <translation>Die Seitengröße der Berichte.</translation>
    </message>
    <message>
        <source>The strongest cell of a relative map has the full colour: compare places within it, not maps.</source>
        <translation>Die stärkste Zelle einer relativen Karte hat die volle Farbe: Vergleichen Sie Stellen in ihr, nicht Karten.</translation>
    </message>
    <message>
        <source>The verdict appears here as soon as it is there.</source>
        <translation>Das Ergebnis erscheint hier, sobald es vorliegt.</translation>
    </message>
    <message>
        <source>The verdict rests on one detector alone.</source>
        <translation>Das Ergebnis beruht auf einem Detektor allein.</translation>
    </message>
    <message>
        <source>The verdict rests on {detectors}, whose likelihood ratios are fused.</source>
        <translation>Das Ergebnis beruht auf {detectors}, deren Likelihood-Quotienten fusioniert sind.</translation>
    </message>
    <message>
        <source>The verdict rests on {detectors}.</source>
        <translation>Das Ergebnis beruht auf {detectors}.</translation>
    </message>
    <message>
        <source>The verdict rests on {detector} alone: {why}.</source>
        <translation>Das Ergebnis beruht auf {detector} allein: {why}.</translation>
    </message>
    <message>
        <source>The viewer as it was shown</source>
        <translation>Die Bildansicht, wie sie gezeigt wurde</translation>
    </message>
    <message>
        <source>The weights of {folder} do not fit its configuration: {count} have another shape, among them {name}.</source>
        <translation>Die Gewichte von {folder} passen nicht zu seiner Konfiguration: {count} haben eine andere Form, darunter {name}.</translation>
    </message>
    <message>
        <source>The weights of {name} do not fit: {wrong}{more}.</source>
        <translation>Die Gewichte von {name} passen nicht: {wrong}{more}.</translation>
    </message>
    <message>
        <source>The weights {file} cannot be loaded ({reason}).</source>
        <translation>Die Gewichte {file} lassen sich nicht laden ({reason}).</translation>
    </message>
    <message>
        <source>The weights {file} cannot be read</source>
        <translation>Die Gewichte {file} lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>The weights {file} cannot be read ({reason}).</source>
        <translation>Die Gewichte {file} lassen sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>The weights {name} cannot be read ({why}).</source>
        <translation>Die Gewichte {name} lassen sich nicht lesen ({why}).</translation>
    </message>
    <message>
        <source>The work ended its process twice ({how}).</source>
        <translation>Die Arbeit hat ihren Prozess zweimal beendet ({how}).</translation>
    </message>
    <message>
        <source>The&amp;me</source>
        <translation>&amp;Darstellung</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>There are no complete results yet.</source>
        <translation>Es gibt noch keine vollständigen Ergebnisse.</translation>
    </message>
    <message>
        <source>There are: {known}.</source>
        <translation>Es gibt: {known}.</translation>
    </message>
    <message>
        <source>There are: {known}. Add one with: gauntlet models language add FOLDER</source>
        <translation>Es gibt: {known}. Fügen Sie eines hinzu mit: gauntlet models language add FOLDER</translation>
    </message>
    <message>
        <source>There is a detector {model!r} already.</source>
        <translation>Es gibt schon einen Detektor {model!r}.</translation>
    </message>
    <message>
        <source>There is a language model {model!r} already.</source>
        <translation>Es gibt schon ein Sprachmodell {model!r}.</translation>
    </message>
    <message>
        <source>There is a model {model!r} already.</source>
        <translation>Es gibt schon ein Modell {model!r}.</translation>
    </message>
    <message>
        <source>There is less memory than this model takes: it may fail to load, or slow everything down.</source>
        <translation>Es ist weniger Speicher da, als dieses Modell braucht: Es kann am Laden scheitern oder alles verlangsamen.</translation>
    </message>
    <message>
        <source>There is no CUDA device.</source>
        <translation>Es gibt kein CUDA-Gerät.</translation>
    </message>
    <message>
        <source>There is no calibration of your own for {detector!r}.</source>
        <translation>Es gibt keine eigene Kalibrierung für {detector!r}.</translation>
    </message>
    <message>
        <source>There is no class {name!r}.</source>
        <translation>Es gibt keine Klasse {name!r}.</translation>
    </message>
    <message>
        <source>There is no detector {model!r}.</source>
        <translation>Es gibt keinen Detektor {model!r}.</translation>
    </message>
    <message>
        <source>There is no image to compare on.</source>
        <translation>Es gibt kein Bild, an dem verglichen werden könnte.</translation>
    </message>
    <message>
        <source>There is no language model {model!r}.</source>
        <translation>Es gibt kein Sprachmodell {model!r}.</translation>
    </message>
    <message>
        <source>There is no parameter {name!r}.</source>
        <translation>Es gibt keinen Parameter {name!r}.</translation>
    </message>
    <message>
        <source>There is no plugin {plugin!r}.</source>
        <translation>Es gibt kein Plugin {plugin!r}.</translation>
    </message>
    <message>
        <source>There is no section “{name}”; there are {known}.</source>
        <translation>Es gibt keinen Abschnitt „{name}“; es gibt {known}.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing to show of {finding} in this picture.</source>
        <translation>In diesem Bild gibt es von {finding} nichts zu zeigen.</translation>
    </message>
    <message>
        <source>There was not enough memory to decode the file.</source>
        <translation>Der Speicher reichte nicht, um die Datei zu dekodieren.</translation>
    </message>
    <message>
        <source>This analysis has no heatmap.</source>
        <translation>Diese Analyse hat keine Heatmap.</translation>
    </message>
    <message>
        <source>This case was open: {case}</source>
        <translation>Dieser Fall war offen: {case}</translation>
    </message>
    <message>
        <source>This database is not a case.</source>
        <translation>Diese Datenbank ist kein Fall.</translation>
    </message>
    <message>
        <source>This detector has no model card: what it was made and measured on is not known.</source>
        <translation>Dieser Detektor hat keine Modellkarte: Woraus er gemacht und woran er gemessen wurde, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>This file could not be analysed, so there is nothing to explain.</source>
        <translation>Diese Datei konnte nicht analysiert werden; es gibt nichts zu erklären.</translation>
    </message>
    <message>
        <source>This image, reduced</source>
        <translation>Dieses Bild, verkleinert</translation>
    </message>
    <message>
        <source>This is a defect, not your mistake. The program goes on and results so far are kept. The traceback below helps to mend it.</source>
        <translation>Das ist ein Fehler des Programms, nicht Ihrer. Das Programm läuft weiter, und bisherige Ergebnisse bleiben erhalten. Der Traceback unten hilft, ihn zu beheben.</translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation>Das ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>This leads out of the help and is not opened: {address}</source>
        <translation>Das führt aus der Hilfe hinaus und wird nicht geöffnet: {address}</translation>
    </message>
    <message>
        <source>This makes a PDF with a JSON twin that can be verified later. Help &gt; Tour shows these steps again, and F1 explains the part of the window that you are in.</source>
        <translation>Das ergibt ein PDF mit einem JSON-Zwilling, das sich später verifizieren lässt. Hilfe &gt; Rundgang zeigt diese Schritte noch einmal, und F1 erklärt den Teil des Fensters, in dem Sie sind.</translation>
    </message>
    <message>
        <source>This needs a picture.</source>
        <translation>Dazu wird ein Bild gebraucht.</translation>
    </message>
    <message>
        <source>This release has no setting {name}.</source>
        <translation>Diese Version kennt keine Einstellung {name}.</translation>
    </message>
    <message>
        <source>This {kind} cannot be kept.</source>
        <translation>Diese Angabe ({kind}) lässt sich nicht aufbewahren.</translation>
    </message>
    <message>
        <source>Time budget</source>
        <translation>Zeitbudget</translation>
    </message>
    <message>
        <source>Time for an analysis</source>
        <translation>Zeit für eine Analyse</translation>
    </message>
    <message>
        <source>Time for decoding</source>
        <translation>Zeit zum Dekodieren</translation>
    </message>
    <message>
        <source>Time on this machine for {maps}: {estimate}.</source>
        <translation>Zeit auf diesem Rechner für {maps}: {estimate}.</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>Zu viele Dateien sind offen</translation>
    </message>
    <message>
        <source>Too perfect composition</source>
        <translation>Zu perfekte Komposition</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Tour, step {number} of {of}</source>
        <translation>Rundgang, Schritt {number} von {of}</translation>
    </message>
    <message>
        <source>Towards</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Trace of a camera</source>
        <translation>Spur einer Kamera</translation>
    </message>
    <message>
        <source>Trace of a colour filter array</source>
        <translation>Spur eines Farbfiltergitters</translation>
    </message>
    <message>
        <source>Traceback</source>
        <translation>Traceback</translation>
    </message>
    <message>
        <source>Traceback or check of the chosen plugin</source>
        <translation>Traceback oder Prüfung des gewählten Plugins</translation>
    </message>
    <message>
        <source>Train longer or on more sources: this detector is no better than chance on unseen sources.</source>
        <translation>Trainieren Sie länger oder an mehr Quellen: An ungesehenen Quellen ist dieser Detektor nicht besser als der Zufall.</translation>
    </message>
    <message>
        <source>Training on a few images</source>
        <translation>Training an wenigen Bildern</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try again when it has finished.</source>
        <translation>Versuchen Sie es erneut, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>Try another folder or drive.</source>
        <translation>Versuchen Sie es mit einem anderen Ordner oder Laufwerk.</translation>
    </message>
    <message>
        <source>Try another model.</source>
        <translation>Versuchen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Try failed files again</source>
        <translation>Fehlgeschlagene Dateien noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try it again, on the command line with a longer limit (--limit-analysis-seconds), or without the plugin: GAUNTLET_SAFE_MODE=1 leaves out those of third parties.</source>
        <translation>Versuchen Sie es erneut, auf der Befehlszeile mit einer höheren Grenze (--limit-analysis-seconds), oder ohne das Plugin: GAUNTLET_SAFE_MODE=1 lässt die Plugins Dritter weg.</translation>
    </message>
    <message>
        <source>Try it again; if it comes back, report it with what “gauntlet doctor --bundle FILE.zip” writes.</source>
        <translation>Es noch einmal versuchen; kommt es wieder, mit dem melden, was „gauntlet doctor --bundle DATEI.zip“ schreibt.</translation>
    </message>
    <message>
        <source>Trying {} clusters</source>
        <translation>{} Cluster werden versucht</translation>
    </message>
    <message>
        <source>Two to four heatmaps of the image side by side, or one again</source>
        <translation>Zwei bis vier Heatmaps des Bildes nebeneinander, oder wieder eine</translation>
    </message>
    <message>
        <source>Two to four heatmaps of the picture, zoomed and panned together (G)</source>
        <translation>Zwei bis vier Heatmaps des Bildes, gemeinsam gezoomt und verschoben (G)</translation>
    </message>
    <message>
        <source>US Letter</source>
        <translation>US Letter</translation>
    </message>
    <message>
        <source>Uncalibrated: nobody has measured what a score of this detector is worth. It gives no likelihood ratio and never enters a verdict.</source>
        <translation>Nicht kalibriert: Niemand hat gemessen, was ein Wert dieses Detektors bedeutet. Er ergibt keinen Likelihood-Quotienten und geht nie in ein Ergebnis ein.</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Unentschieden</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Im Gange</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last removal</source>
        <translation>Das letzte Entfernen rückgängig machen</translation>
    </message>
    <message>
        <source>Undo {what}</source>
        <translation>Rückgängig: {what}</translation>
    </message>
    <message>
        <source>Unexpected error</source>
        <translation>Unerwarteter Fehler</translation>
    </message>
    <message>
        <source>Uniform areas without sensor noise</source>
        <translation>Gleichmäßige Flächen ohne Sensorrauschen</translation>
    </message>
    <message>
        <source>Unlike highlights in the eyes</source>
        <translation>Ungleiche Glanzlichter in den Augen</translation>
    </message>
    <message>
        <source>Unlike pairs</source>
        <translation>Ungleiche Paare</translation>
    </message>
    <message>
        <source>Unnatural colour transitions</source>
        <translation>Unnatürliche Farbübergänge</translation>
    </message>
    <message>
        <source>Unnatural colour transitions: banding</source>
        <translation>Unnatürliche Farbübergänge: Abstufungen</translation>
    </message>
    <message>
        <source>Unremarkable</source>
        <translation>Unauffällig</translation>
    </message>
    <message>
        <source>Unverified, and not evidence: a language model was asked after everything else was fixed, and can make things up. Choose a remark to see its place.</source>
        <translation>Ungeprüft und keine Evidenz: Ein Sprachmodell wurde gefragt, nachdem alles andere feststand, und kann sich Dinge ausdenken. Wählen Sie eine Bemerkung, um ihre Stelle zu sehen.</translation>
    </message>
    <message>
        <source>Up: made by a generative model. Hollow: not scored. Ring: changes side. Dashed: the verdict, of the whole picture.</source>
        <translation>Oben: von einem generativen Modell erzeugt. Hohl: nicht bewertet. Ring: wechselt die Seite. Gestrichelt: das Ergebnis, über das ganze Bild.</translation>
    </message>
    <message>
        <source>Update the program.</source>
        <translation>Aktualisieren Sie das Programm.</translation>
    </message>
    <message>
        <source>Use --generated 0 or 1.</source>
        <translation>Verwenden Sie --generated 0 oder 1.</translation>
    </message>
    <message>
        <source>Use a server on this one.</source>
        <translation>Verwenden Sie einen Server auf diesem.</translation>
    </message>
    <message>
        <source>Use it as it is, or choose a detector that is a network in PyTorch or ONNX.</source>
        <translation>Verwenden Sie ihn, wie er ist, oder wählen Sie einen Detektor, der ein Netz in PyTorch oder ONNX ist.</translation>
    </message>
    <message>
        <source>Use lower-case letters, digits and hyphens, 64 at most.</source>
        <translation>Verwenden Sie Kleinbuchstaben, Ziffern und Bindestriche, höchstens 64.</translation>
    </message>
    <message>
        <source>Valid and trusted: unaltered since it was signed, by a signer on the trust list</source>
        <translation>Gültig und vertrauenswürdig: unverändert seit der Unterzeichnung, durch einen Unterzeichner auf der Vertrauensliste</translation>
    </message>
    <message>
        <source>Valid, signer not trusted: unaltered since it was signed, by a signer on no trust list</source>
        <translation>Gültig, Unterzeichner ohne Vertrauen: unverändert seit der Unterzeichnung, durch einen Unterzeichner auf keiner Vertrauensliste</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Verdicts that changed</source>
        <translation>Geänderte Ergebnisse</translation>
    </message>
    <message>
        <source>Verify its weights with “gauntlet doctor”.</source>
        <translation>Prüfen Sie seine Gewichte mit „gauntlet doctor“.</translation>
    </message>
    <message>
        <source>Verify its weights.</source>
        <translation>Prüfen Sie seine Gewichte.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Versions of the program and its parts</source>
        <translation>Versionen des Programms und seiner Bestandteile</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Bildansicht</translation>
    </message>
    <message>
        <source>Viewer, while a region is drawn</source>
        <translation>Bildansicht, während ein Bereich gezeichnet wird</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <source>Wait until it is completely written, then analyse it again.</source>
        <translation>Warten Sie, bis sie vollständig geschrieben ist, und analysieren Sie sie dann erneut.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Waiting for analysis</source>
        <translation>Wartet auf die Analyse</translation>
    </message>
    <message>
        <source>Watch a folder for new images</source>
        <translation>Einen Ordner auf neue Bilder beobachten</translation>
    </message>
    <message>
        <source>Watch folder…</source>
        <translation>Ordner beobachten…</translation>
    </message>
    <message>
        <source>Watching its memory</source>
        <translation>Sein Speicher wird beobachtet</translation>
    </message>
    <message>
        <source>WebP 80</source>
        <translation>WebP 80</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.pth *.bin *.ckpt *.onnx);;All files (*)</source>
        <translation>Gewichte (*.safetensors *.pt *.pth *.bin *.ckpt *.onnx);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a language model writes is marked as its remarks, and is never evidence.</source>
        <translation>Was ein Sprachmodell schreibt, ist als seine Bemerkung gekennzeichnet und nie Evidenz.</translation>
    </message>
    <message>
        <source>What a prior makes of it</source>
        <translation>Was eine A-priori-Wahrscheinlichkeit daraus macht</translation>
    </message>
    <message>
        <source>What can: {known}, {none}.</source>
        <translation>Das können: {known}, {none}.</translation>
    </message>
    <message>
        <source>What can: {known}.</source>
        <translation>Das können: {known}.</translation>
    </message>
    <message>
        <source>What each detector was made and measured on, and where it fails</source>
        <translation>Woraus jeder Detektor gemacht und woran er gemessen wurde, und wo er versagt</translation>
    </message>
    <message>
        <source>What images have in common is listed here, to filter by it.</source>
        <translation>Hier steht, was Bilder gemeinsam haben, um danach zu filtern.</translation>
    </message>
    <message>
        <source>What is installed differs from what made the newest results: {parts}.</source>
        <translation>Was installiert ist, unterscheidet sich von dem, was die neuesten Ergebnisse erzeugte: {parts}.</translation>
    </message>
    <message>
        <source>What is installed is what made the newest results: files with such a result are not analysed again.</source>
        <translation>Was installiert ist, hat auch die neuesten Ergebnisse erzeugt: Dateien mit einem solchen Ergebnis werden nicht erneut analysiert.</translation>
    </message>
    <message>
        <source>What is kept is a model of its own, uncalibrated until you calibrate it. The original stays.</source>
        <translation>Was behalten wird, ist ein eigenes Modell, nicht kalibriert, bis Sie es kalibrieren. Das Original bleibt.</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>What it is shown</source>
        <translation>Was ihm gezeigt wird</translation>
    </message>
    <message>
        <source>What it marks moves the score by {n}, no more than random places do (up to {most}).</source>
        <translation>Was sie markiert, bewegt den Wert um {n}, nicht mehr als zufällige Stellen (bis {most}).</translation>
    </message>
    <message>
        <source>What its code raised</source>
        <translation>Was sein Code auslöste</translation>
    </message>
    <message>
        <source>What moved the score</source>
        <translation>Was den Wert bewegt hat</translation>
    </message>
    <message>
        <source>What ran, and what did not</source>
        <translation>Was lief, und was nicht</translation>
    </message>
    <message>
        <source>What reports leave out of what they show.</source>
        <translation>Was Berichte von dem auslassen, was sie zeigen.</translation>
    </message>
    <message>
        <source>What the check found</source>
        <translation>Was die Prüfung fand</translation>
    </message>
    <message>
        <source>What the file declares about itself. Every field can be altered or stripped with ordinary tools. That a field is absent says nothing about the origin of the picture.</source>
        <translation>Was die Datei über sich selbst angibt. Jedes Feld lässt sich mit gewöhnlichen Werkzeugen ändern oder entfernen. Dass ein Feld fehlt, sagt nichts über den Ursprung des Bildes.</translation>
    </message>
    <message>
        <source>What the file names as its source; it can be altered</source>
        <translation>Was die Datei als ihre Quelle nennt; es lässt sich verändern</translation>
    </message>
    <message>
        <source>What the model is writing, unverified</source>
        <translation>Was das Modell gerade schreibt, ungeprüft</translation>
    </message>
    <message>
        <source>What the report says</source>
        <translation>Was der Bericht sagt</translation>
    </message>
    <message>
        <source>What the words of the program mean</source>
        <translation>Was die Wörter des Programms bedeuten</translation>
    </message>
    <message>
        <source>What the words of the program mean ({language}). The Text panel chooses the language.</source>
        <translation>Was die Wörter des Programms bedeuten ({language}). Die Sprache wählt der Bereich „Text“.</translation>
    </message>
    <message>
        <source>What this detector was made and measured on, and where it fails</source>
        <translation>Woraus dieser Detektor gemacht und woran er gemessen wurde, und wo er versagt</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where cases are looked for and made, if it is there.</source>
        <translation>Wo Fälle gesucht und angelegt werden, falls es ihn gibt.</translation>
    </message>
    <message>
        <source>Where it stands</source>
        <translation>Wo es steht</translation>
    </message>
    <message>
        <source>Where reports are written first, if it is there.</source>
        <translation>Wohin Berichte zunächst geschrieben werden, falls es ihn gibt.</translation>
    </message>
    <message>
        <source>Where the program was</source>
        <translation>Wo das Programm stand</translation>
    </message>
    <message>
        <source>Which output means made by a generative model</source>
        <translation>Welcher Ausgang „von einem generativen Modell erzeugt“ bedeutet</translation>
    </message>
    <message>
        <source>Who stands in reports as their examiner.</source>
        <translation>Wer in Berichten als Gutachter steht.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Window of a case</source>
        <translation>Fenster eines Falls</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Withdraw the decision</source>
        <translation>Die Entscheidung zurückziehen</translation>
    </message>
    <message>
        <source>Withhold</source>
        <translation>Zurückhalten</translation>
    </message>
    <message>
        <source>Without it the exact cells are drawn.</source>
        <translation>Ohne dies werden die exakten Zellen gezeichnet.</translation>
    </message>
    <message>
        <source>Without the names of the files as well</source>
        <translation>Auch ohne die Namen der Dateien</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Worte</translation>
    </message>
    <message>
        <source>Words of the sentences</source>
        <translation>Worte der Sätze</translation>
    </message>
    <message>
        <source>Words of the sentences: plain or technical</source>
        <translation>Worte der Sätze: einfach oder fachlich</translation>
    </message>
    <message>
        <source>Write JSON, CSV, Markdown, page and PDF into</source>
        <translation>JSON, CSV, Markdown, Seite und PDF schreiben in</translation>
    </message>
    <message>
        <source>Write a PDF report and its JSON twin</source>
        <translation>Einen PDF-Bericht und seinen JSON-Zwilling schreiben</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Eine Notiz schreiben</translation>
    </message>
    <message>
        <source>Write the ONNX file and its model card into a folder instead</source>
        <translation>Stattdessen die ONNX-Datei und ihre Modellkarte in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Write the heatmap and its values</source>
        <translation>Die Heatmap und ihre Werte schreiben</translation>
    </message>
    <message>
        <source>Write the settings into a file</source>
        <translation>Die Einstellungen in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Write what helps to mend the program into a file, without anything of the images</source>
        <translation>In eine Datei schreiben, was hilft, das Programm zu verbessern, ohne etwas von den Bildern</translation>
    </message>
    <message>
        <source>Writes a page for a browser beside each PDF.</source>
        <translation>Schreibt neben jedes PDF eine Seite für einen Browser.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Writing failed ({reason})</source>
        <translation>Das Schreiben ist fehlgeschlagen ({reason})</translation>
    </message>
    <message>
        <source>Writing it as ONNX</source>
        <translation>Wird als ONNX geschrieben</translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation>Das Modell wird geschrieben</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Der Bericht wird geschrieben</translation>
    </message>
    <message>
        <source>Writing the text</source>
        <translation>Der Text wird geschrieben</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Wrong animal anatomy</source>
        <translation>Falsche Anatomie von Tieren</translation>
    </message>
    <message>
        <source>Wrong reflection</source>
        <translation>Falsche Spiegelung</translation>
    </message>
    <message>
        <source>Wrong shadow</source>
        <translation>Falscher Schatten</translation>
    </message>
    <message>
        <source>Wrong transparency</source>
        <translation>Falsche Transparenz</translation>
    </message>
    <message>
        <source>Wrong vehicle parts</source>
        <translation>Falsche Fahrzeugteile</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Your calibration of {detector} is for other weights and is not used.</source>
        <translation>Ihre Kalibrierung von {detector} gilt für andere Gewichte und wird nicht verwendet.</translation>
    </message>
    <message>
        <source>Your calibration {file} cannot be read ({reason}).</source>
        <translation>Ihre Kalibrierung {file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>Your conclusion, apart from the program&apos;s result</source>
        <translation>Ihre Schlussfolgerung, getrennt vom Ergebnis des Programms</translation>
    </message>
    <message>
        <source>Your own observations: what only somebody who understands the picture can judge. They stand in the report as the examiner&apos;s, and enter no figure of the program.</source>
        <translation>Ihre eigenen Beobachtungen: was nur beurteilen kann, wer das Bild versteht. Sie stehen im Bericht als die des Gutachters und gehen in keine Zahl des Programms ein.</translation>
    </message>
    <message>
        <source>ZIP archive (*.zip)</source>
        <translation>ZIP-Archiv (*.zip)</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>Verkleinern (-)</translation>
    </message>
    <message>
        <source>`gauntlet models` lists the installed detectors.</source>
        <translation>`gauntlet models` führt die installierten Detektoren auf.</translation>
    </message>
    <message>
        <source>`gauntlet plugins` says what is installed, and what failed and why.</source>
        <translation>`gauntlet plugins` sagt, was installiert ist, was scheiterte und warum.</translation>
    </message>
    <message>
        <source>`gauntlet plugins` says why.</source>
        <translation>`gauntlet plugins` sagt, warum.</translation>
    </message>
    <message>
        <source>a body is cut off or too large</source>
        <translation>ein Inhalt ist abgeschnitten oder zu groß</translation>
    </message>
    <message>
        <source>a body is no object</source>
        <translation>ein Inhalt ist kein Objekt</translation>
    </message>
    <message>
        <source>a fine lattice lies over parts of the picture</source>
        <translation>ein feines Gitter liegt über Teilen des Bildes</translation>
    </message>
    <message>
        <source>a hand and what it holds run into each other</source>
        <translation>eine Hand und was sie hält gehen ineinander über</translation>
    </message>
    <message>
        <source>a hand has too many or too few fingers</source>
        <translation>eine Hand hat zu viele oder zu wenige Finger</translation>
    </message>
    <message>
        <source>a limb bends or is attached as no body allows</source>
        <translation>eine Gliedmaße biegt sich oder sitzt, wie kein Körper es erlaubt</translation>
    </message>
    <message>
        <source>a line or object does not go on behind what covers it</source>
        <translation>eine Linie oder ein Objekt setzt sich hinter dem, was es verdeckt, nicht fort</translation>
    </message>
    <message>
        <source>a map has an odd length</source>
        <translation>eine Karte hat eine falsche Länge</translation>
    </message>
    <message>
        <source>a mean of {mean} and a spread of {spread}</source>
        <translation>ein Mittelwert von {mean} und eine Streuung von {spread}</translation>
    </message>
    <message>
        <source>a mirror, window or water shows something else than stands before it</source>
        <translation>ein Spiegel, Fenster oder Wasser zeigt etwas anderes, als davor steht</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a part that the object needs is missing</source>
        <translation>ein Teil fehlt, den das Objekt braucht</translation>
    </message>
    <message>
        <source>a plugin</source>
        <translation>ein Plugin</translation>
    </message>
    <message>
        <source>a regular pattern loses its rule, as on tiles, cloth or fences</source>
        <translation>ein regelmäßiges Muster verliert seine Regel, etwa an Fliesen, Stoff oder Zäunen</translation>
    </message>
    <message>
        <source>a saved filter: {reason}</source>
        <translation>ein gespeicherter Filter: {reason}</translation>
    </message>
    <message>
        <source>a shadow differs in shape, length or direction from what casts it</source>
        <translation>ein Schatten weicht in Form, Länge oder Richtung von dem ab, was ihn wirft</translation>
    </message>
    <message>
        <source>a texture runs over the border of its object into the next</source>
        <translation>eine Textur läuft über die Grenze ihres Objekts ins nächste</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a whole number, {least} to {most}</source>
        <translation>eine ganze Zahl von {least} bis {most}</translation>
    </message>
    <message>
        <source>a {architecture} is no model that writes text</source>
        <translation>{architecture} ist kein Modell, das Text schreibt</translation>
    </message>
    <message>
        <source>a {kind} as JSON</source>
        <translation>{kind} als JSON</translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation>etwa {hours} h</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>etwa {minutes} min</translation>
    </message>
    <message>
        <source>about {seconds} s</source>
        <translation>etwa {seconds} s</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>about {} min left</source>
        <translation>noch etwa {} min</translation>
    </message>
    <message>
        <source>about {} s left</source>
        <translation>noch etwa {} s</translation>
    </message>
    <message>
        <source>accuracy {}</source>
        <translation>Genauigkeit {}</translation>
    </message>
    <message>
        <source>all chosen</source>
        <translation>alle gewählt</translation>
    </message>
    <message>
        <source>an animal with wrong legs, joints, ears or markings</source>
        <translation>ein Tier mit falschen Beinen, Gelenken, Ohren oder Zeichnungen</translation>
    </message>
    <message>
        <source>an arm or a leg is missing or one too many</source>
        <translation>ein Arm oder ein Bein fehlt oder ist zu viel</translation>
    </message>
    <message>
        <source>an object and what is behind it mix at their border</source>
        <translation>ein Objekt und was dahinter ist vermischen sich an ihrer Grenze</translation>
    </message>
    <message>
        <source>an object hangs without support</source>
        <translation>ein Objekt hängt ohne Halt</translation>
    </message>
    <message>
        <source>an object that should cast a shadow casts none</source>
        <translation>ein Objekt, das einen Schatten werfen müsste, wirft keinen</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>answer of the checklist</source>
        <translation>Antwort der Checkliste</translation>
    </message>
    <message>
        <source>as JSON</source>
        <translation>als JSON</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>as it shall be printed, with its zone</source>
        <translation>wie gedruckt, mit Zeitzone</translation>
    </message>
    <message>
        <source>at &amp;most</source>
        <translation>&amp;höchstens</translation>
    </message>
    <message>
        <source>at most {} min left</source>
        <translation>noch höchstens {} min</translation>
    </message>
    <message>
        <source>audited</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>autocorrelation</source>
        <translation>Autokorrelation</translation>
    </message>
    <message>
        <source>bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>bookmark set</source>
        <translation>Lesezeichen gesetzt</translation>
    </message>
    <message>
        <source>bright or dark lines stand along edges</source>
        <translation>helle oder dunkle Linien stehen entlang von Kanten</translation>
    </message>
    <message>
        <source>brightness falls off across the picture as no single scene would</source>
        <translation>die Helligkeit fällt über das Bild ab, wie es in keiner Szene geschieht</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>camera → leans or supports generated</source>
        <translation>Kamera → neigt zu oder stützt erzeugt</translation>
    </message>
    <message>
        <source>camera → supports generated</source>
        <translation>Kamera → stützt erzeugt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cannot be run on a picture ({reason})</source>
        <translation>lässt sich nicht auf ein Bild anwenden ({reason})</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>captured by a camera</source>
        <translation>mit einer Kamera aufgenommen</translation>
    </message>
    <message>
        <source>cepstrum</source>
        <translation>Cepstrum</translation>
    </message>
    <message>
        <source>channel {} of {}</source>
        <translation>Kanal {} von {}</translation>
    </message>
    <message>
        <source>class “{target}”</source>
        <translation>Klasse „{target}“</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>colours keep to a narrow palette</source>
        <translation>Farben halten sich an eine enge Palette</translation>
    </message>
    <message>
        <source>composite with</source>
        <translation>zusammengesetzt mit</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>decision: {decision}</source>
        <translation>Entscheidung: {decision}</translation>
    </message>
    <message>
        <source>detail map</source>
        <translation>Detailkarte</translation>
    </message>
    <message>
        <source>docs/user-guide.md shows a template.</source>
        <translation>docs/user-guide.md zeigt eine Vorlage.</translation>
    </message>
    <message>
        <source>doors, lights or mirrors where no vehicle has them</source>
        <translation>Türen, Lichter oder Spiegel, wo kein Fahrzeug sie hat</translation>
    </message>
    <message>
        <source>earrings, glasses or buttons that should match and do not</source>
        <translation>Ohrringe, Brillen oder Knöpfe, die zusammenpassen müssten und es nicht tun</translation>
    </message>
    <message>
        <source>ears that differ from each other or melt into the head</source>
        <translation>Ohren, die sich unterscheiden oder in den Kopf übergehen</translation>
    </message>
    <message>
        <source>edge profile</source>
        <translation>Kantenprofil</translation>
    </message>
    <message>
        <source>edges of buildings or furniture that bend without lens distortion</source>
        <translation>Kanten von Gebäuden oder Möbeln, die sich ohne Verzeichnung biegen</translation>
    </message>
    <message>
        <source>edges show steps or colour fringes</source>
        <translation>Kanten zeigen Stufen oder Farbsäume</translation>
    </message>
    <message>
        <source>either → inconclusive</source>
        <translation>beide → nicht eindeutig</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>epoch {}</source>
        <translation>Epoche {}</translation>
    </message>
    <message>
        <source>everything is centred, clean and lit as in an advertisement</source>
        <translation>alles ist zentriert, sauber und ausgeleuchtet wie in einer Anzeige</translation>
    </message>
    <message>
        <source>evidence {value}</source>
        <translation>Evidenz {value}</translation>
    </message>
    <message>
        <source>experimental</source>
        <translation>experimentell</translation>
    </message>
    <message>
        <source>experimental: nobody has measured it here</source>
        <translation>experimentell: Niemand hat es hier gemessen</translation>
    </message>
    <message>
        <source>faint second copies of outlines</source>
        <translation>schwache zweite Kopien von Umrissen</translation>
    </message>
    <message>
        <source>feet or shoes that are misshapen or do not touch the ground</source>
        <translation>Füße oder Schuhe, die missgebildet sind oder den Boden nicht berühren</translation>
    </message>
    <message>
        <source>fine structures dissolve into unordered specks</source>
        <translation>feine Strukturen lösen sich in ungeordnete Flecken auf</translation>
    </message>
    <message>
        <source>fingers fuse, bend where there is no joint or differ in length</source>
        <translation>Finger verschmelzen, biegen sich ohne Gelenk oder sind verschieden lang</translation>
    </message>
    <message>
        <source>flat areas hold a pattern of noise that no sensor makes</source>
        <translation>flache Bereiche tragen ein Rauschmuster, das kein Sensor erzeugt</translation>
    </message>
    <message>
        <source>food whose parts or cuts make no sense</source>
        <translation>Essen, dessen Teile oder Schnitte keinen Sinn ergeben</translation>
    </message>
    <message>
        <source>frames that end in the skin or lack a side</source>
        <translation>Brillengestelle, die in der Haut enden oder denen eine Seite fehlt</translation>
    </message>
    <message>
        <source>gauntlet case info lists them.</source>
        <translation>gauntlet case info führt sie auf.</translation>
    </message>
    <message>
        <source>gears, hinges, strings or straps that lead nowhere</source>
        <translation>Zahnräder, Scharniere, Schnüre oder Riemen, die nirgendwohin führen</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>generated → leans or supports camera</source>
        <translation>erzeugt → neigt zu oder stützt Kamera</translation>
    </message>
    <message>
        <source>generated → supports camera</source>
        <translation>erzeugt → stützt Kamera</translation>
    </message>
    <message>
        <source>generated ◆</source>
        <translation>erzeugt ◆</translation>
    </message>
    <message>
        <source>ghost curve</source>
        <translation>Ghost-Kurve</translation>
    </message>
    <message>
        <source>gives a map of the shape {shape}</source>
        <translation>ergibt eine Karte der Form {shape}</translation>
    </message>
    <message>
        <source>gives a score that is not the mean of its map</source>
        <translation>ergibt einen Wert, der nicht der Mittelwert seiner Karte ist</translation>
    </message>
    <message>
        <source>glass or water does not show or bend what is behind it</source>
        <translation>Glas oder Wasser zeigt oder bricht nicht, was dahinter ist</translation>
    </message>
    <message>
        <source>gradients that band, or turn through a wrong hue</source>
        <translation>Verläufe, die stufig sind oder durch einen falschen Farbton gehen</translation>
    </message>
    <message>
        <source>halves of a face that do not belong together</source>
        <translation>Hälften eines Gesichts, die nicht zusammengehören</translation>
    </message>
    <message>
        <source>histogram spectrum</source>
        <translation>Spektrum des Histogramms</translation>
    </message>
    <message>
        <source>image {} of {}</source>
        <translation>Bild {} von {}</translation>
    </message>
    <message>
        <source>in the verdict</source>
        <translation>im Ergebnis</translation>
    </message>
    <message>
        <source>inconclusive</source>
        <translation>nicht eindeutig</translation>
    </message>
    <message>
        <source>it answered with status {status}, and redirects are not followed</source>
        <translation>er antwortete mit dem Status {status}, und Weiterleitungen wird nicht gefolgt</translation>
    </message>
    <message>
        <source>it could not be started</source>
        <translation>er ließ sich nicht starten</translation>
    </message>
    <message>
        <source>it did not stop when it was asked to</source>
        <translation>er hörte nicht auf, als er darum gebeten wurde</translation>
    </message>
    <message>
        <source>it ended with status {code}</source>
        <translation>er endete mit dem Status {code}</translation>
    </message>
    <message>
        <source>it has no safetensors weights</source>
        <translation>er hat keine Gewichte als safetensors</translation>
    </message>
    <message>
        <source>it held more than {size:.1f} GiB of memory</source>
        <translation>er belegte mehr als {size:.1f} GiB Arbeitsspeicher</translation>
    </message>
    <message>
        <source>it holds no named tensors</source>
        <translation>sie enthalten keine benannten Tensoren</translation>
    </message>
    <message>
        <source>it holds {count} files</source>
        <translation>er enthält {count} Dateien</translation>
    </message>
    <message>
        <source>it is not of the form http://HOST:PORT/PATH</source>
        <translation>sie hat nicht die Form http://HOST:PORT/PATH</translation>
    </message>
    <message>
        <source>it was ended by signal {number}</source>
        <translation>er wurde durch das Signal {number} beendet</translation>
    </message>
    <message>
        <source>it was not ready after {count} seconds</source>
        <translation>er war nach {count} Sekunden nicht bereit</translation>
    </message>
    <message>
        <source>its answer is too long</source>
        <translation>seine Antwort ist zu lang</translation>
    </message>
    <message>
        <source>its config.json cannot be read</source>
        <translation>seine config.json lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>its config.json is no object</source>
        <translation>seine config.json ist kein Objekt</translation>
    </message>
    <message>
        <source>its config.json names no model type</source>
        <translation>seine config.json nennt keine Art von Modell</translation>
    </message>
    <message>
        <source>its figures make it experimental</source>
        <translation>seine Kennzahlen machen es experimentell</translation>
    </message>
    <message>
        <source>its files cannot be read</source>
        <translation>seine Dateien sind nicht lesbar</translation>
    </message>
    <message>
        <source>its id here: lower-case letters, digits and hyphens</source>
        <translation>seine Kennung hier: Kleinbuchstaben, Ziffern und Bindestriche</translation>
    </message>
    <message>
        <source>its picture took too long</source>
        <translation>sein Bild dauerte zu lange</translation>
    </message>
    <message>
        <source>its weights cannot be read ({reason})</source>
        <translation>seine Gewichte lassen sich nicht lesen ({reason})</translation>
    </message>
    <message>
        <source>its {file} is damaged ({reason})</source>
        <translation>sein {file} ist beschädigt ({reason})</translation>
    </message>
    <message>
        <source>layers {layers}</source>
        <translation>Schichten {layers}</translation>
    </message>
    <message>
        <source>leans to camera</source>
        <translation>neigt zu Kamera</translation>
    </message>
    <message>
        <source>leans to generated</source>
        <translation>neigt zu erzeugt</translation>
    </message>
    <message>
        <source>leaves, branches or petals joined as they do not grow</source>
        <translation>Blätter, Zweige oder Blüten verbunden, wie sie nicht wachsen</translation>
    </message>
    <message>
        <source>letters that are none, or words without meaning</source>
        <translation>Buchstaben, die keine sind, oder Wörter ohne Bedeutung</translation>
    </message>
    <message>
        <source>light map</source>
        <translation>Lichtkarte</translation>
    </message>
    <message>
        <source>light spills over edges with no lens or haze to explain it</source>
        <translation>Licht läuft über Kanten, ohne dass Objektiv oder Dunst es erklären</translation>
    </message>
    <message>
        <source>local contrast is raised as no camera program does it</source>
        <translation>der lokale Kontrast ist angehoben, wie kein Kameraprogramm es tut</translation>
    </message>
    <message>
        <source>localhost leads nowhere</source>
        <translation>localhost führt nirgendwohin</translation>
    </message>
    <message>
        <source>localhost leads to another machine</source>
        <translation>localhost führt zu einem anderen Rechner</translation>
    </message>
    <message>
        <source>log10 LR {log10_lr}, {verbal}; held between the floor {floor} and the cap {cap}</source>
        <translation>log10 LR {log10_lr}, {verbal}; gehalten zwischen der Untergrenze {floor} und der Obergrenze {cap}</translation>
    </message>
    <message>
        <source>log₁₀ LR</source>
        <translation>log₁₀ LR</translation>
    </message>
    <message>
        <source>loss {}</source>
        <translation>Verlust {}</translation>
    </message>
    <message>
        <source>made by a generative model</source>
        <translation>von einem generativen Modell erzeugt</translation>
    </message>
    <message>
        <source>made from “{name}”</source>
        <translation>aus „{name}“ gebildet</translation>
    </message>
    <message>
        <source>mask {} of {}</source>
        <translation>Maske {} von {}</translation>
    </message>
    <message>
        <source>mean silhouette {silhouette}</source>
        <translation>mittlere Silhouette {silhouette}</translation>
    </message>
    <message>
        <source>mean {mean}, largest {largest}</source>
        <translation>im Mittel {mean}, höchstens {largest}</translation>
    </message>
    <message>
        <source>measured directly</source>
        <translation>unmittelbar gemessen</translation>
    </message>
    <message>
        <source>megapixels</source>
        <translation>Megapixel</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>moderate support</source>
        <translation>mäßige Unterstützung</translation>
    </message>
    <message>
        <source>moderate support for “captured by a camera” over “made by a generative model”</source>
        <translation>mäßige Unterstützung für „mit einer Kamera aufgenommen“ gegenüber „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>moderate support for “made by a generative model” over “captured by a camera”</source>
        <translation>mäßige Unterstützung für „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>moderately strong support</source>
        <translation>mäßig starke Unterstützung</translation>
    </message>
    <message>
        <source>moderately strong support for “captured by a camera” over “made by a generative model”</source>
        <translation>mäßig starke Unterstützung für „mit einer Kamera aufgenommen“ gegenüber „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>moderately strong support for “made by a generative model” over “captured by a camera”</source>
        <translation>mäßig starke Unterstützung für „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>neighbouring regions differ in sharpness without a cause in depth</source>
        <translation>benachbarte Regionen unterscheiden sich in der Schärfe ohne Grund in der Tiefe</translation>
    </message>
    <message>
        <source>no LR</source>
        <translation>kein LR</translation>
    </message>
    <message>
        <source>no condition stated</source>
        <translation>keine Bedingung angegeben</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>ohne Beschriftung</translation>
    </message>
    <message>
        <source>no likelihood ratio</source>
        <translation>kein Likelihood-Quotient</translation>
    </message>
    <message>
        <source>no support</source>
        <translation>keine Unterstützung</translation>
    </message>
    <message>
        <source>no support for either proposition</source>
        <translation>keine Unterstützung für eine der Propositionen</translation>
    </message>
    <message>
        <source>noise map</source>
        <translation>Rauschkarte</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none of this kind were measured, so nothing is claimed</source>
        <translation>keine dieser Art wurden gemessen; darum wird nichts ausgesagt</translation>
    </message>
    <message>
        <source>none: `gauntlet plugins` says why</source>
        <translation>keine: `gauntlet plugins` sagt, warum</translation>
    </message>
    <message>
        <source>none; see gauntlet models language</source>
        <translation>keine; siehe gauntlet models language</translation>
    </message>
    <message>
        <source>not declared</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>not known: the server keeps its weights</source>
        <translation>nicht bekannt: Der Server behält seine Gewichte</translation>
    </message>
    <message>
        <source>not made with these files</source>
        <translation>nicht mit diesen Dateien gemacht</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>nicht gelesen</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>not validated</source>
        <translation>nicht validiert</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>nothing new was found</source>
        <translation>nichts Neues wurde gefunden</translation>
    </message>
    <message>
        <source>objects are lit from directions that exclude each other</source>
        <translation>Objekte sind aus Richtungen beleuchtet, die einander ausschließen</translation>
    </message>
    <message>
        <source>objects whose sizes exclude each other</source>
        <translation>Objekte, deren Größen einander ausschließen</translation>
    </message>
    <message>
        <source>of cluster {numbers}</source>
        <translation>von Cluster {numbers}</translation>
    </message>
    <message>
        <source>of clusters {numbers}</source>
        <translation>von den Clustern {numbers}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>one line of text, of at most {most} characters</source>
        <translation>eine Zeile Text mit höchstens {most} Zeichen</translation>
    </message>
    <message>
        <source>one of {choices}</source>
        <translation>eins von {choices}</translation>
    </message>
    <message>
        <source>one surface changes between materials, such as cloth into metal</source>
        <translation>eine Oberfläche wechselt zwischen Materialien, etwa von Stoff zu Metall</translation>
    </message>
    <message>
        <source>only numeric loopback addresses and localhost are allowed</source>
        <translation>erlaubt sind nur numerische Loopback-Adressen und localhost</translation>
    </message>
    <message>
        <source>or lossless</source>
        <translation>oder verlustfrei</translation>
    </message>
    <message>
        <source>original</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>outlines that should be smooth are ragged</source>
        <translation>Umrisse, die glatt sein müssten, sind ausgefranst</translation>
    </message>
    <message>
        <source>output 0</source>
        <translation>Ausgang 0</translation>
    </message>
    <message>
        <source>output 1</source>
        <translation>Ausgang 1</translation>
    </message>
    <message>
        <source>over {bound}</source>
        <translation>über {bound}</translation>
    </message>
    <message>
        <source>parallel lines run to points that exclude each other</source>
        <translation>parallele Linien laufen auf Punkte zu, die einander ausschließen</translation>
    </message>
    <message>
        <source>parts of a body differ in scale</source>
        <translation>Teile eines Körpers unterscheiden sich im Maßstab</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>people far away with smeared or broken faces</source>
        <translation>weit entfernte Menschen mit verschmierten oder zerbrochenen Gesichtern</translation>
    </message>
    <message>
        <source>pictures and text</source>
        <translation>Bilder und Text</translation>
    </message>
    <message>
        <source>pip install &apos;gauntlet-desktop[sign]&apos;</source>
        <translation>pip install &apos;gauntlet-desktop[sign]&apos;</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>vorhergesagt</translation>
    </message>
    <message>
        <source>pupils that are not round, or two eyes of unlike shape or direction</source>
        <translation>Pupillen, die nicht rund sind, oder zwei Augen von ungleicher Form oder Richtung</translation>
    </message>
    <message>
        <source>purity {purity}</source>
        <translation>Reinheit {purity}</translation>
    </message>
    <message>
        <source>pyproject.toml names {count} plugins, not one.</source>
        <translation>pyproject.toml nennt {count} Plugins, nicht eines.</translation>
    </message>
    <message>
        <source>quality about {quality}, {subsampling}</source>
        <translation>Qualität etwa {quality}, {subsampling}</translation>
    </message>
    <message>
        <source>random ranking {} of {}</source>
        <translation>zufällige Rangfolge {} von {}</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>record {number} is none</source>
        <translation>Protokoll {number} ist keines</translation>
    </message>
    <message>
        <source>relative {value}</source>
        <translation>relativ {value}</translation>
    </message>
    <message>
        <source>resampling spectrum</source>
        <translation>Resampling-Spektrum</translation>
    </message>
    <message>
        <source>resembles camera images</source>
        <translation>ähnelt Kamerabildern</translation>
    </message>
    <message>
        <source>resembles generated images</source>
        <translation>ähnelt erzeugten Bildern</translation>
    </message>
    <message>
        <source>sample {} of {}</source>
        <translation>Stichprobe {} von {}</translation>
    </message>
    <message>
        <source>says of itself what cannot be ({reason})</source>
        <translation>sagt von sich, was nicht sein kann ({reason})</translation>
    </message>
    <message>
        <source>seams, collars, zips or folds that begin or end nowhere</source>
        <translation>Nähte, Kragen, Reißverschlüsse oder Falten, die nirgends beginnen oder enden</translation>
    </message>
    <message>
        <source>season, place or time in the picture exclude each other</source>
        <translation>Jahreszeit, Ort oder Zeit im Bild schließen einander aus</translation>
    </message>
    <message>
        <source>second decision</source>
        <translation>zweite Entscheidung</translation>
    </message>
    <message>
        <source>sees pictures</source>
        <translation>sieht Bilder</translation>
    </message>
    <message>
        <source>shapes in the background that are nothing in particular</source>
        <translation>Formen im Hintergrund, die nichts Bestimmtes sind</translation>
    </message>
    <message>
        <source>sharpness does not follow distance</source>
        <translation>die Schärfe folgt nicht der Entfernung</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>shifted crop</source>
        <translation>verschobener Ausschnitt</translation>
    </message>
    <message>
        <source>short side {low} px or more</source>
        <translation>kurze Seite ab {low} px</translation>
    </message>
    <message>
        <source>short side {low} to {high} px</source>
        <translation>kurze Seite {low} bis {high} px</translation>
    </message>
    <message>
        <source>shuffled weights</source>
        <translation>vertauschte Gewichte</translation>
    </message>
    <message>
        <source>signs, plates, clocks or instruments that show what cannot be</source>
        <translation>Schilder, Kennzeichen, Uhren oder Instrumente, die zeigen, was nicht sein kann</translation>
    </message>
    <message>
        <source>skin without pores, hairs or small flaws</source>
        <translation>Haut ohne Poren, Haare oder kleine Makel</translation>
    </message>
    <message>
        <source>skin, walls or ground lack the fine grain that a lens would show</source>
        <translation>Haut, Wänden oder Boden fehlt das feine Korn, das ein Objektiv zeigen würde</translation>
    </message>
    <message>
        <source>speaks for neither side</source>
        <translation>spricht für keine Seite</translation>
    </message>
    <message>
        <source>spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>spectrum by frequency</source>
        <translation>Spektrum nach Frequenz</translation>
    </message>
    <message>
        <source>stairs, windows or columns that lead nowhere or do not line up</source>
        <translation>Treppen, Fenster oder Säulen, die nirgendwohin führen oder nicht fluchten</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>strands of hair fuse, start in the air or end in the skin</source>
        <translation>Haarsträhnen verschmelzen, beginnen in der Luft oder enden in der Haut</translation>
    </message>
    <message>
        <source>strong support</source>
        <translation>starke Unterstützung</translation>
    </message>
    <message>
        <source>strong support for “captured by a camera” over “made by a generative model”</source>
        <translation>starke Unterstützung für „mit einer Kamera aufgenommen“ gegenüber „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>strong support for “made by a generative model” over “captured by a camera”</source>
        <translation>starke Unterstützung für „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>structures that should be resolved end in mush</source>
        <translation>Strukturen, die aufgelöst sein müssten, enden in Brei</translation>
    </message>
    <message>
        <source>supports camera</source>
        <translation>stützt Kamera</translation>
    </message>
    <message>
        <source>supports generated</source>
        <translation>stützt erzeugt</translation>
    </message>
    <message>
        <source>surfaces shine more than their material would</source>
        <translation>Oberflächen glänzen mehr, als ihr Material es täte</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>tag “{tag}”</source>
        <translation>Schlagwort „{tag}“</translation>
    </message>
    <message>
        <source>taking “{tag}” away</source>
        <translation>„{tag}“ wegnehmen</translation>
    </message>
    <message>
        <source>teeth that fuse, are too many or lie off the middle of the face</source>
        <translation>Zähne, die verschmelzen, zu viele sind oder neben der Mitte des Gesichts liegen</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>text only</source>
        <translation>nur Text</translation>
    </message>
    <message>
        <source>the colour of one surface jumps without a cause</source>
        <translation>die Farbe einer Oberfläche springt ohne Grund</translation>
    </message>
    <message>
        <source>the file reads back differently</source>
        <translation>die Datei liest sich anders zurück</translation>
    </message>
    <message>
        <source>the fusion was not validated on such images</source>
        <translation>die Fusion wurde an solchen Bildern nicht validiert</translation>
    </message>
    <message>
        <source>the grading and vignette of a film still in an everyday picture</source>
        <translation>Farbgebung und Vignette eines Filmbilds in einem alltäglichen Bild</translation>
    </message>
    <message>
        <source>the horizon or water line differs on the two sides of an object</source>
        <translation>Horizont oder Wasserlinie unterscheiden sich auf den beiden Seiten eines Objekts</translation>
    </message>
    <message>
        <source>the maps do not fit the record</source>
        <translation>die Karten passen nicht zum Protokoll</translation>
    </message>
    <message>
        <source>the name by which the server knows it</source>
        <translation>der Name, unter dem der Server es kennt</translation>
    </message>
    <message>
        <source>the picture</source>
        <translation>das Bild</translation>
    </message>
    <message>
        <source>the picture under its heatmap</source>
        <translation>das Bild unter seiner Heatmap</translation>
    </message>
    <message>
        <source>the pretrained tower that this head needs</source>
        <translation>der vortrainierte Turm, den dieser Kopf braucht</translation>
    </message>
    <message>
        <source>the same patch of texture returns where a surface should vary</source>
        <translation>derselbe Fleck Textur kehrt wieder, wo eine Oberfläche wechseln müsste</translation>
    </message>
    <message>
        <source>the spectrum peaks at simple fractions of the sampling rate</source>
        <translation>das Spektrum hat Spitzen bei einfachen Bruchteilen der Abtastrate</translation>
    </message>
    <message>
        <source>the two eyes of a face mirror different lights</source>
        <translation>die beiden Augen eines Gesichts spiegeln verschiedene Lichter</translation>
    </message>
    <message>
        <source>the whole path of a folder, or empty</source>
        <translation>der ganze Pfad eines Ordners oder nichts</translation>
    </message>
    <message>
        <source>the whole picture</source>
        <translation>das ganze Bild</translation>
    </message>
    <message>
        <source>tier not recorded</source>
        <translation>Stufe nicht verzeichnet</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>two objects run into each other</source>
        <translation>zwei Objekte gehen ineinander über</translation>
    </message>
    <message>
        <source>two people or animals share a part</source>
        <translation>zwei Menschen oder Tiere teilen sich einen Teil</translation>
    </message>
    <message>
        <source>uncalibrated</source>
        <translation>nicht kalibriert</translation>
    </message>
    <message>
        <source>under 1 s</source>
        <translation>unter 1 s</translation>
    </message>
    <message>
        <source>under {bound}</source>
        <translation>unter {bound}</translation>
    </message>
    <message>
        <source>untag</source>
        <translation>Schlagwort weg</translation>
    </message>
    <message>
        <source>validated on images of up to {n} px</source>
        <translation>validiert an Bildern bis {n} px</translation>
    </message>
    <message>
        <source>very strong support</source>
        <translation>sehr starke Unterstützung</translation>
    </message>
    <message>
        <source>very strong support for “captured by a camera” over “made by a generative model”</source>
        <translation>sehr starke Unterstützung für „mit einer Kamera aufgenommen“ gegenüber „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>very strong support for “made by a generative model” over “captured by a camera”</source>
        <translation>sehr starke Unterstützung für „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>water, smoke, fire or cloth behave as they do not</source>
        <translation>Wasser, Rauch, Feuer oder Stoff verhalten sich, wie sie es nicht tun</translation>
    </message>
    <message>
        <source>weak support</source>
        <translation>schwache Unterstützung</translation>
    </message>
    <message>
        <source>weak support for “captured by a camera” over “made by a generative model”</source>
        <translation>schwache Unterstützung für „mit einer Kamera aufgenommen“ gegenüber „von einem generativen Modell erzeugt“</translation>
    </message>
    <message>
        <source>weak support for “made by a generative model” over “captured by a camera”</source>
        <translation>schwache Unterstützung für „von einem generativen Modell erzeugt“ gegenüber „mit einer Kamera aufgenommen“</translation>
    </message>
    <message>
        <source>weak: goes with the artifact</source>
        <translation>schwach: geht mit dem Artefakt einher</translation>
    </message>
    <message>
        <source>what should be behind stands in front</source>
        <translation>was dahinter sein müsste, steht davor</translation>
    </message>
    <message>
        <source>what the weights may be used for, for example MIT</source>
        <translation>wofür die Gewichte verwendet werden dürfen, zum Beispiel MIT</translation>
    </message>
    <message>
        <source>wheels that are not round, or whose spokes lead nowhere</source>
        <translation>Räder, die nicht rund sind oder deren Speichen nirgendwohin führen</translation>
    </message>
    <message>
        <source>where the weights come from</source>
        <translation>woher die Gewichte stammen</translation>
    </message>
    <message>
        <source>whole objects or details appear as copies of each other</source>
        <translation>ganze Objekte oder Details erscheinen als Kopien voneinander</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>x, y, width, height</source>
        <translation>x, y, Breite, Höhe</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>Ja oder Nein</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>{answer}, score {score}; {backend}</source>
        <translation>{answer}, Wert {score}; {backend}</translation>
    </message>
    <message>
        <source>{architecture!r} is no architecture of this program.</source>
        <translation>{architecture!r} ist keine Architektur dieses Programms.</translation>
    </message>
    <message>
        <source>{change}: not scored, outside every stratum</source>
        <translation>{change}: nicht bewertet, außerhalb jedes Stratums</translation>
    </message>
    <message>
        <source>{count} images, {room} of them different, do not make {k} clusters.</source>
        <translation>{count} Bilder, {room} davon verschieden, ergeben keine {k} Cluster.</translation>
    </message>
    <message numerus="yes">
        <source>{count} of %Ln verdict(s) changed</source>
        <translation>
            <numerusform>{count} von %Ln Ergebnis geändert</numerusform>
            <numerusform>{count} von %Ln Ergebnissen geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} von {total}</translation>
    </message>
    <message>
        <source>{count} of {total} images could not be scored, more than 1 %: {named}.</source>
        <translation>{count} von {total} Bildern konnten nicht bewertet werden, mehr als 1 %: {named}.</translation>
    </message>
    <message>
        <source>{detectors} do not enter it.</source>
        <translation>{detectors} gehen nicht darin ein.</translation>
    </message>
    <message>
        <source>{detectors} does not enter it.</source>
        <translation>{detectors} geht nicht darin ein.</translation>
    </message>
    <message>
        <source>{detectors} gave no likelihood ratio</source>
        <translation>{detectors} ohne Likelihood-Quotienten</translation>
    </message>
    <message>
        <source>{detector} as ONNX differs from PyTorch by {difference:.2g} in a logit, more than {most}.</source>
        <translation>{detector} als ONNX weicht von PyTorch um {difference:.2g} in einem Logit ab, mehr als {most}.</translation>
    </message>
    <message>
        <source>{detector} cannot be written as ONNX ({kind}).</source>
        <translation>{detector} lässt sich nicht als ONNX schreiben ({kind}).</translation>
    </message>
    <message>
        <source>{detector} cannot be written as {variant}: it is no network that its plugin lets others read. Measurements that are weighed, for example, have no layers to quantise.</source>
        <translation>{detector} lässt sich nicht als {variant} schreiben: Es ist kein Netz, das sein Plugin andere lesen lässt. Gewichtete Messwerte zum Beispiel haben keine Schichten, die sich quantisieren ließen.</translation>
    </message>
    <message>
        <source>{detector} does not tell its attention.</source>
        <translation>{detector} gibt seine Aufmerksamkeit nicht preis.</translation>
    </message>
    <message>
        <source>{detector} gave {score} as a score.</source>
        <translation>{detector} ergab {score} als Wert.</translation>
    </message>
    <message>
        <source>{detector} has no attention.</source>
        <translation>{detector} hat keine Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>{detector} has no layer {layer!r}.</source>
        <translation>{detector} hat keine Schicht {layer!r}.</translation>
    </message>
    <message>
        <source>{detector} is too large for one ONNX file.</source>
        <translation>{detector} ist zu groß für eine ONNX-Datei.</translation>
    </message>
    <message>
        <source>{detector} names no layers to look at.</source>
        <translation>{detector} nennt keine Schichten, die sich ansehen ließen.</translation>
    </message>
    <message>
        <source>{detector} prepares images in a way of its own, which no file can hold.</source>
        <translation>{detector} bereitet Bilder auf eine eigene Weise vor, die keine Datei festhalten kann.</translation>
    </message>
    <message>
        <source>{detector} runs on PyTorch ({reason}).</source>
        <translation>{detector} läuft mit PyTorch ({reason}).</translation>
    </message>
    <message>
        <source>{detector} supports “captured by a camera” (log10 LR {n})</source>
        <translation>{detector} spricht für „mit einer Kamera aufgenommen“ (log10 LR {n})</translation>
    </message>
    <message>
        <source>{detector} supports “made by a generative model” (log10 LR {n})</source>
        <translation>{detector} spricht für „von einem generativen Modell erzeugt“ (log10 LR {n})</translation>
    </message>
    <message>
        <source>{detector} tells no latent features of an image.</source>
        <translation>{detector} gibt keine latenten Merkmale eines Bildes an.</translation>
    </message>
    <message>
        <source>{does} It runs on a server of this machine.</source>
        <translation>{does} Es läuft auf einem Server dieses Rechners.</translation>
    </message>
    <message>
        <source>{does} It takes about {size} of memory; {free} are free.</source>
        <translation>{does} Es braucht etwa {size} Speicher; {free} sind frei.</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>{done} von {total} fertig</translation>
    </message>
    <message>
        <source>{file} cannot be attached. {why}</source>
        <translation>{file} lässt sich nicht beifügen. {why}</translation>
    </message>
    <message>
        <source>{file} cannot be described. {why}</source>
        <translation>{file} lässt sich nicht beschreiben. {why}</translation>
    </message>
    <message>
        <source>{file} cannot be loaded</source>
        <translation>{file} lässt sich nicht laden</translation>
    </message>
    <message>
        <source>{file} cannot be opened: it is no PKCS #12 file with a key and its certificate, or the passphrase is another one.</source>
        <translation>{file} lässt sich nicht öffnen: Es ist keine PKCS-#12-Datei mit einem Schlüssel und seinem Zertifikat, oder die Passphrase ist eine andere.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}).</source>
        <translation>{file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>{file} cannot be written ({reason}).</source>
        <translation>{file} lässt sich nicht schreiben ({reason}).</translation>
    </message>
    <message>
        <source>{file} holds more than tensors: loading it could run code, so it is refused.</source>
        <translation>{file} enthält mehr als Tensoren: Beim Laden könnte Code laufen, darum wird es abgelehnt.</translation>
    </message>
    <message>
        <source>{file} holds no certificates in PEM.</source>
        <translation>{file} enthält keine Zertifikate in PEM.</translation>
    </message>
    <message>
        <source>{file} holds no record of this release.</source>
        <translation>{file} enthält kein Protokoll dieser Version.</translation>
    </message>
    <message>
        <source>{file} holds no record.</source>
        <translation>{file} enthält kein Protokoll.</translation>
    </message>
    <message>
        <source>{file} holds no settings.</source>
        <translation>{file} enthält keine Einstellungen.</translation>
    </message>
    <message>
        <source>{file} holds no weights of a kind that is known here.</source>
        <translation>{file} enthält keine Gewichte einer hier bekannten Art.</translation>
    </message>
    <message>
        <source>{file} in the configuration folder cannot be read; the defaults are used.</source>
        <translation>{file} im Konfigurationsordner lässt sich nicht lesen; die Vorgaben gelten.</translation>
    </message>
    <message>
        <source>{file} in the configuration folder, which names the disabled plugins, cannot be read.</source>
        <translation>{file} im Konfigurationsordner, worin die deaktivierten Plugins stehen, lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>{file} is a head: it needs its pretrained tower, {tower}.</source>
        <translation>{file} ist ein Kopf: Dazu gehört sein vortrainierter Turm, {tower}.</translation>
    </message>
    <message>
        <source>{file} is evidence of this case.</source>
        <translation>{file} ist ein Beweisstück dieses Falls.</translation>
    </message>
    <message>
        <source>{file} is larger than 16 GiB.</source>
        <translation>{file} ist größer als 16 GiB.</translation>
    </message>
    <message>
        <source>{file} is larger than 4 GiB.</source>
        <translation>{file} ist größer als 4 GiB.</translation>
    </message>
    <message>
        <source>{file} is larger than {most} MiB.</source>
        <translation>{file} ist größer als {most} MiB.</translation>
    </message>
    <message>
        <source>{file} is malformed ({reason}).</source>
        <translation>{file} hat nicht die richtige Form ({reason}).</translation>
    </message>
    <message>
        <source>{file} is no TOML: {reason}.</source>
        <translation>{file} ist kein TOML: {reason}.</translation>
    </message>
    <message>
        <source>{file} is not there.</source>
        <translation>{file} ist nicht da.</translation>
    </message>
    <message>
        <source>{file} tells one class from nothing.</source>
        <translation>{file} unterscheidet eine Klasse von nichts.</translation>
    </message>
    <message>
        <source>{file} was exported by another release (its form is not {form}).</source>
        <translation>{file} wurde von einer anderen Version exportiert (die Form ist nicht {form}).</translation>
    </message>
    <message>
        <source>{file} was not written ({reason}).</source>
        <translation>{file} wurde nicht geschrieben ({reason}).</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} und {last}</translation>
    </message>
    <message>
        <source>{first}&#xa0;to&#xa0;{second}</source>
        <translation>{first}&#xa0;zu&#xa0;{second}</translation>
    </message>
    <message>
        <source>{floor} to {cap}</source>
        <translation>{floor} bis {cap}</translation>
    </message>
    <message>
        <source>{floor} to {cap}, LR {bounds}</source>
        <translation>{floor} bis {cap}, LR {bounds}</translation>
    </message>
    <message>
        <source>{folder} cannot be loaded</source>
        <translation>{folder} lässt sich nicht laden</translation>
    </message>
    <message>
        <source>{folder} cannot be written to ({reason}).</source>
        <translation>In {folder} lässt sich nicht schreiben ({reason}).</translation>
    </message>
    <message>
        <source>{folder} does not hold labelled images of both classes ({counts}).</source>
        <translation>{folder} enthält keine bezeichneten Bilder beider Klassen ({counts}).</translation>
    </message>
    <message>
        <source>{folder} holds more than {most} images.</source>
        <translation>{folder} enthält mehr als {most} Bilder.</translation>
    </message>
    <message>
        <source>{folder} holds no model.</source>
        <translation>{folder} enthält kein Modell.</translation>
    </message>
    <message>
        <source>{folder} holds no such tower</source>
        <translation>{folder} enthält keinen solchen Turm</translation>
    </message>
    <message>
        <source>{folder} holds such a file already.</source>
        <translation>{folder} enthält schon eine solche Datei.</translation>
    </message>
    <message>
        <source>{folder} is no folder of a language model: {why}.</source>
        <translation>{folder} ist kein Ordner eines Sprachmodells: {why}.</translation>
    </message>
    <message>
        <source>{folder} is not there.</source>
        <translation>{folder} ist nicht da.</translation>
    </message>
    <message>
        <source>{folder} lacks {count} tensors, among them {name}.</source>
        <translation>{folder} fehlen {count} Tensoren, darunter {name}.</translation>
    </message>
    <message>
        <source>{folder} says that it has more than {most:,} outputs.</source>
        <translation>{folder} gibt mehr als {most:,} Ausgaben an.</translation>
    </message>
    <message>
        <source>{given} of {count}</source>
        <translation>{given} von {count}</translation>
    </message>
    <message>
        <source>{happened}: {file} was not written.</source>
        <translation>{happened}: {file} wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>{heatmap} (M for the next heatmap)</source>
        <translation>{heatmap} (M für die nächste Heatmap)</translation>
    </message>
    <message>
        <source>{hint}There are: {known}.</source>
        <translation>{hint}Es gibt: {known}.</translation>
    </message>
    <message>
        <source>{id} is imported. It gives no likelihood ratio yet: choose “Calibrate…” and a folder of labelled images (real and fake) to change that.</source>
        <translation>{id} ist importiert. Es ergibt noch keinen Likelihood-Quotienten: Wählen Sie „Kalibrieren…“ und einen Ordner mit beschrifteten Bildern (echt und falsch), um das zu ändern.</translation>
    </message>
    <message>
        <source>{id} is kept as a model of its own, uncalibrated until you calibrate it.</source>
        <translation>{id} wird als eigenes Modell behalten, nicht kalibriert, bis Sie es kalibrieren.</translation>
    </message>
    <message>
        <source>{id} is listed, and offered where a language model is asked.</source>
        <translation>{id} ist gelistet und wird angeboten, wo ein Sprachmodell gefragt ist.</translation>
    </message>
    <message>
        <source>{images} in {clusters}.</source>
        <translation>{images} in {clusters}.</translation>
    </message>
    <message>
        <source>{images}. Press to show other images again</source>
        <translation>{images}. Drücken, um wieder andere Bilder zu zeigen</translation>
    </message>
    <message>
        <source>{kind} is no {protocol}.</source>
        <translation>{kind} ist kein {protocol}.</translation>
    </message>
    <message>
        <source>{kind} withdrawn</source>
        <translation>{kind} zurückgezogen</translation>
    </message>
    <message>
        <source>{kind}, {least} or more</source>
        <translation>{kind}, {least} oder mehr</translation>
    </message>
    <message>
        <source>{kind}, {least} to {most}</source>
        <translation>{kind}, {least} bis {most}</translation>
    </message>
    <message>
        <source>{kind}, {most} or less</source>
        <translation>{kind}, {most} oder weniger</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>noch {left}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <source>{low} to {high} chosen</source>
        <translation>{low} bis {high} gewählt</translation>
    </message>
    <message>
        <source>{message}
{remedy}

Code: {code}</source>
        <translation>{message}
{remedy}

Code: {code}</translation>
    </message>
    <message>
        <source>{method!r} cannot explain {detector}.</source>
        <translation>{method!r} kann {detector} nicht erklären.</translation>
    </message>
    <message>
        <source>{method} gave values that are not finite.</source>
        <translation>{method} ergab Werte, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>{method} misses the score by {difference:.2g}.</source>
        <translation>{method} verfehlt den Wert um {difference:.2g}.</translation>
    </message>
    <message>
        <source>{model!r} cannot be an id.</source>
        <translation>{model!r} kann keine Kennung sein.</translation>
    </message>
    <message>
        <source>{model!r} is the id of an installed detector.</source>
        <translation>{model!r} ist die Kennung eines installierten Detektors.</translation>
    </message>
    <message>
        <source>{model_id} is calibrated</source>
        <translation>{model_id} ist kalibriert</translation>
    </message>
    <message>
        <source>{model_id} is removed.</source>
        <translation>{model_id} ist entfernt.</translation>
    </message>
    <message>
        <source>{model} and {card} are in {folder}. Nothing was kept here.</source>
        <translation>{model} und {card} liegen in {folder}. Hier wurde nichts behalten.</translation>
    </message>
    <message>
        <source>{model} cannot be loaded</source>
        <translation>{model} lässt sich nicht laden</translation>
    </message>
    <message>
        <source>{model} failed ({kind}: {reason}).</source>
        <translation>{model} scheiterte ({kind}: {reason}).</translation>
    </message>
    <message>
        <source>{model} writes about pictures only.</source>
        <translation>{model} schreibt nur über Bilder.</translation>
    </message>
    <message>
        <source>{model}: {file} is missing.</source>
        <translation>{model}: {file} fehlt.</translation>
    </message>
    <message>
        <source>{model}: {file} is not as it was when the model was added.</source>
        <translation>{model}: {file} ist nicht mehr, wie es war, als das Modell hinzugefügt wurde.</translation>
    </message>
    <message>
        <source>{name!r} is neither the folder of a project nor an installed plugin.</source>
        <translation>{name!r} ist weder der Ordner eines Projekts noch ein installiertes Plugin.</translation>
    </message>
    <message numerus="yes">
        <source>{names} and %Ln more</source>
        <translation>
            <numerusform>{names} und %Ln weiterer</numerusform>
            <numerusform>{names} und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} (unverified, {runs} of {of} views): {text}</source>
        <translation>{name} (ungeprüft, {runs} von {of} Ansichten): {text}</translation>
    </message>
    <message>
        <source>{name} - Review</source>
        <translation>{name} - Durchsicht</translation>
    </message>
    <message>
        <source>{name} at {x}.</source>
        <translation>{name} bei {x}.</translation>
    </message>
    <message>
        <source>{name} does not take one image (N, 3, H, W) and give logits.</source>
        <translation>{name} nimmt nicht ein Bild (N, 3, H, W) und ergibt Logits.</translation>
    </message>
    <message>
        <source>{name} gives {count} outputs, not one or two.</source>
        <translation>{name} ergibt {count} Ausgaben, nicht eine oder zwei.</translation>
    </message>
    <message>
        <source>{name} has no settings {unknown}.</source>
        <translation>{name} hat keine Einstellungen {unknown}.</translation>
    </message>
    <message>
        <source>{name} is left out from now on.</source>
        <translation>{name} wird von nun an ausgelassen.</translation>
    </message>
    <message>
        <source>{name} is loaded again.</source>
        <translation>{name} ist wieder geladen.</translation>
    </message>
    <message>
        <source>{name} is no longer listed.</source>
        <translation>{name} ist nicht mehr gelistet.</translation>
    </message>
    <message>
        <source>{name} says of itself what cannot be ({reason}).</source>
        <translation>{name} sagt von sich, was nicht sein kann ({reason}).</translation>
    </message>
    <message>
        <source>{name}, scrolled</source>
        <translation>{name}, gescrollt</translation>
    </message>
    <message>
        <source>{name}: cluster {number}, score {score}</source>
        <translation>{name}: Cluster {number}, Wert {score}</translation>
    </message>
    <message>
        <source>{name}: {low} to {high} {y_axis}, greatest at {x}</source>
        <translation>{name}: {low} bis {high} {y_axis}, am größten bei {x}</translation>
    </message>
    <message>
        <source>{narrator} gave something else than sentences.</source>
        <translation>{narrator} ergab etwas anderes als Sätze.</translation>
    </message>
    <message>
        <source>{nothing} yet: the analysis is not complete.</source>
        <translation>{nothing}: Die Analyse ist noch nicht vollständig.</translation>
    </message>
    <message>
        <source>{nothing}: this analysis ended with the verdict. Open the image in the main window for the rest.</source>
        <translation>{nothing}: Diese Analyse endete mit dem Ergebnis. Öffnen Sie das Bild im Hauptfenster für das Übrige.</translation>
    </message>
    <message numerus="yes">
        <source>{number}: {digest}, %Ln result(s) since {since}</source>
        <translation>
            <numerusform>{number}: {digest}, %Ln Ergebnis seit {since}</numerusform>
            <numerusform>{number}: {digest}, %Ln Ergebnisse seit {since}</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} % of the picture is flat, with sharp steps between flat areas: this is a graphic or a screenshot, not a photograph or a photograph-like image.</source>
        <translation>{n} % des Bildes sind gleichförmig, mit scharfen Stufen zwischen den Flächen: Das ist eine Grafik oder ein Bildschirmfoto, kein Foto und kein fotoähnliches Bild.</translation>
    </message>
    <message>
        <source>{n} % of the picture is perfectly flat: there is nothing to examine.</source>
        <translation>{n} % des Bildes sind völlig gleichförmig: Es gibt nichts zu untersuchen.</translation>
    </message>
    <message>
        <source>{origin}. Weights SHA-256 {weights}</source>
        <translation>{origin}. SHA-256 der Gewichte {weights}</translation>
    </message>
    <message>
        <source>{owner}: {file} cannot be read ({reason}).</source>
        <translation>{owner}: {file} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>{owner}: {file} has SHA-256 {digest} in place of {expected}.</source>
        <translation>{owner}: {file} hat den SHA-256 {digest} statt {expected}.</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} ist nicht mehr da.</translation>
    </message>
    <message numerus="yes">
        <source>{percentile} of %Ln image(s)</source>
        <translation>
            <numerusform>{percentile} von %Ln Bild</numerusform>
            <numerusform>{percentile} von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>{rate} je Sekunde</translation>
    </message>
    <message>
        <source>{served} at {url}</source>
        <translation>{served} bei {url}</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %Ln image(s)</source>
        <translation>
            <numerusform>{shown} von %Ln Bild</numerusform>
            <numerusform>{shown} von %Ln Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>{side} and {short} pixels</source>
        <translation>{side} und {short} Pixel</translation>
    </message>
    <message>
        <source>{source} and its new form</source>
        <translation>{source} und seine neue Form</translation>
    </message>
    <message>
        <source>{text} Built from {records}</source>
        <translation>{text} Gebildet aus {records}</translation>
    </message>
    <message>
        <source>{things} cannot be kept: {folder} may not be written to.</source>
        <translation>{things} lassen sich nicht aufbewahren: In {folder} darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>{title}: failed its audit</source>
        <translation>{title}: Prüfung nicht bestanden</translation>
    </message>
    <message numerus="yes">
        <source>{title}: {value}, %Ln image(s)</source>
        <translation>
            <numerusform>{title}: {value}, %Ln Bild</numerusform>
            <numerusform>{title}: {value}, %Ln Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>{wanted} is not installed any more.</source>
        <translation>{wanted} ist nicht mehr installiert.</translation>
    </message>
    <message numerus="yes">
        <source>{what} (%Ln image(s))</source>
        <translation>
            <numerusform>{what} (%Ln Bild)</numerusform>
            <numerusform>{what} (%Ln Bilder)</numerusform>
        </translation>
    </message>
    <message>
        <source>{what} What was done is kept.</source>
        <translation>{what} Was getan wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{what}: that needs the full install ({reason}).</source>
        <translation>{what}: Das braucht die volle Installation ({reason}).</translation>
    </message>
    <message>
        <source>{where} holds no images.</source>
        <translation>{where} enthält keine Bilder.</translation>
    </message>
    <message>
        <source>{where} holds {count:,} images; {most:,} can be clustered at once.</source>
        <translation>{where} enthält {count:,} Bilder; auf einmal lassen sich {most:,} in Cluster einteilen.</translation>
    </message>
    <message>
        <source>{width} by {height} pixels</source>
        <translation>{width} mal {height} Pixel</translation>
    </message>
    <message>
        <source>{width} by {height} values, {low} to {high} {unit}; greatest in column {column}, row {row}.</source>
        <translation>{width} mal {height} Werte, {low} bis {high} {unit}; am größten in Spalte {column}, Zeile {row}.</translation>
    </message>
    <message>
        <source>{width} × {height} px at ({x}, {y})</source>
        <translation>{width} × {height} px bei ({x}, {y})</translation>
    </message>
    <message>
        <source>{width} × {height} px, {container}, {mode}, {bit_depth} bit</source>
        <translation>{width} × {height} px, {container}, {mode}, {bit_depth} Bit</translation>
    </message>
    <message>
        <source>{y_axis} over {x_axis}, {low} to {high}.</source>
        <translation>{y_axis} über {x_axis}, {low} bis {high}.</translation>
    </message>
    <message>
        <source>– disabled</source>
        <translation>– deaktiviert</translation>
    </message>
    <message>
        <source>“sections” is a list of at most {most}.</source>
        <translation>„sections“ ist eine Liste mit höchstens {most} Einträgen.</translation>
    </message>
    <message>
        <source>“{change}”</source>
        <translation>„{change}“</translation>
    </message>
    <message>
        <source>“{digest}” is not the beginning of one configuration&apos;s digest.</source>
        <translation>„{digest}“ ist nicht der Anfang der Prüfsumme einer Konfiguration.</translation>
    </message>
    <message>
        <source>“{key}” is a list of ids of sections.</source>
        <translation>„{key}“ ist eine Liste von Kennungen von Abschnitten.</translation>
    </message>
    <message>
        <source>“{key}” is a text.</source>
        <translation>„{key}“ ist ein Text.</translation>
    </message>
    <message>
        <source>“{when}” is not a time in UTC.</source>
        <translation>„{when}“ ist keine Zeit in UTC.</translation>
    </message>
    <message>
        <source>■ camera</source>
        <translation>■ Kamera</translation>
    </message>
    <message>
        <source>★ Bookmark</source>
        <translation>★ Lesezeichen</translation>
    </message>
    <message>
        <source>✓ by you</source>
        <translation>✓ durch Sie</translation>
    </message>
    <message>
        <source>✓ ready</source>
        <translation>✓ bereit</translation>
    </message>
    <message>
        <source>✓ yes</source>
        <translation>✓ ja</translation>
    </message>
    <message>
        <source>✕ cannot run</source>
        <translation>✕ läuft nicht</translation>
    </message>
    <message>
        <source>✕ damaged</source>
        <translation>✕ beschädigt</translation>
    </message>
    <message>
        <source>✕ failed</source>
        <translation>✕ fehlgeschlagen</translation>
    </message>
    <message>
        <source>✕ no</source>
        <translation>✕ nein</translation>
    </message>
</context>
</TS>
