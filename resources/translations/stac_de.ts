<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>1 … 9</source>
        <translation>1 … 9</translation>
    </message>
    <message>
        <source>Abandon the stroke or the polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About STAC Studio</source>
        <translation>Über STAC Studio</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Accept the mask and go on</source>
        <translation>Maske annehmen und weiter</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Back to undecided</source>
        <translation>Zurück auf offen</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bare image</source>
        <translation>Nur das Bild</translation>
    </message>
    <message>
        <source>Brightness …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Change the image&apos;s tag of that class</source>
        <translation>Tag des Bildes für diese Klasse ändern</translation>
    </message>
    <message>
        <source>Choose the class to paint and to show</source>
        <translation>Klasse zum Malen und Anzeigen wählen</translation>
    </message>
    <message>
        <source>Choose weights …</source>
        <translation>Gewichte wählen …</translation>
    </message>
    <message>
        <source>Choose where saliency maps come from, look at some and make them all</source>
        <translation>Herkunft der Salienzkarten wählen, einige ansehen und alle erzeugen</translation>
    </message>
    <message>
        <source>Choose which grey values are black and white on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Commands …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the image (or hold Space)</source>
        <translation>Bild ziehen (oder Leertaste halten)</translation>
    </message>
    <message>
        <source>Draw the mask as an outline, without its fill</source>
        <translation>Maske nur als Umriss zeichnen, ohne Füllung</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit a project that is open for reading because somebody else has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit here …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter, double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Export labels …</source>
        <translation>Labels exportieren …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Find and run any command by typing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish the polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>From tags to masks …</source>
        <translation>Von Tags zu Masken …</translation>
    </message>
    <message>
        <source>Go to the next image</source>
        <translation>Zum nächsten Bild</translation>
    </message>
    <message>
        <source>Go to the previous image</source>
        <translation>Zum vorigen Bild</translation>
    </message>
    <message>
        <source>H (held)</source>
        <translation>H (gehalten)</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat map of all classes</source>
        <translation>Heatmap aller Klassen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Language, colours, sizes and more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>Größerer Pinsel</translation>
    </message>
    <message>
        <source>Larger brush (or Shift+wheel)</source>
        <translation>Größerer Pinsel (oder Umschalt+Mausrad)</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from the tags and propose a mask for every image, in one go</source>
        <translation>Aus den Tags lernen und für jedes Bild eine Maske vorschlagen, in einem Zug</translation>
    </message>
    <message>
        <source>List all keys</source>
        <translation>Alle Tasten auflisten</translation>
    </message>
    <message>
        <source>Look at all images</source>
        <translation>Alle Bilder ansehen</translation>
    </message>
    <message>
        <source>Make scores and heat maps of all images in the background</source>
        <translation>Werte und Heatmaps aller Bilder im Hintergrund berechnen</translation>
    </message>
    <message>
        <source>Make the edit again</source>
        <translation>Bearbeitung wiederherstellen</translation>
    </message>
    <message>
        <source>Mark for fixing later and go on</source>
        <translation>Zum Nacharbeiten vormerken und weiter</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>Needs fix</source>
        <translation>Nacharbeiten</translation>
    </message>
    <message>
        <source>New run …</source>
        <translation>Neuer Lauf …</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>Kein Fehler</translation>
    </message>
    <message>
        <source>One image pixel on one screen pixel</source>
        <translation>Ein Bildpixel auf einem Bildschirmpixel</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>Einen Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ein Projekt öffnen</translation>
    </message>
    <message>
        <source>Open image folder …</source>
        <translation>Bilderordner öffnen …</translation>
    </message>
    <message>
        <source>Open project …</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <source>Outline only</source>
        <translation>Nur Umriss</translation>
    </message>
    <message>
        <source>Paint background</source>
        <translation>Hintergrund malen</translation>
    </message>
    <message>
        <source>Paint the chosen class</source>
        <translation>Die gewählte Klasse malen</translation>
    </message>
    <message>
        <source>Paint, or take away, what a polygon goes around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint, or take away, what you draw around</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Proposals from the segmenter</source>
        <translation>Vorschläge vom Segmentierer</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Reject the image and go on</source>
        <translation>Bild ablehnen und weiter</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Right button, Alt (held)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saliency …</source>
        <translation>Salienz …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the mask at hand now</source>
        <translation>Die aktuelle Maske jetzt speichern</translation>
    </message>
    <message>
        <source>Say what the model is and where it runs</source>
        <translation>Sagt, was das Modell ist und worauf es rechnet</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+1 … Shift+9</source>
        <translation>Umschalt+1 … Umschalt+9</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Umschalt+Mausrad</translation>
    </message>
    <message>
        <source>Show the heat map (hold H for the bare image)</source>
        <translation>Heatmap zeigen (H halten für das bloße Bild)</translation>
    </message>
    <message>
        <source>Show the mask (hold H for the bare image)</source>
        <translation>Maske zeigen (H halten für das bloße Bild)</translation>
    </message>
    <message>
        <source>Show the strip that says what is done and what is next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the strongest class everywhere, or only the chosen class</source>
        <translation>Überall die stärkste Klasse zeigen oder nur die gewählte</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>Smaller brush (or Shift+wheel)</source>
        <translation>Kleinerer Pinsel (oder Umschalt+Mausrad)</translation>
    </message>
    <message>
        <source>Space + drag, middle drag</source>
        <translation>Leertaste + Ziehen, mittlere Maustaste ziehen</translation>
    </message>
    <message>
        <source>Steps from tags to labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop background work</source>
        <translation>Hintergrundarbeit anhalten</translation>
    </message>
    <message>
        <source>Stop looking at all images, or making saliency maps</source>
        <translation>Das Ansehen aller Bilder oder das Erzeugen von Salienzkarten anhalten</translation>
    </message>
    <message>
        <source>Swap brush and eraser</source>
        <translation>Pinsel und Radierer tauschen</translation>
    </message>
    <message>
        <source>Tag the image as free of every defect</source>
        <translation>Das Bild als frei von Fehlern kennzeichnen</translation>
    </message>
    <message>
        <source>Take away instead of painting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take heat maps and proposed masks from the segmenter, or from STAC&apos;s heat maps</source>
        <translation>Heatmaps und Masken vom Segmentierer nehmen, oder aus den Heatmaps von STAC</translation>
    </message>
    <message>
        <source>Take the decision back; the mask stays</source>
        <translation>Entscheidung zurücknehmen; die Maske bleibt</translation>
    </message>
    <message>
        <source>Take the polygon&apos;s last corner back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Train a model on this project</source>
        <translation>Ein Modell mit diesem Projekt trainieren</translation>
    </message>
    <message>
        <source>Training …</source>
        <translation>Training …</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last edit</source>
        <translation>Letzte Bearbeitung rückgängig machen</translation>
    </message>
    <message>
        <source>Use another model file</source>
        <translation>Eine andere Modelldatei verwenden</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Watch training runs and start new ones</source>
        <translation>Trainingsläufe verfolgen und neue starten</translation>
    </message>
    <message>
        <source>What is loaded …</source>
        <translation>Was geladen ist …</translation>
    </message>
    <message>
        <source>Wheel, Ctrl+wheel</source>
        <translation>Mausrad, Strg+Mausrad</translation>
    </message>
    <message>
        <source>Write reviewed masks for other programs</source>
        <translation>Geprüfte Masken für andere Programme schreiben</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Mauszeiger zoomen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom in (or turn the wheel)</source>
        <translation>Vergrößern (oder Mausrad drehen)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom out (or turn the wheel)</source>
        <translation>Verkleinern (oder Mausrad drehen)</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
</context>
<context>
    <name>ClassTableModel</name>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Click to change</source>
        <translation>Zum Ändern klicken</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>The model&apos;s score for {} in this image</source>
        <translation>Wert des Modells für {} in diesem Bild</translation>
    </message>
    <message>
        <source>{}: not tagged; the score decides</source>
        <translation>{}: nicht getaggt; der Wert entscheidet</translation>
    </message>
    <message>
        <source>{}: tagged absent</source>
        <translation>{}: als nicht vorhanden getaggt</translation>
    </message>
    <message>
        <source>{}: tagged present</source>
        <translation>{}: als vorhanden getaggt</translation>
    </message>
</context>
<context>
    <name>ComfortDesk</name>
    <message>
        <source>no images are open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no project is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is at work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to make again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandProcess</name>
    <message>
        <source>The program cannot be started.</source>
        <translation>Das Programm lässt sich nicht starten.</translation>
    </message>
    <message>
        <source>The work broke off: {}</source>
        <translation>Die Arbeit brach ab: {}</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>ohne ein Wort</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Choose a run to compare with.</source>
        <translation>Einen Lauf zum Vergleichen wählen.</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Looking at the image …</source>
        <translation>Das Bild wird angesehen …</translation>
    </message>
    <message>
        <source>This run has no model yet.</source>
        <translation>Dieser Lauf hat noch kein Modell.</translation>
    </message>
    <message>
        <source>by</source>
        <translation>von</translation>
    </message>
    <message>
        <source>choose a run …</source>
        <translation>Lauf wählen …</translation>
    </message>
    <message>
        <source>map of</source>
        <translation>Karte von</translation>
    </message>
    <message>
        <source>tagged classes</source>
        <translation>getaggte Klassen</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Drop a project, a folder or an image here.</source>
        <translation>Hier ein Projekt, einen Ordner oder ein Bild ablegen.</translation>
    </message>
    <message>
        <source>Opening {} …</source>
        <translation>{} wird geöffnet …</translation>
    </message>
    <message>
        <source>Your work is kept and will be tried again.</source>
        <translation>Die Arbeit bleibt erhalten; das Speichern wird wieder versucht.</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>noch nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>no values so far</source>
        <translation>noch keine Werte</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>agreement of views</source>
        <translation>Einigkeit der Ansichten</translation>
    </message>
    <message>
        <source>class tokens apart</source>
        <translation>Abstand der Klassentoken</translation>
    </message>
    <message>
        <source>criterion</source>
        <translation>Kriterium</translation>
    </message>
    <message>
        <source>defect-free</source>
        <translation>fehlerfrei</translation>
    </message>
    <message>
        <source>images/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>mIoU</source>
        <translation>mIoU</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>overlap with saliency</source>
        <translation>Überdeckung mit der Salienz</translation>
    </message>
    <message>
        <source>pixel contrast</source>
        <translation>Pixelkontrast</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>Ersatzmaß</translation>
    </message>
    <message>
        <source>saliency</source>
        <translation>Salienz</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>tags, class tokens</source>
        <translation>Tags, Klassentoken</translation>
    </message>
    <message>
        <source>tags, patches</source>
        <translation>Tags, Patches</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
</context>
<context>
    <name>CurvesPage</name>
    <message>
        <source>Curves appear with the first steps.</source>
        <translation>Kurven erscheinen mit den ersten Schritten.</translation>
    </message>
    <message>
        <source>Images a second</source>
        <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Validation losses</source>
        <translation>Validierungsverluste</translation>
    </message>
    <message>
        <source>Validation, 0 to 1</source>
        <translation>Validierung, 0 bis 1</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>glätten</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>About STAC Studio</source>
        <translation>Über STAC Studio</translation>
    </message>
    <message>
        <source>Choose the folder of saliency maps</source>
        <translation>Ordner der Salienzkarten wählen</translation>
    </message>
    <message>
        <source>Edit here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If you go on now, it is lost. Go back to save it or to make room on the disk.</source>
        <translation>Wer jetzt weitergeht, verliert sie. Zurückgehen, um zu speichern oder Platz auf der Festplatte zu schaffen.</translation>
    </message>
    <message>
        <source>Lose it</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Open image folder</source>
        <translation>Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Projects (project.yaml)</source>
        <translation>Projekte (project.yaml)</translation>
    </message>
    <message>
        <source>STAC Studio {}

From image-level tags to reviewed pixel masks of industrial defects.

Licensed under the Apache License 2.0.</source>
        <translation>STAC Studio {}

Von Bild-Tags zu geprüften Pixelmasken von Fehlern in der Industrie.

Unter der Apache-Lizenz 2.0.</translation>
    </message>
    <message>
        <source>Some of your work is not saved yet.</source>
        <translation>Ein Teil der Arbeit ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it over only if that computer is off or the program there is closed. If both save, the later one wins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>{} has this project open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentShelf</name>
    <message>
        <source>{}: the saved mask has another size than the image. It is kept in the project&apos;s history; a new one is shown.</source>
        <translation>{}: Die gespeicherte Maske hat eine andere Größe als das Bild. Sie bleibt im Verlauf des Projekts; gezeigt wird eine neue.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong ({}). The log has the details.</source>
        <translation>Etwas ist schiefgegangen ({}). Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>Something went wrong ({}). The log has the details: {}</source>
        <translation>Etwas ist schiefgegangen ({}). Einzelheiten stehen im Protokoll: {}</translation>
    </message>
</context>
<context>
    <name>Estimator</name>
    <message>
        <source>The training program cannot be started.</source>
        <translation>Das Trainingsprogramm lässt sich nicht starten.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A new or empty folder</source>
        <translation>Ein neuer oder leerer Ordner</translation>
    </message>
    <message>
        <source>Also copy the image files</source>
        <translation>Auch die Bilddateien kopieren</translation>
    </message>
    <message>
        <source>Choose a folder to export to.</source>
        <translation>Einen Ordner für den Export wählen.</translation>
    </message>
    <message>
        <source>Choose which images to export.</source>
        <translation>Wählen, welche Bilder exportiert werden.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>Labels exportieren</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>PASCAL VOC (indexed PNG)</source>
        <translation>PASCAL VOC (indizierte PNG)</translation>
    </message>
    <message>
        <source>There are no such images yet.</source>
        <translation>Solche Bilder gibt es noch nicht.</translation>
    </message>
    <message>
        <source>This folder is not empty; choose a new one.</source>
        <translation>Dieser Ordner ist nicht leer; einen neuen wählen.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>nacharbeiten</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>undecided, as proposed</source>
        <translation>offen, wie vorgeschlagen</translation>
    </message>
    <message>
        <source>{} images are still undecided and will not be exported.</source>
        <translation>{} Bilder sind noch offen und werden nicht exportiert.</translation>
    </message>
</context>
<context>
    <name>GreyWindowPanel</name>
    <message>
        <source>All values that the camera can give</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black: values up to here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness of the image on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished">Schließen</translation>
    </message>
    <message>
        <source>Each image by itself: but for the darkest and the lightest 0.1 %; 8-bit images as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often each value occurs in the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the screen only; the model sees the image as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White: values from here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageListPanel</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>No images</source>
        <translation>Keine Bilder</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>All classes at once</source>
        <translation>Alle Klassen zugleich</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of the heat map; safe for colour-blind eyes except Turbo</source>
        <translation>Farben der Heatmap; außer Turbo für Farbfehlsichtige geeignet</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>Kein Fehler</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Opacity of the mask&apos;s inside</source>
        <translation>Deckkraft der Maskenfüllung</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>press a key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>Esc abandons a stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>H shows the bare image while it is held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space moves the image while it is held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>digits choose and tag classes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click into the field and press the new key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has this key already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for words or a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys that it has in a new installation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key belongs to “{}”, which loses it if you go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key beside those that it has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key instead of those that it has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is taken for good: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This one cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Scale of the heat map</source>
        <translation>Skala der Heatmap</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Messages of the run</source>
        <translation>Meldungen des Laufs</translation>
    </message>
    <message>
        <source>Open the run&apos;s folder</source>
        <translation>Ordner des Laufs öffnen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Image at hand</source>
        <translation>Aktuelles Bild</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>MapSupply</name>
    <message>
        <source>All images have been looked at.</source>
        <translation>Alle Bilder sind angesehen.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>16 bits (bf16)</source>
        <translation>16 Bit (bf16)</translation>
    </message>
    <message>
        <source>32 bits (fp32), exact</source>
        <translation>32 Bit (fp32), exakt</translation>
    </message>
    <message>
        <source>A model of STAC Studio, or the STAC authors&apos; .pth</source>
        <translation>Ein Modell von STAC Studio oder die .pth der STAC-Autoren</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Choose a weights file.</source>
        <translation>Eine Gewichtsdatei wählen.</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>Gewichte wählen</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Fastest that the device computes well</source>
        <translation>Das Schnellste, was das Gerät gut rechnet</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>GPU if there is one, else CPU</source>
        <translation>GPU, wenn vorhanden, sonst CPU</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
</context>
<context>
    <name>NewProjectDialog</name>
    <message>
        <source>Choose a folder for the project.</source>
        <translation>Einen Ordner für das Projekt wählen.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Each class needs a name of its own.</source>
        <translation>Jede Klasse braucht einen eigenen Namen.</translation>
    </message>
    <message>
        <source>Make a project of this folder</source>
        <translation>Aus diesem Ordner ein Projekt machen</translation>
    </message>
    <message>
        <source>Make project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Name at least {} classes: masks already use them.</source>
        <translation>Mindestens {} Klassen benennen: Masken benutzen sie schon.</translation>
    </message>
    <message>
        <source>Names of the defect classes in mask order, with commas</source>
        <translation>Namen der Fehlerklassen in der Reihenfolge der Masken, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>Projektordner</translation>
    </message>
    <message>
        <source>The background is always there: name only defects.</source>
        <translation>Der Hintergrund ist immer dabei: nur Fehler benennen.</translation>
    </message>
    <message>
        <source>There is a project in this folder already.</source>
        <translation>In diesem Ordner ist schon ein Projekt.</translation>
    </message>
    <message>
        <source>Your decisions and masks are kept in a project beside the images. The image folder itself is never changed.</source>
        <translation>Entscheidungen und Masken liegen in einem Projekt neben den Bildern. Der Bilderordner selbst wird nie verändert.</translation>
    </message>
</context>
<context>
    <name>OperatorCard</name>
    <message>
        <source>Take this one  (Enter)</source>
        <translation>Diesen nehmen  (Eingabetaste)</translation>
    </message>
    <message>
        <source>✓ chosen by the tags</source>
        <translation>✓ von den Tags gewählt</translation>
    </message>
    <message>
        <source>✓ picked by a person</source>
        <translation>✓ von einer Person gewählt</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No command fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PipelineDesk</name>
    <message>
        <source>From tags to masks: done in {}.</source>
        <translation>Von Tags zu Masken: fertig in {}.</translation>
    </message>
    <message>
        <source>Its proposals are shown when you open the project again.</source>
        <translation>Die Vorschläge erscheinen, wenn das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>No program shows pages here. The report is {}.</source>
        <translation>Kein Programm zeigt hier Seiten an. Der Bericht ist {}.</translation>
    </message>
    <message>
        <source>There are edits that can still be undone. Open the project again to see the proposals.</source>
        <translation>Es gibt Bearbeitungen, die noch rückgängig gemacht werden können. Das Projekt neu öffnen, um die Vorschläge zu sehen.</translation>
    </message>
    <message>
        <source>to masks: {}/{}</source>
        <translation>zu Masken: {}/{}</translation>
    </message>
</context>
<context>
    <name>PipelineDialog</name>
    <message>
        <source>&amp;Runs on</source>
        <translation>&amp;Läuft auf</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>From tags to masks</source>
        <translation>Von Tags zu Masken</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Learns from the tags alone and proposes a mask for every image. Masks that you decided on or edited stay as they are. It goes on when this window, or the whole program, is closed.</source>
        <translation>Lernt nur aus den Tags und schlägt für jedes Bild eine Maske vor. Entschiedene und bearbeitete Masken bleiben, wie sie sind. Läuft weiter, wenn dieses Fenster oder das ganze Programm geschlossen wird.</translation>
    </message>
    <message>
        <source>Looking at the project and measuring how long it takes …</source>
        <translation>Das Projekt wird angesehen und die Dauer gemessen …</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>Bericht öffnen</translation>
    </message>
    <message>
        <source>Show proposals</source>
        <translation>Vorschläge zeigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start anew …</source>
        <translation>Neu beginnen …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>This project is open for reading only.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>best there is</source>
        <translation>das Beste, was da ist</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
</context>
<context>
    <name>Pipelines</name>
    <message>
        <source> and {} of memory</source>
        <translation> und {} Speicher</translation>
    </message>
    <message>
        <source> of about {}</source>
        <translation> von etwa {}</translation>
    </message>
    <message>
        <source>About {} in all</source>
        <translation>Etwa {} insgesamt</translation>
    </message>
    <message>
        <source>About {} left.</source>
        <translation>Noch etwa {}.</translation>
    </message>
    <message>
        <source>At work.</source>
        <translation>Bei der Arbeit.</translation>
    </message>
    <message>
        <source>Done in {}. The proposals are in the project.</source>
        <translation>Fertig in {}. Die Vorschläge sind im Projekt.</translation>
    </message>
    <message>
        <source>It broke off. It can go on where it was.</source>
        <translation>Es brach ab. Es kann dort weitermachen, wo es war.</translation>
    </message>
    <message>
        <source>It failed.</source>
        <translation>Es ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>It has not begun.</source>
        <translation>Es hat noch nicht begonnen.</translation>
    </message>
    <message>
        <source>Learn exact outlines</source>
        <translation>Genaue Umrisse lernen</translation>
    </message>
    <message>
        <source>Learn where each class is</source>
        <translation>Lernen, wo jede Klasse ist</translation>
    </message>
    <message>
        <source>Look for what stands out</source>
        <translation>Suchen, was auffällt</translation>
    </message>
    <message>
        <source>Now: {}.</source>
        <translation>Jetzt: {}.</translation>
    </message>
    <message>
        <source>Propose masks</source>
        <translation>Masken vorschlagen</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Stopped. It can go on where it was.</source>
        <translation>Angehalten. Es kann dort weitermachen, wo es war.</translation>
    </message>
    <message>
        <source>Stopping after the step at hand …</source>
        <translation>Hält nach dem laufenden Schritt an …</translation>
    </message>
    <message>
        <source>There is a GPU: it learns longer and better.</source>
        <translation>Eine GPU ist da: es lernt länger und besser.</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>about {}</source>
        <translation>etwa {}</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source> px</source>
        <translation type="unfinished"> px</translation>
    </message>
    <message>
        <source>A strip under the menus that says what is done and what is next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All but Turbo are safe for colour-blind eyes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished">Pinsel</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of heat maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diameter of brush and eraser in image pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat maps and masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light or dark; images always stay on neutral grey</source>
        <translation>Hell oder dunkel; Bilder stehen immer auf neutralem Grau</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Masks as outlines only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of menus, messages and dialogs</source>
        <translation>Von Menüs, Meldungen und Dialogen</translation>
    </message>
    <message>
        <source>On top of what the system says for the screen</source>
        <translation>Zusätzlich zu dem, was das System für den Bildschirm vorgibt</translation>
    </message>
    <message>
        <source>Show the steps from tags to labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>Größe von Text und Bedienelementen</translation>
    </message>
    <message>
        <source>Without their fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Exporting …</source>
        <translation>Wird exportiert …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Nothing is saved yet. Save (Ctrl+S) asks again.</source>
        <translation>Noch ist nichts gespeichert. Speichern (Strg+S) fragt erneut.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Rechnet auf</translation>
    </message>
    <message>
        <source>There is nothing to export yet: accept some masks first.</source>
        <translation>Es gibt noch nichts zu exportieren: zuerst Masken annehmen.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>What is loaded</source>
        <translation>Was geladen ist</translation>
    </message>
    <message>
        <source>Your work is kept in {}.</source>
        <translation>Die Arbeit liegt in {}.</translation>
    </message>
    <message>
        <source>{} left out, the first is {}: {}</source>
        <translation>{} ausgelassen, das erste ist {}: {}</translation>
    </message>
    <message>
        <source>{} masks written to {}.</source>
        <translation>{} Masken nach {} geschrieben.</translation>
    </message>
</context>
<context>
    <name>RefinePanel</name>
    <message>
        <source>Keep for the project</source>
        <translation>Im Projekt behalten</translation>
    </message>
    <message>
        <source>Refine by these steps from now on, on the command line too</source>
        <translation>Von jetzt an mit diesen Schritten verfeinern, auch auf der Kommandozeile</translation>
    </message>
    <message>
        <source>refining …</source>
        <translation>wird verfeinert …</translation>
    </message>
</context>
<context>
    <name>Refinement</name>
    <message>
        <source>Band</source>
        <translation>Band</translation>
    </message>
    <message>
        <source>Bilateral filter</source>
        <translation>Bilateraler Filter</translation>
    </message>
    <message>
        <source>Dense CRF</source>
        <translation>Dichtes CRF</translation>
    </message>
    <message>
        <source>Dense conditional random field by mean field (Kraehenbuehl &amp; Koltun, NeurIPS 2011).</source>
        <translation>Dichtes Conditional Random Field mit Mean-Field-Näherung (Krähenbühl &amp; Koltun, NeurIPS 2011).</translation>
    </message>
    <message>
        <source>Drop specks</source>
        <translation>Flecken entfernen</translation>
    </message>
    <message>
        <source>Drops blobs of a class that are small, or small beside the class&apos;s largest one.</source>
        <translation>Entfernt Flecken einer Klasse, die klein sind oder klein neben ihrem größten.</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Fills holes in a class&apos;s blob of up to so many pixels.</source>
        <translation>Füllt Löcher in Flecken einer Klasse bis zu so vielen Pixeln.</translation>
    </message>
    <message>
        <source>Flatness</source>
        <translation>Ebenheit</translation>
    </message>
    <message>
        <source>Gaussian blur of the maps.</source>
        <translation>Gaußsche Unschärfe der Karten.</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>GrabCut of each blob by its own colours (Rother et al., SIGGRAPH 2004).</source>
        <translation>GrabCut jedes Flecks nach seinen eigenen Farben (Rother et al., SIGGRAPH 2004).</translation>
    </message>
    <message>
        <source>Grey levels</source>
        <translation>Graustufen</translation>
    </message>
    <message>
        <source>Guided filter</source>
        <translation>Guided Filter</translation>
    </message>
    <message>
        <source>Guided filter: the maps follow the image&apos;s edges (He, Sun &amp; Tang, ECCV 2010).</source>
        <translation>Guided Filter: die Karten folgen den Kanten des Bildes (He, Sun &amp; Tang, ECCV 2010).</translation>
    </message>
    <message>
        <source>Joint bilateral filter: a mean over near pixels of a similar colour in the image.</source>
        <translation>Gemeinsamer bilateraler Filter: Mittel über nahe Pixel ähnlicher Bildfarbe.</translation>
    </message>
    <message>
        <source>Pixel-adaptive</source>
        <translation>Pixeladaptiv</translation>
    </message>
    <message>
        <source>Pixel-adaptive refinement (PAMR; Araslanov &amp; Roth, CVPR 2020); on a GPU where there is one.</source>
        <translation>Pixeladaptive Verfeinerung (PAMR; Araslanov &amp; Roth, CVPR 2020); auf einer GPU, wenn vorhanden.</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Reichweite</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Share of largest</source>
        <translation>Anteil am größten</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
    <message>
        <source>Under</source>
        <translation>Unter</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>Bis zu</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>×</source>
        <translation>×</translation>
    </message>
</context>
<context>
    <name>Refining</name>
    <message>
        <source>Make a project of this folder first.</source>
        <translation>Zuerst aus diesem Ordner ein Projekt machen.</translation>
    </message>
    <message>
        <source>The project now refines masks this way.</source>
        <translation>Das Projekt verfeinert Masken von jetzt an so.</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing is saved.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet: nichts wird gespeichert.</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>From tags to masks: stage, time left  (Ctrl+Shift+M)</source>
        <translation>Von Tags zu Masken: Stufe, verbleibende Zeit  (Strg+Umschalt+M)</translation>
    </message>
    <message>
        <source>Stop the background work  (Ctrl+.)</source>
        <translation>Hintergrundarbeit anhalten  (Strg+.)</translation>
    </message>
</context>
<context>
    <name>ReviewSession</name>
    <message>
        <source>There is no mask to accept yet.</source>
        <translation>Es gibt noch keine Maske zum Annehmen.</translation>
    </message>
    <message>
        <source>This was the last image.</source>
        <translation>Das war das letzte Bild.</translation>
    </message>
</context>
<context>
    <name>RunForm</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>&amp;Epochen</translation>
    </message>
    <message>
        <source>&amp;Images at once</source>
        <translation>&amp;Bilder zugleich</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>&amp;Lernrate</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>&amp;Masken</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorgabe</translation>
    </message>
    <message>
        <source>&amp;Runs on</source>
        <translation>&amp;Läuft auf</translation>
    </message>
    <message>
        <source>&amp;Start from</source>
        <translation>&amp;Start mit</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>A run learns from the tags of all tagged images. It goes on when this window is closed, and nothing that you decided is changed.</source>
        <translation>Ein Lauf lernt aus den Tags aller getaggten Bilder. Er läuft weiter, wenn dieses Fenster geschlossen wird, und nichts Entschiedenes ändert sich.</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>In die Warteschlange</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Image si&amp;ze</source>
        <translation>Bildgrö&amp;ße</translation>
    </message>
    <message>
        <source>Measuring how long it takes …</source>
        <translation>Die Dauer wird gemessen …</translation>
    </message>
    <message>
        <source>Net&amp;work</source>
        <translation>Netz&amp;werk</translation>
    </message>
    <message>
        <source>New training run</source>
        <translation>Neuer Trainingslauf</translation>
    </message>
    <message>
        <source>R&amp;ounds</source>
        <translation>R&amp;unden</translation>
    </message>
    <message>
        <source>Random see&amp;d</source>
        <translation>&amp;Zufallszahl</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>a GPU is many times faster where there is one</source>
        <translation>eine GPU ist, wenn vorhanden, um ein Vielfaches schneller</translation>
    </message>
    <message>
        <source>a network that says for each pixel what it shows: sharper masks</source>
        <translation>ein Netzwerk, das für jedes Pixel sagt, was es zeigt: schärfere Masken</translation>
    </message>
    <message>
        <source>after each one the network makes its own targets better</source>
        <translation>nach jeder verbessert das Netzwerk seine eigenen Ziele</translation>
    </message>
    <message>
        <source>as the images</source>
        <translation>wie die Bilder</translation>
    </message>
    <message>
        <source>as the project says</source>
        <translation>wie im Projekt</translation>
    </message>
    <message>
        <source>best there is</source>
        <translation>das Beste, was da ist</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>heat maps (STAC)</source>
        <translation>Heatmaps (STAC)</translation>
    </message>
    <message>
        <source>how large the steps are; compact 0.003, the others 0.0001</source>
        <translation>wie groß die Schritte sind; compact 0.003, die anderen 0.0001</translation>
    </message>
    <message>
        <source>how large the steps are; lower it if the loss jumps</source>
        <translation>wie groß die Schritte sind; senken, wenn der Verlust springt</translation>
    </message>
    <message>
        <source>how often each image is seen in a round; {} times in all</source>
        <translation>wie oft jedes Bild in einer Runde gesehen wird; insgesamt {}-mal</translation>
    </message>
    <message>
        <source>how often each image is seen; more takes longer and is usually better</source>
        <translation>wie oft jedes Bild gesehen wird; mehr dauert länger und ist meist besser</translation>
    </message>
    <message>
        <source>large transformer, needs a GPU; its licence allows research only</source>
        <translation>großer Transformer, braucht eine GPU; die Lizenz erlaubt nur Forschung</translation>
    </message>
    <message>
        <source>larger shows finer defects and takes much longer</source>
        <translation>größer zeigt feinere Fehler und dauert viel länger</translation>
    </message>
    <message>
        <source>learn from accepted masks too</source>
        <translation>auch aus angenommenen Masken lernen</translation>
    </message>
    <message>
        <source>light transformer; its licence allows research only</source>
        <translation>leichter Transformer; die Lizenz erlaubt nur Forschung</translation>
    </message>
    <message>
        <source>light; wants a GPU</source>
        <translation>leicht; möchte eine GPU</translation>
    </message>
    <message>
        <source>maps of where each class is, from the tags</source>
        <translation>Karten davon, wo jede Klasse ist, aus den Tags</translation>
    </message>
    <message>
        <source>more need more memory; fewer make the training less steady</source>
        <translation>mehr braucht mehr Speicher; weniger macht das Training unruhiger</translation>
    </message>
    <message>
        <source>ours; trains in minutes without a GPU</source>
        <translation>unser eigenes; trainiert ohne GPU in Minuten</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>published ImageNet weights</source>
        <translation>veröffentlichte ImageNet-Gewichte</translation>
    </message>
    <message>
        <source>published weights learn faster; they are downloaded once</source>
        <translation>veröffentlichte Gewichte lernen schneller; sie werden einmal geladen</translation>
    </message>
    <message>
        <source>random numbers</source>
        <translation>Zufallszahlen</translation>
    </message>
    <message>
        <source>segmenter</source>
        <translation>Segmentierer</translation>
    </message>
    <message>
        <source>the masks you accepted teach where defects are</source>
        <translation>die angenommenen Masken lehren, wo Fehler sind</translation>
    </message>
    <message>
        <source>the paper&apos;s best one; needs a GPU</source>
        <translation>das beste der Veröffentlichung; braucht eine GPU</translation>
    </message>
    <message>
        <source>the paper&apos;s smallest one; fast on a GPU</source>
        <translation>das kleinste der Veröffentlichung; schnell auf einer GPU</translation>
    </message>
    <message>
        <source>the same number gives the same result</source>
        <translation>dieselbe Zahl gibt dasselbe Ergebnis</translation>
    </message>
    <message>
        <source>the settings in the project file</source>
        <translation>die Einstellungen der Projektdatei</translation>
    </message>
    <message>
        <source>what the run is called</source>
        <translation>wie der Lauf heißt</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>End its process</source>
        <translation>Prozess beenden</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Benutzung</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Really stop?</source>
        <translation>Wirklich anhalten?</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>Aus der Warteschlange nehmen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>{:.0f} images/s</source>
        <translation>{:.0f} Bilder/s</translation>
    </message>
    <message>
        <source>{} images</source>
        <translation>{} Bilder</translation>
    </message>
    <message>
        <source>{} images, {} masks</source>
        <translation>{} Bilder, {} Masken</translation>
    </message>
    <message>
        <source>{} of work</source>
        <translation>{} Arbeit</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>, {} of them with a mask</source>
        <translation>, {} davon mit Maske</translation>
    </message>
    <message>
        <source>About {} and {} of memory on {}: {} images{}, {} steps.</source>
        <translation>Etwa {} und {} Speicher auf {}: {} Bilder{}, {} Schritte.</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>did not start</source>
        <translation>nicht gestartet</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>epoch {}/{}</source>
        <translation>Epoche {}/{}</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>heat maps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>pausing …</source>
        <translation>pausiert gleich …</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>segmenter</source>
        <translation>Segmentierer</translation>
    </message>
    <message>
        <source>starting …</source>
        <translation>startet …</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>hält an …</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{:.0f} MB</source>
        <translation>{:.0f} MB</translation>
    </message>
    <message>
        <source>{:.1f} GB</source>
        <translation>{:.1f} GB</translation>
    </message>
    <message>
        <source>{} d {} h</source>
        <translation>{} T {} h</translation>
    </message>
    <message>
        <source>{} h {:02} min</source>
        <translation>{} h {:02} min</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>noch {}</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} of it to read images and make saliency maps.</source>
        <translation>{} davon, um Bilder zu lesen und Salienzkarten zu erzeugen.</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
</context>
<context>
    <name>SafetyDesk</name>
    <message>
        <source>A crash would lose what is not saved yet: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer version of STAC Studio left work in {}: open the project there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If that computer is off, choose File &gt; Edit here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be edited as soon as it is closed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of a journal could not be read; the file is kept: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} images is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other window has closed the project: edit it here now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The project was closed in the other window. To edit it here choose File &gt; Edit here; what you painted while reading is not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This project is open for reading only; nothing can be saved.</source>
        <translation type="unfinished">Dieses Projekt ist nur zum Lesen geöffnet; nichts kann gespeichert werden.</translation>
    </message>
    <message>
        <source>another window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} has this project open{}: here it is open for reading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} in another window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} were changed since: what was recovered is in their history.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Saliency</name>
    <message>
        <source>A small net that has learned from made-up defects. It can be trained anew on your own images.</source>
        <translation>Ein kleines Netz, das aus künstlichen Fehlern gelernt hat. Es lässt sich mit eigenen Bildern neu trainieren.</translation>
    </message>
    <message>
        <source>A small net that learns from the masks you have accepted. Needs some of them first.</source>
        <translation>Ein kleines Netz, das aus den angenommenen Masken lernt. Braucht zuerst einige davon.</translation>
    </message>
    <message>
        <source>Chosen by the tags.</source>
        <translation>Von den Tags gewählt.</translation>
    </message>
    <message>
        <source>Chosen by the tags; {} more that agree with it vote too.</source>
        <translation>Von den Tags gewählt; {} weitere, die zustimmen, stimmen mit ab.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Folder of maps</source>
        <translation>Ordner mit Karten</translation>
    </message>
    <message>
        <source>Maps made by another program: grey PNG files named after the images.</source>
        <translation>Karten eines anderen Programms: graue PNG-Dateien, benannt wie die Bilder.</translation>
    </message>
    <message>
        <source>Net of accepted masks</source>
        <translation>Netz der angenommenen Masken</translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation>Noch ist nichts gewählt.</translation>
    </message>
    <message>
        <source>Operators for each class</source>
        <translation>Operatoren je Klasse</translation>
    </message>
    <message>
        <source>Picked by a person.</source>
        <translation>Von einer Person gewählt.</translation>
    </message>
    <message>
        <source>Picked by a person: {}</source>
        <translation>Von einer Person gewählt: {}</translation>
    </message>
    <message>
        <source>Synthetic-defect net</source>
        <translation>Netz künstlicher Fehler</translation>
    </message>
    <message>
        <source>The evidence is weak (score {:.2f}): the tags say little here. Take the picture that shows the defects best, or none.</source>
        <translation>Die Belege sind schwach (Wert {:.2f}): die Tags sagen hier wenig. Das Bild nehmen, das die Fehler am besten zeigt, oder keins.</translation>
    </message>
    <message>
        <source>The tags choose which simple operators show each class, and you have the last word.</source>
        <translation>Die Tags wählen, welche einfachen Operatoren jede Klasse zeigen; das letzte Wort hat ein Mensch.</translation>
    </message>
    <message>
        <source>The tags found no operator that shows this class: plain contrast is used.</source>
        <translation>Die Tags fanden keinen Operator, der diese Klasse zeigt: einfacher Kontrast wird verwendet.</translation>
    </message>
    <message>
        <source>What stands out from the rest of the same image. Needs nothing; a good first choice.</source>
        <translation>Was sich vom Rest des Bildes abhebt. Braucht nichts; eine gute erste Wahl.</translation>
    </message>
    <message>
        <source>You said none of them: plain contrast is used.</source>
        <translation>Keiner davon wurde gewählt: einfacher Kontrast wird verwendet.</translation>
    </message>
    <message>
        <source>covers {:.1f} %</source>
        <translation>bedeckt {:.1f} %</translation>
    </message>
    <message>
        <source>masks predictable {:.2f}</source>
        <translation>Masken vorhersagbar {:.2f}</translation>
    </message>
    <message>
        <source>score {:.2f}</source>
        <translation>Wert {:.2f}</translation>
    </message>
    <message>
        <source>tells the tag {:.2f}</source>
        <translation>verrät den Tag {:.2f}</translation>
    </message>
</context>
<context>
    <name>SaliencyDesk</name>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
</context>
<context>
    <name>SaliencySession</name>
    <message>
        <source>Choose the folder of the maps.</source>
        <translation>Den Ordner der Karten wählen.</translation>
    </message>
    <message>
        <source>No image is tagged with a class yet. Tag some images first: Shift+1 and so on.</source>
        <translation>Noch ist kein Bild mit einer Klasse getaggt. Zuerst einige taggen: Umschalt+1 und so weiter.</translation>
    </message>
    <message>
        <source>No mask is accepted yet. Accept some masks first: Enter.</source>
        <translation>Noch ist keine Maske angenommen. Zuerst einige annehmen: Eingabetaste.</translation>
    </message>
    <message>
        <source>Saliency maps are made for a project. Open one, or save something in the open folder: that makes it a project.</source>
        <translation>Salienzkarten gehören zu einem Projekt. Eines öffnen oder im offenen Ordner etwas speichern: das macht ihn zum Projekt.</translation>
    </message>
    <message>
        <source>Stopped. What is made stays; it can go on later.</source>
        <translation>Angehalten. Was fertig ist, bleibt; es kann später weitergehen.</translation>
    </message>
    <message>
        <source>The first: {}</source>
        <translation>Der erste: {}</translation>
    </message>
    <message>
        <source>The tags have chosen.</source>
        <translation>Die Tags haben gewählt.</translation>
    </message>
    <message>
        <source>The tags have chosen. The evidence is weak for {}: please look.</source>
        <translation>Die Tags haben gewählt. Für {} sind die Belege schwach: bitte ansehen.</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing can be made here.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet: hier kann nichts erzeugt werden.</translation>
    </message>
    <message>
        <source>choosing operators</source>
        <translation>Operatoren werden gewählt</translation>
    </message>
    <message>
        <source>making saliency maps</source>
        <translation>Salienzkarten werden erzeugt</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>hält an …</translation>
    </message>
    <message>
        <source>training the net</source>
        <translation>Das Netz wird trainiert</translation>
    </message>
    <message>
        <source>{} maps made, {} kept, {} failed.</source>
        <translation>{} Karten erzeugt, {} behalten, {} fehlgeschlagen.</translation>
    </message>
</context>
<context>
    <name>SaliencyWindow</name>
    <message>
        <source>  ·  in use</source>
        <translation>  ·  in Benutzung</translation>
    </message>
    <message>
        <source>&amp;Defects are</source>
        <translation>&amp;Fehler sind</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Sizes</source>
        <translation>&amp;Größen</translation>
    </message>
    <message>
        <source>Bright only</source>
        <translation>Nur hell</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Check the maps of {} images</source>
        <translation>Karten von {} Bildern prüfen</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Dark and bright</source>
        <translation>Dunkel und hell</translation>
    </message>
    <message>
        <source>Dark only</source>
        <translation>Nur dunkel</translation>
    </message>
    <message>
        <source>Give sizes from 0 to 1, separated by commas.</source>
        <translation>Größen von 0 bis 1 angeben, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Let the tags choose</source>
        <translation>Die Tags wählen lassen</translation>
    </message>
    <message>
        <source>Make maps of {} images</source>
        <translation>Karten von {} Bildern erzeugen</translation>
    </message>
    <message>
        <source>No maps are made yet. Training makes what is missing.</source>
        <translation>Noch sind keine Karten erzeugt. Das Training erzeugt, was fehlt.</translation>
    </message>
    <message>
        <source>Not in use yet: making the maps puts these settings into the project.</source>
        <translation>Noch nicht in Benutzung: das Erzeugen der Karten übernimmt diese Einstellungen ins Projekt.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Saliency maps</source>
        <translation>Salienzkarten</translation>
    </message>
    <message>
        <source>Saliency maps say where something stands out. Training starts from them; no mask is needed.</source>
        <translation>Salienzkarten sagen, wo etwas auffällt. Das Training geht von ihnen aus; keine Maske ist nötig.</translation>
    </message>
    <message>
        <source>Saliency – STAC Studio</source>
        <translation>Salienz – STAC Studio</translation>
    </message>
    <message>
        <source>The maps on the disk are of other settings.</source>
        <translation>Die Karten auf der Festplatte haben andere Einstellungen.</translation>
    </message>
    <message>
        <source>The maps on the disk are of these settings.</source>
        <translation>Die Karten auf der Festplatte haben diese Einstellungen.</translation>
    </message>
    <message>
        <source>Train the net anew</source>
        <translation>Netz neu trainieren</translation>
    </message>
    <message>
        <source>Where maps come from</source>
        <translation>Woher die Karten kommen</translation>
    </message>
    <message>
        <source>looks at up to 600 tagged images; takes a minute or two</source>
        <translation>sieht bis zu 600 getaggte Bilder an; dauert ein, zwei Minuten</translation>
    </message>
    <message>
        <source>no folder chosen yet</source>
        <translation>noch kein Ordner gewählt</translation>
    </message>
    <message>
        <source>of what stands out, as shares of the image&apos;s shorter side</source>
        <translation>des Auffälligen, als Anteil der kürzeren Bildseite</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
</context>
<context>
    <name>SampleTableModel</name>
    <message>
        <source>epoch {}</source>
        <translation>Epoche {}</translation>
    </message>
    <message>
        <source>{}, after epoch {}</source>
        <translation>{}, nach Epoche {}</translation>
    </message>
</context>
<context>
    <name>SamplesPage</name>
    <message>
        <source>Maps by epoch</source>
        <translation>Karten nach Epochen</translation>
    </message>
    <message>
        <source>Maps of a few images appear after the first epoch.</source>
        <translation>Karten einiger Bilder erscheinen nach der ersten Epoche.</translation>
    </message>
    <message>
        <source>The same images after each epoch: maps and the mask&apos;s outlines.</source>
        <translation>Dieselben Bilder nach jeder Epoche: Karten und Umrisse der Maske.</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>This project is open for reading only: nothing is saved. Copy it where you may write.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet: nichts wird gespeichert. Es dorthin kopieren, wo geschrieben werden darf.</translation>
    </message>
</context>
<context>
    <name>SessionFacts</name>
    <message>
        <source>Large image: the heat map was made at a reduced size.</source>
        <translation>Großes Bild: die Heatmap wurde verkleinert berechnet.</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>No defect found: no class is tagged or scores above the limit.</source>
        <translation>Kein Fehler gefunden: keine Klasse ist getaggt oder über der Grenze.</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>No model yet: choose weights (Ctrl+M) to see heat maps. Masks can be painted without one.</source>
        <translation>Noch kein Modell: Gewichte wählen (Strg+M), um Heatmaps zu sehen. Malen geht auch ohne.</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>Das Modell ließ sich nicht laden</translation>
    </message>
    <message>
        <source>loading the model …</source>
        <translation>Modell wird geladen …</translation>
    </message>
    <message>
        <source>looking at all images: {} of {}</source>
        <translation>alle Bilder werden angesehen: {} von {}</translation>
    </message>
    <message>
        <source>looking at the image …</source>
        <translation>Bild wird angesehen …</translation>
    </message>
    <message>
        <source>{} to do · {} accepted · {} to fix · {} rejected</source>
        <translation>{} offen · {} angenommen · {} nacharbeiten · {} abgelehnt</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Keys …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore all settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{}” counts from the next start of the program.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceSwitch</name>
    <message>
        <source>Heat maps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>Proposals from</source>
        <translation>Vorschläge von</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>Segmentierer</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>No heat-map model yet: train one, or choose its file (Ctrl+M).</source>
        <translation>Noch kein Heatmap-Modell: eines trainieren oder seine Datei wählen (Strg+M).</translation>
    </message>
    <message>
        <source>No segmenter yet: train one, or choose its file (Ctrl+M).</source>
        <translation>Noch kein Segmentierer: einen trainieren oder seine Datei wählen (Strg+M).</translation>
    </message>
    <message>
        <source>Scale: 0 to 1 for each class in each image</source>
        <translation>Skala: 0 bis 1 für jede Klasse in jedem Bild</translation>
    </message>
    <message>
        <source>Scale: at 0.5 the class is as likely as the background</source>
        <translation>Skala: bei 0,5 ist die Klasse so wahrscheinlich wie der Hintergrund</translation>
    </message>
    <message>
        <source>This mask began with the heat maps and was edited or decided on: it stays.</source>
        <translation>Diese Maske begann mit den Heatmaps und wurde bearbeitet oder entschieden: sie bleibt.</translation>
    </message>
    <message>
        <source>This mask began with the segmenter and was edited or decided on: it stays.</source>
        <translation>Diese Maske begann mit dem Segmentierer und wurde bearbeitet oder entschieden: sie bleibt.</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>done</source>
        <translation type="unfinished">fertig</translation>
    </message>
    <message>
        <source>later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Back to the threshold of the model or the project</source>
        <translation type="unfinished">Zurück zum Schwellenwert des Modells oder Projekts</translation>
    </message>
    <message>
        <source>How often each heat occurs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out what is neither hot nor cold: it is drawn hatched, belongs to no class, and nothing is learned from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished">Zurücksetzen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished">Schwelle</translation>
    </message>
    <message>
        <source>Threshold of the mask: what is hotter belongs to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the ignore band begins: it ends at the threshold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolHints</name>
    <message>
        <source>Click the corners; Enter or a double click finishes, Backspace takes the last one back. With Alt or the right button it takes away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to move the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to paint; with the right button, to erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw around what you mean; with Alt or the right button it takes away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolOptionsBar</name>
    <message>
        <source> px</source>
        <translation type="unfinished"> px</translation>
    </message>
    <message>
        <source>Options of the tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same size at every zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Square brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The brush is as wide on the screen however far you zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of the brush  ([ and ], Shift+wheel)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingDesk</name>
    <message>
        <source>Training run {} is done. Use its model: Train, Training (Ctrl+T).</source>
        <translation>Trainingslauf {} ist fertig. Sein Modell verwenden: Training, Training (Strg+T).</translation>
    </message>
    <message>
        <source>Training run {} {}: {}</source>
        <translation>Trainingslauf {} {}: {}</translation>
    </message>
    <message>
        <source>training: {}</source>
        <translation>Training: {}</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>noch {}</translation>
    </message>
    <message>
        <source>{} waiting</source>
        <translation>{} in Warteschlange</translation>
    </message>
</context>
<context>
    <name>TrainingSession</name>
    <message>
        <source>Another run is at work. Stop or pause it, or wait for its end.</source>
        <translation>Ein anderer Lauf arbeitet. Ihn anhalten, pausieren oder sein Ende abwarten.</translation>
    </message>
    <message>
        <source>The model of run {} is in use now.</source>
        <translation>Das Modell des Laufs {} wird jetzt verwendet.</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>1 run waits</source>
        <translation>1 Lauf wartet</translation>
    </message>
    <message>
        <source>New run …</source>
        <translation>Neuer Lauf …</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Start queue</source>
        <translation>Warteschlange starten</translation>
    </message>
    <message>
        <source>Start the waiting runs, one after the other</source>
        <translation>Die wartenden Läufe nacheinander starten</translation>
    </message>
    <message>
        <source>Train another model  (Ctrl+N)</source>
        <translation>Ein weiteres Modell trainieren  (Strg+N)</translation>
    </message>
    <message>
        <source>Training needs a project. Open one, or save something in the open folder: that makes it a project.</source>
        <translation>Training braucht ein Projekt. Eines öffnen oder im offenen Ordner etwas speichern: das macht ihn zum Projekt.</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Training – STAC Studio</source>
        <translation>Training – STAC Studio</translation>
    </message>
    <message>
        <source>{} runs wait</source>
        <translation>{} Läufe warten</translation>
    </message>
</context>
<context>
    <name>Watcher</name>
    <message>
        <source>The program cannot be started.</source>
        <translation>Das Programm lässt sich nicht starten.</translation>
    </message>
</context>
<context>
    <name>Way</name>
    <message>
        <source>Export</source>
        <translation type="unfinished">Exportieren</translation>
    </message>
    <message>
        <source>Go to the next image without a tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next undecided image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from the tags and propose a mask for every image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished">Prüfen</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished">Tag</translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished">Training</translation>
    </message>
    <message>
        <source>Write reviewed masks for other programs</source>
        <translation type="unfinished">Geprüfte Masken für andere Programme schreiben</translation>
    </message>
    <message>
        <source>cannot start yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model yet: about {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model yet: measuring …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not exported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stage {} of {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished">Training</translation>
    </message>
    <message>
        <source>{} decided since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} of {} tagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}, {} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WayBar</name>
    <message>
        <source>Hide the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the steps; Help shows them again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure how long the first training takes on this computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WayDesk</name>
    <message>
        <source>Every image is decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image is tagged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+1, Shift+2 … tag the image with a class; Shift+0 says it has no defect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training cannot start yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>A project holds tags, decisions and masks of a folder of images. A bare folder can be looked at right away; the first thing you save makes it a project.</source>
        <translation>Ein Projekt enthält Tags, Entscheidungen und Masken eines Bilderordners. Ein bloßer Ordner lässt sich sofort ansehen; das erste Speichern macht ihn zum Projekt.</translation>
    </message>
    <message>
        <source>Open a folder of images  (Ctrl+Shift+O)</source>
        <translation>Einen Bilderordner öffnen  (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Open a project  (Ctrl+O)</source>
        <translation>Ein Projekt öffnen  (Strg+O)</translation>
    </message>
    <message>
        <source>Open image folder …</source>
        <translation>Bilderordner öffnen …</translation>
    </message>
    <message>
        <source>Open images to begin</source>
        <translation>Bilder öffnen, um zu beginnen</translation>
    </message>
    <message>
        <source>Open project …</source>
        <translation>Projekt öffnen …</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>oder einen Ordner hier ablegen</translation>
    </message>
</context>
<context>
    <name>_ClassSection</name>
    <message>
        <source>Back to automatic</source>
        <translation>Zurück zur Automatik</translation>
    </message>
    <message>
        <source>No picture shows this class: use plain contrast for it</source>
        <translation>Kein Bild zeigt diese Klasse: einfachen Kontrast für sie verwenden</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keiner davon</translation>
    </message>
    <message>
        <source>Take again what the tags chose</source>
        <translation>Wieder nehmen, was die Tags gewählt haben</translation>
    </message>
</context>
<context>
    <name>_Pair</name>
    <message>
        <source>{} with its saliency map</source>
        <translation>{} mit Salienzkarte</translation>
    </message>
</context>
<context>
    <name>_RowDelegate</name>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>nacharbeiten</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>{}, edited</source>
        <translation>{}, bearbeitet</translation>
    </message>
</context>
</TS>
