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
        <source>A larger mask: also where it is less hot</source>
        <translation>Eine größere Maske: auch wo es weniger heiß ist</translation>
    </message>
    <message>
        <source>A mask that one person accepted waits for another person to accept it too</source>
        <translation>Eine Maske, die eine Person angenommen hat, wartet auf die Annahme durch eine zweite</translation>
    </message>
    <message>
        <source>A smaller mask: only where it is hotter</source>
        <translation>Eine kleinere Maske: nur wo es heißer ist</translation>
    </message>
    <message>
        <source>Abandon what a tool has begun</source>
        <translation>Abbrechen, was ein Werkzeug begonnen hat</translation>
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
        <source>Alt+wheel</source>
        <translation>Alt+Mausrad</translation>
    </message>
    <message>
        <source>Amounts …</source>
        <translation>Mengen …</translation>
    </message>
    <message>
        <source>Back to the proposal</source>
        <translation>Zurück zum Vorschlag</translation>
    </message>
    <message>
        <source>Back to undecided</source>
        <translation>Zurück auf offen</translation>
    </message>
    <message>
        <source>Back up project …</source>
        <translation>Projekt sichern …</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Bare image</source>
        <translation>Nur das Bild</translation>
    </message>
    <message>
        <source>Blob back to the proposal</source>
        <translation>Fleck zurück zum Vorschlag</translation>
    </message>
    <message>
        <source>Blob to the chosen class</source>
        <translation>Fleck in die gewählte Klasse</translation>
    </message>
    <message>
        <source>Brightness …</source>
        <translation>Helligkeit …</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>By how many pixels blobs grow and shrink, and what counts as an island</source>
        <translation>Um wie viele Pixel Flecken wachsen und schrumpfen und was als Insel gilt</translation>
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
        <source>Choose which grey values are black and white on the screen (or Ctrl+drag)</source>
        <translation>Wählen, welche Grauwerte auf dem Bildschirm schwarz und weiß sind (oder Strg+Ziehen)</translation>
    </message>
    <message>
        <source>Classes …</source>
        <translation>Klassen …</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Commands …</source>
        <translation>Befehle …</translation>
    </message>
    <message>
        <source>Compare masks and heat maps with masks that measure</source>
        <translation>Masken und Heatmaps mit Messmasken vergleichen</translation>
    </message>
    <message>
        <source>Compare two things behind a divider that can be dragged</source>
        <translation>Zwei Dinge hinter einem verschiebbaren Teiler vergleichen</translation>
    </message>
    <message>
        <source>Compare two things beside each other</source>
        <translation>Zwei Dinge nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Contrast sideways, brightness up and down</source>
        <translation>Seitwärts Kontrast, auf und ab Helligkeit</translation>
    </message>
    <message>
        <source>Copy from the previous image</source>
        <translation>Vom vorigen Bild kopieren</translation>
    </message>
    <message>
        <source>Copy the project with its masks and their history, and check the copy</source>
        <translation>Das Projekt mit Masken und ihrem Verlauf kopieren und die Kopie prüfen</translation>
    </message>
    <message>
        <source>Ctrl+drag</source>
        <translation>Strg+Ziehen</translation>
    </message>
    <message>
        <source>Delete all blobs of the chosen class</source>
        <translation>Alle Flecken der gewählten Klasse löschen</translation>
    </message>
    <message>
        <source>Delete blob</source>
        <translation>Fleck löschen</translation>
    </message>
    <message>
        <source>Delete the blob under the cursor</source>
        <translation>Den Fleck unter dem Mauszeiger löschen</translation>
    </message>
    <message>
        <source>Demonstration project</source>
        <translation>Vorführprojekt</translation>
    </message>
    <message>
        <source>Diagnostics …</source>
        <translation>Diagnose …</translation>
    </message>
    <message>
        <source>Drag the image (or hold Space)</source>
        <translation>Bild ziehen (oder Leertaste halten)</translation>
    </message>
    <message>
        <source>Drag with the wand</source>
        <translation>Mit dem Zauberstab ziehen</translation>
    </message>
    <message>
        <source>Draw lines between pixels when they are large</source>
        <translation>Linien zwischen Pixeln zeichnen, wenn sie groß sind</translation>
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
        <translation>Ein Projekt bearbeiten, das nur zum Lesen offen ist, weil es jemand anders hat</translation>
    </message>
    <message>
        <source>Edit here …</source>
        <translation>Hier bearbeiten …</translation>
    </message>
    <message>
        <source>Enter, double click</source>
        <translation>Eingabetaste, Doppelklick</translation>
    </message>
    <message>
        <source>Erase class</source>
        <translation>Klasse löschen</translation>
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
        <source>Evaluation …</source>
        <translation>Auswertung …</translation>
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
        <source>Fill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Fill the holes of the blob under the cursor, or of the chosen class</source>
        <translation>Die Löcher des Flecks unter dem Mauszeiger oder der gewählten Klasse füllen</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>Bilder filtern</translation>
    </message>
    <message>
        <source>Find a defect from a few scribbles (GrabCut)</source>
        <translation>Einen Fehler aus ein paar Kritzeleien finden (GrabCut)</translation>
    </message>
    <message>
        <source>Find and run any command by typing</source>
        <translation>Jeden Befehl durch Tippen finden und ausführen</translation>
    </message>
    <message>
        <source>Finish the polygon, take what scribbles found</source>
        <translation>Das Polygon abschließen, Gefundenes übernehmen</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit to the image (GrabCut)</source>
        <translation>Ans Bild anpassen (GrabCut)</translation>
    </message>
    <message>
        <source>From tags to masks …</source>
        <translation>Von Tags zu Masken …</translation>
    </message>
    <message>
        <source>Give the blob under the cursor the chosen class</source>
        <translation>Dem Fleck unter dem Mauszeiger die gewählte Klasse geben</translation>
    </message>
    <message>
        <source>Give what is connected under the cursor the chosen class</source>
        <translation>Was unter dem Mauszeiger zusammenhängt, in die gewählte Klasse geben</translation>
    </message>
    <message>
        <source>Go to the image without a decision before this one</source>
        <translation>Zum vorigen Bild ohne Entscheidung</translation>
    </message>
    <message>
        <source>Go to the next image</source>
        <translation>Zum nächsten Bild</translation>
    </message>
    <message>
        <source>Go to the next image without a decision</source>
        <translation>Zum nächsten Bild ohne Entscheidung</translation>
    </message>
    <message>
        <source>Go to the previous image</source>
        <translation>Zum vorigen Bild</translation>
    </message>
    <message>
        <source>Go to the undecided image that the model is least sure of, or that contradicts its tags</source>
        <translation>Zum offenen Bild, bei dem das Modell am unsichersten ist oder den Tags widerspricht</translation>
    </message>
    <message>
        <source>Grid of images</source>
        <translation>Bilderraster</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Wachsen</translation>
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
        <source>History of the image …</source>
        <translation>Verlauf des Bildes …</translation>
    </message>
    <message>
        <source>How many images are decided, how fast, and how good the proposals were</source>
        <translation>Wie viele Bilder entschieden sind, wie schnell, und wie gut die Vorschläge waren</translation>
    </message>
    <message>
        <source>Image folders …</source>
        <translation>Bilderordner …</translation>
    </message>
    <message>
        <source>Import heat maps …</source>
        <translation>Heatmaps importieren …</translation>
    </message>
    <message>
        <source>Import labels …</source>
        <translation>Labels importieren …</translation>
    </message>
    <message>
        <source>Keep the largest only</source>
        <translation>Nur den größten behalten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Language, colours, sizes and more</source>
        <translation>Sprache, Farben, Größen und mehr</translation>
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
        <translation>Lasso</translation>
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
        <source>List only images with certain names or facts</source>
        <translation>Nur Bilder mit bestimmten Namen oder Eigenschaften auflisten</translation>
    </message>
    <message>
        <source>Look at all images</source>
        <translation>Alle Bilder ansehen</translation>
    </message>
    <message>
        <source>Lower the blob&apos;s threshold</source>
        <translation>Schwelle des Flecks senken</translation>
    </message>
    <message>
        <source>Lower threshold</source>
        <translation>Schwelle senken</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>Zauberstab</translation>
    </message>
    <message>
        <source>Make a project of a folder of images or a whole data set, after a look at it</source>
        <translation>Aus einem Ordner mit Bildern oder einem ganzen Datensatz ein Projekt anlegen, nach einem Blick darauf</translation>
    </message>
    <message>
        <source>Make a small project with a trained model, and look around in it</source>
        <translation>Ein kleines Projekt mit trainiertem Modell anlegen und sich darin umsehen</translation>
    </message>
    <message>
        <source>Make scores and heat maps of all images in the background</source>
        <translation>Werte und Heatmaps aller Bilder im Hintergrund berechnen</translation>
    </message>
    <message>
        <source>Make the blob under the cursor alone larger along its heat map (or Alt+wheel)</source>
        <translation>Nur den Fleck unter dem Mauszeiger entlang seiner Heatmap vergrößern (oder Alt+Mausrad)</translation>
    </message>
    <message>
        <source>Make the blob under the cursor alone smaller along its heat map (or Alt+wheel)</source>
        <translation>Nur den Fleck unter dem Mauszeiger entlang seiner Heatmap verkleinern (oder Alt+Mausrad)</translation>
    </message>
    <message>
        <source>Make the blob under the cursor, or the chosen class, larger</source>
        <translation>Den Fleck unter dem Mauszeiger oder die gewählte Klasse vergrößern</translation>
    </message>
    <message>
        <source>Make the blob under the cursor, or the chosen class, smaller</source>
        <translation>Den Fleck unter dem Mauszeiger oder die gewählte Klasse verkleinern</translation>
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
        <source>Most worth your time</source>
        <translation>Lohnt die Zeit am meisten</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move the blob under the cursor alone to another threshold</source>
        <translation>Nur den Fleck unter dem Mauszeiger auf eine andere Schwelle setzen</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>Move the outline of the blob under the cursor, or of the chosen class, to where the image&apos;s colours change</source>
        <translation>Den Umriss des Flecks unter dem Mauszeiger oder der gewählten Klasse dorthin schieben, wo sich die Bildfarben ändern</translation>
    </message>
    <message>
        <source>Name the kinds of defects, colour them and add some</source>
        <translation>Arten von Fehlern benennen, einfärben und hinzufügen</translation>
    </message>
    <message>
        <source>Needs fix</source>
        <translation>Nacharbeiten</translation>
    </message>
    <message>
        <source>New project …</source>
        <translation>Neues Projekt …</translation>
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
        <source>Next undecided</source>
        <translation>Nächstes offenes</translation>
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
        <source>Paint small pieces that follow the image&apos;s edges</source>
        <translation>Kleine Stücke malen, die den Bildkanten folgen</translation>
    </message>
    <message>
        <source>Paint the chosen class</source>
        <translation>Die gewählte Klasse malen</translation>
    </message>
    <message>
        <source>Paint up to edges in the image</source>
        <translation>Bis an Kanten im Bild malen</translation>
    </message>
    <message>
        <source>Paint what looks alike; drag for more or less</source>
        <translation>Malen, was gleich aussieht; ziehen für mehr oder weniger</translation>
    </message>
    <message>
        <source>Paint, or take away, what a polygon goes around</source>
        <translation>Malen oder wegnehmen, was ein Polygon umschließt</translation>
    </message>
    <message>
        <source>Paint, or take away, what you draw around</source>
        <translation>Malen oder wegnehmen, was umfahren wird</translation>
    </message>
    <message>
        <source>Pixel grid</source>
        <translation>Pixelgitter</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Previous undecided</source>
        <translation>Voriges offenes</translation>
    </message>
    <message>
        <source>Progress …</source>
        <translation>Fortschritt …</translation>
    </message>
    <message>
        <source>Proposals from the next model</source>
        <translation>Vorschläge vom nächsten Modell</translation>
    </message>
    <message>
        <source>Take heat maps and proposed masks from STAC&apos;s model, the segmenter or imported maps in turn</source>
        <translation>Heatmaps und vorgeschlagene Masken reihum vom STAC-Modell, vom Segmentierer oder aus importierten Karten nehmen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Raise the blob&apos;s threshold</source>
        <translation>Schwelle des Flecks erhöhen</translation>
    </message>
    <message>
        <source>Raise threshold</source>
        <translation>Schwelle erhöhen</translation>
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
        <source>Remove all blobs of the class under the cursor, or of the chosen class, but the largest</source>
        <translation>Alle Flecken der Klasse unter dem Mauszeiger oder der gewählten Klasse außer dem größten entfernen</translation>
    </message>
    <message>
        <source>Remove islands</source>
        <translation>Inseln entfernen</translation>
    </message>
    <message>
        <source>Remove small blobs of the class under the cursor, or of the chosen class</source>
        <translation>Kleine Flecken der Klasse unter dem Mauszeiger oder der gewählten Klasse entfernen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Right button, Alt (held)</source>
        <translation>Rechte Maustaste, Alt (gehalten)</translation>
    </message>
    <message>
        <source>Round the outline of the blob under the cursor, or of the chosen class; small blobs and thin scratches stay</source>
        <translation>Den Umriss des Flecks unter dem Mauszeiger oder der gewählten Klasse runden; kleine Flecken und dünne Kratzer bleiben</translation>
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
        <source>Say where the images are now, if they were moved or renamed</source>
        <translation>Sagen, wo die Bilder jetzt sind, wenn sie verschoben oder umbenannt wurden</translation>
    </message>
    <message>
        <source>Scribbles</source>
        <translation>Kritzeln</translation>
    </message>
    <message>
        <source>See its saved masks and bring one back</source>
        <translation>Seine gespeicherten Masken ansehen und eine zurückholen</translation>
    </message>
    <message>
        <source>See whether the GPU can be used, and save what a helper needs to know</source>
        <translation>Sehen, ob die GPU benutzt werden kann, und sichern, was ein Helfer wissen muss</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>Einstellungen …</translation>
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
        <source>Show many images at once, to choose and tag them</source>
        <translation>Viele Bilder zugleich zeigen, um sie auszuwählen und zu taggen</translation>
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
        <translation>Den Streifen zeigen, der sagt, was fertig ist und was als Nächstes kommt</translation>
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
        <source>Show the whole image at a corner while a part of it is out of sight</source>
        <translation>Das ganze Bild in einer Ecke zeigen, solange ein Teil davon nicht zu sehen ist</translation>
    </message>
    <message>
        <source>Show what the heat map is made of: saliency, each scale, each block</source>
        <translation>Zeigen, woraus die Heatmap besteht: Salienz, jeder Maßstab, jeder Block</translation>
    </message>
    <message>
        <source>Show where the model&apos;s scales and mirrored views disagree</source>
        <translation>Zeigen, wo Maßstäbe und gespiegelte Ansichten des Modells uneins sind</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>Schrumpfen</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Small map</source>
        <translation>Übersichtskarte</translation>
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
        <source>Smart brush</source>
        <translation>Kantenpinsel</translation>
    </message>
    <message>
        <source>Smooth outline</source>
        <translation>Umriss glätten</translation>
    </message>
    <message>
        <source>Space + drag, middle drag</source>
        <translation>Leertaste + Ziehen, mittlere Maustaste ziehen</translation>
    </message>
    <message>
        <source>Split view</source>
        <translation>Geteilte Ansicht</translation>
    </message>
    <message>
        <source>Steps from tags to labels</source>
        <translation>Schritte von Tags zu Labels</translation>
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
        <source>Superpixels</source>
        <translation>Superpixel</translation>
    </message>
    <message>
        <source>Swap brush and eraser</source>
        <translation>Pinsel und Radierer tauschen</translation>
    </message>
    <message>
        <source>Tag images by the names of the folders they lie in</source>
        <translation>Bilder nach den Namen ihrer Ordner taggen</translation>
    </message>
    <message>
        <source>Tag the image, or all that are selected, as free of every defect</source>
        <translation>Das Bild oder alle ausgewählten als frei von Fehlern taggen</translation>
    </message>
    <message>
        <source>Tags from folder names …</source>
        <translation>Tags aus Ordnernamen …</translation>
    </message>
    <message>
        <source>Take away instead of painting</source>
        <translation>Wegnehmen statt malen</translation>
    </message>
    <message>
        <source>Take back all that was edited of the blob under the cursor</source>
        <translation>Alles zurücknehmen, was am Fleck unter dem Mauszeiger bearbeitet wurde</translation>
    </message>
    <message>
        <source>Take back all that was edited of the mask</source>
        <translation>Alles zurücknehmen, was an der Maske bearbeitet wurde</translation>
    </message>
    <message>
        <source>Take heat maps of another program into the project, to be reviewed like our own</source>
        <translation>Heatmaps eines anderen Programms in das Projekt nehmen und wie eigene prüfen</translation>
    </message>
    <message>
        <source>Take labels of another program into the project</source>
        <translation>Labels eines anderen Programms in das Projekt übernehmen</translation>
    </message>
    <message>
        <source>Take more or less</source>
        <translation>Mehr oder weniger nehmen</translation>
    </message>
    <message>
        <source>Take over the mask of the image before this one</source>
        <translation>Die Maske des vorigen Bildes übernehmen</translation>
    </message>
    <message>
        <source>Take the decision back; the mask stays</source>
        <translation>Entscheidung zurücknehmen; die Maske bleibt</translation>
    </message>
    <message>
        <source>Take the last corner or scribble back</source>
        <translation>Letzte Ecke oder Kritzelei zurücknehmen</translation>
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
        <source>Two people accept</source>
        <translation>Zwei Personen nehmen an</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
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
        <source>Why is this hot?</source>
        <translation>Warum ist das heiß?</translation>
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
    <name>ActivityButton</name>
    <message>
        <source>1 task</source>
        <translation>1 Aufgabe</translation>
    </message>
    <message>
        <source>What is at work: progress, and stopping</source>
        <translation>Was gerade arbeitet: Fortschritt und Anhalten</translation>
    </message>
    <message>
        <source>{} tasks</source>
        <translation>{} Aufgaben</translation>
    </message>
</context>
<context>
    <name>ActivityDesk</name>
    <message>
        <source>From tags to masks: stage {} of {}</source>
        <translation>Von Tags zu Masken: Stufe {} von {}</translation>
    </message>
    <message>
        <source>Looking at all images</source>
        <translation>Alle Bilder werden angesehen</translation>
    </message>
    <message>
        <source>Training {}</source>
        <translation>Training {}</translation>
    </message>
</context>
<context>
    <name>ActivityList</name>
    <message>
        <source>At work</source>
        <translation>Bei der Arbeit</translation>
    </message>
    <message>
        <source>What is at work</source>
        <translation>Was gerade arbeitet</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>A copy of everything that belongs to the project: tags, decisions, masks with their history, settings, models and runs. It is read again and compared.</source>
        <translation>Eine Kopie von allem, was zum Projekt gehört: Tags, Entscheidungen, Masken mit ihrem Verlauf, Einstellungen, Modelle und Läufe. Sie wird noch einmal gelesen und verglichen.</translation>
    </message>
    <message>
        <source>A zip file&apos;s name ends with .zip, a folder&apos;s does not.</source>
        <translation>Der Name einer Zip-Datei endet mit .zip, der eines Ordners nicht.</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Back up project</source>
        <translation>Projekt sichern</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>Sichern nach</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Choose a place outside the project&apos;s own folder.</source>
        <translation>Einen Ort außerhalb des Projektordners wählen.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Copy the images too</source>
        <translation>Auch die Bilder kopieren</translation>
    </message>
    <message>
        <source>Say where the backup goes.</source>
        <translation>Sagen, wohin die Sicherung kommt.</translation>
    </message>
    <message>
        <source>There is something of this name already.</source>
        <translation>Etwas mit diesem Namen gibt es schon.</translation>
    </message>
    <message>
        <source>Without them the copy finds the images where they are now, on this computer</source>
        <translation>Ohne sie findet die Kopie die Bilder dort, wo sie jetzt sind, auf diesem Computer</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>one zip file</source>
        <translation>eine Zip-Datei</translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Images that do not come back exactly</source>
        <translation>Bilder, die nicht genau zurückkommen</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>What the format could not keep</source>
        <translation>Was das Format nicht halten konnte</translation>
    </message>
    <message>
        <source>{} of {} masks do not come back exactly when they are read again. Lost: {}. The masks in the project are as they were.</source>
        <translation>{} von {} Masken kommen beim erneuten Lesen nicht genau zurück. Verloren: {}. Die Masken im Projekt sind unverändert.</translation>
    </message>
</context>
<context>
    <name>ClassRows</name>
    <message>
        <source>Choose the colour</source>
        <translation>Farbe wählen</translation>
    </message>
    <message>
        <source>Colour of class {}</source>
        <translation>Farbe der Klasse {}</translation>
    </message>
    <message>
        <source>Name of class {}</source>
        <translation>Name der Klasse {}</translation>
    </message>
    <message>
        <source>such as scratch, inclusion, stain</source>
        <translation>etwa Kratzer, Einschluss, Fleck</translation>
    </message>
</context>
<context>
    <name>ClassScoresTable</name>
    <message>
        <source>Boundary F1</source>
        <translation>Rand-F1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>Regions of which something is found</source>
        <translation>Flecken, von denen etwas gefunden ist</translation>
    </message>
    <message>
        <source>Regions where nothing is</source>
        <translation>Flecken, wo nichts ist</translation>
    </message>
    <message>
        <source>Scores of each class</source>
        <translation>Werte jeder Klasse</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
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
    <name>ClassesDialog</name>
    <message>
        <source>Add a class</source>
        <translation>Klasse hinzufügen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>The kinds of defects to tell apart. A class&apos;s number is its value in masks, so classes keep their places and none is taken away.</source>
        <translation>Die Arten von Fehlern, die zu unterscheiden sind. Die Nummer einer Klasse ist ihr Wert in Masken; darum behalten Klassen ihren Platz und keine wird entfernt.</translation>
    </message>
    <message>
        <source>The models of this project know the old list: train again afterwards.</source>
        <translation>Die Modelle dieses Projekts kennen die alte Liste: danach neu trainieren.</translation>
    </message>
    <message>
        <source>Use these classes</source>
        <translation>Diese Klassen verwenden</translation>
    </message>
</context>
<context>
    <name>ComfortDesk</name>
    <message>
        <source>Image {}</source>
        <translation>Bild {}</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>The program could not be started again: start it by hand. Everything is saved.</source>
        <translation>Das Programm konnte nicht neu gestartet werden: bitte von Hand starten. Alles ist gespeichert.</translation>
    </message>
    <message>
        <source>no images are open</source>
        <translation>keine Bilder sind geöffnet</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>kein Modell ist geladen</translation>
    </message>
    <message>
        <source>no project is open</source>
        <translation>kein Projekt ist geöffnet</translation>
    </message>
    <message>
        <source>nobody else has the project open</source>
        <translation>niemand anders hat das Projekt offen</translation>
    </message>
    <message>
        <source>not possible with what is shown</source>
        <translation>mit dem, was gezeigt wird, nicht möglich</translation>
    </message>
    <message>
        <source>nothing is at work</source>
        <translation>nichts arbeitet</translation>
    </message>
    <message>
        <source>nothing to make again</source>
        <translation>nichts wiederherzustellen</translation>
    </message>
    <message>
        <source>nothing to undo</source>
        <translation>nichts rückgängig zu machen</translation>
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
        <source>Class whose maps are shown</source>
        <translation>Klasse, deren Karten gezeigt werden</translation>
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
        <source>Run to compare with</source>
        <translation>Lauf zum Vergleichen</translation>
    </message>
    <message>
        <source>This run has no model yet.</source>
        <translation>Dieser Lauf hat noch kein Modell.</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
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
    <name>Comparing</name>
    <message>
        <source>A folder has no saliency maps; a project has.</source>
        <translation>Ein Ordner hat keine Salienzkarten; ein Projekt hat welche.</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat-map model</source>
        <translation>Heatmap-Modell</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Image with overlays</source>
        <translation>Bild mit Überlagerungen</translation>
    </message>
    <message>
        <source>Imported maps</source>
        <translation>Importierte Karten</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>No saliency map of this image: make them under Train, Saliency.</source>
        <translation>Keine Salienzkarte zu diesem Bild: unter Training, Salienz erzeugen.</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>Saliency map</source>
        <translation>Salienzkarte</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>Segmentierer</translation>
    </message>
    <message>
        <source>There is no other model yet.</source>
        <translation>Noch gibt es kein anderes Modell.</translation>
    </message>
    <message>
        <source>{}: heat map</source>
        <translation>{}: Heatmap</translation>
    </message>
    <message>
        <source>{}: proposal</source>
        <translation>{}: Vorschlag</translation>
    </message>
</context>
<context>
    <name>ComparingDesk</name>
    <message>
        <source>Shown on the left</source>
        <translation>Links gezeigt</translation>
    </message>
    <message>
        <source>Shown on the right</source>
        <translation>Rechts gezeigt</translation>
    </message>
</context>
<context>
    <name>ConflictsDialog</name>
    <message>
        <source>Here now</source>
        <translation>Jetzt hier</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Images whose labels differ</source>
        <translation>Bilder, deren Labels abweichen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alle behalten</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Somebody here has decided on {} of these images or drawn in them, and the new labels differ. Tick those whose new labels you want; what is here stays in their history.</source>
        <translation>Über {} dieser Bilder hat hier jemand entschieden oder darin gezeichnet, und die neuen Labels weichen ab. Die anhaken, deren neue Labels gelten sollen; das Bisherige bleibt in ihrem Verlauf.</translation>
    </message>
    <message>
        <source>Take all</source>
        <translation>Alle übernehmen</translation>
    </message>
    <message>
        <source>Whose labels count?</source>
        <translation>Welche Labels gelten?</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>kann nicht gezeigt werden</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>What is taken for what</source>
        <translation>Was wofür gehalten wird</translation>
    </message>
    <message>
        <source>is there</source>
        <translation>vorhanden</translation>
    </message>
    <message>
        <source>{} predicted as {}: {} pixels</source>
        <translation>{} vorhergesagt als {}: {} Pixel</translation>
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
    <message>
        <source>{} (open for reading)</source>
        <translation>{} (nur zum Lesen)</translation>
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
    <name>DataSetPreview</name>
    <message>
        <source>Add a class</source>
        <translation>Klasse hinzufügen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Heat maps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Masks, only to measure</source>
        <translation>Masken, nur zum Messen</translation>
    </message>
    <message>
        <source>Saliency maps</source>
        <translation>Salienzkarten</translation>
    </message>
    <message>
        <source>Subset {}</source>
        <translation>Teilmenge {}</translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation>Ohne Tags</translation>
    </message>
    <message>
        <source>What is there</source>
        <translation>Was vorhanden ist</translation>
    </message>
    <message>
        <source>Without any defect</source>
        <translation>Ohne jeden Fehler</translation>
    </message>
    <message>
        <source>no defect</source>
        <translation>kein Fehler</translation>
    </message>
    <message>
        <source>untagged</source>
        <translation>ohne Tags</translation>
    </message>
    <message>
        <source>{} more subsets</source>
        <translation>{} weitere Teilmengen</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Asking …</source>
        <translation>Wird abgefragt …</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>For somebody who helps you</source>
        <translation>Für jemanden, der hilft</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Saved as one zip file that you can look into before you give it away. It holds no images and no masks; file names and your user name may be in it.</source>
        <translation>Gespeichert als eine Zip-Datei, in die man vor dem Weitergeben hineinsehen kann. Sie enthält keine Bilder und keine Masken; Dateinamen und der Benutzername können darin stehen.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What is saved</source>
        <translation>Was gespeichert wird</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>About STAC Studio</source>
        <translation>Über STAC Studio</translation>
    </message>
    <message>
        <source>Choose a file of labels</source>
        <translation>Datei mit Labels wählen</translation>
    </message>
    <message>
        <source>Choose a folder of labels or heat maps</source>
        <translation>Ordner mit Labels oder Heatmaps wählen</translation>
    </message>
    <message>
        <source>Choose the folder of saliency maps</source>
        <translation>Ordner der Salienzkarten wählen</translation>
    </message>
    <message>
        <source>Edit here</source>
        <translation>Hier bearbeiten</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Weiter nur lesen</translation>
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
        <source>Save for a helper</source>
        <translation>Für einen Helfer speichern</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Some of your work is not saved yet.</source>
        <translation>Ein Teil der Arbeit ist noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Take it over only if that computer is off or the program there is closed. If both save, the later one wins.</source>
        <translation>Nur übernehmen, wenn jener Computer aus oder das Programm dort geschlossen ist. Speichern beide, gewinnt der spätere.</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip-Dateien (*.zip)</translation>
    </message>
    <message>
        <source>{} has this project open.</source>
        <translation>{} hat dieses Projekt geöffnet.</translation>
    </message>
</context>
<context>
    <name>Divider</name>
    <message>
        <source>Border of the split view: arrow keys move it</source>
        <translation>Grenze der geteilten Ansicht: Pfeiltasten verschieben sie</translation>
    </message>
    <message>
        <source>Drag to split elsewhere</source>
        <translation>Ziehen, um anderswo zu teilen</translation>
    </message>
</context>
<context>
    <name>DocumentShelf</name>
    <message>
        <source>{} Until then nothing is changed: take an older mask from the history (Ctrl+H), or begin anew with Mask &gt; Back to the proposal.</source>
        <translation>{} Bis dahin ändert sich nichts: eine ältere Maske aus dem Verlauf nehmen (Strg+H) oder mit Maske &gt; Zurück zum Vorschlag neu beginnen.</translation>
    </message>
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
    <name>Evaluation</name>
    <message>
        <source>Evaluating</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>The model is not loaded yet. Try again in a moment.</source>
        <translation>Das Modell ist noch nicht geladen. Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The report is {}.</source>
        <translation>Der Bericht ist {}.</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>accepted masks</source>
        <translation>angenommene Masken</translation>
    </message>
    <message>
        <source>labels in a file …</source>
        <translation>Labels in einer Datei …</translation>
    </message>
    <message>
        <source>labels in a folder …</source>
        <translation>Labels in einem Ordner …</translation>
    </message>
    <message>
        <source>mIoU below {} %</source>
        <translation>mIoU unter {} %</translation>
    </message>
    <message>
        <source>masks that measure</source>
        <translation>Messmasken</translation>
    </message>
    <message>
        <source>proposals that nobody has decided on</source>
        <translation>noch nicht entschiedene Vorschläge</translation>
    </message>
    <message>
        <source>the model&apos;s heat maps</source>
        <translation>Heatmaps des Modells</translation>
    </message>
    <message>
        <source>the segmenter&apos;s maps</source>
        <translation>Karten des Segmentierers</translation>
    </message>
    <message>
        <source>threshold {}</source>
        <translation>Schwelle {}</translation>
    </message>
    <message>
        <source>{} images</source>
        <translation>{} Bilder</translation>
    </message>
    <message>
        <source>{} without a prediction left out</source>
        <translation>{} ohne Vorhersage ausgelassen</translation>
    </message>
</context>
<context>
    <name>EvaluationDesk</name>
    <message>
        <source>There is no such image here.</source>
        <translation>Hier gibt es kein solches Bild.</translation>
    </message>
    <message>
        <source>This image is not in what is open.</source>
        <translation>Dieses Bild gehört nicht zu dem, was geöffnet ist.</translation>
    </message>
</context>
<context>
    <name>EvaluationWindow</name>
    <message>
        <source>A click on a class, a cell or the curve lists those images in the main window.</source>
        <translation>Ein Klick auf eine Klasse, eine Zelle oder die Kurve listet diese Bilder im Hauptfenster auf.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose what to compare with masks that measure, then Evaluate.</source>
        <translation>Wählen, was mit Messmasken verglichen wird, dann Auswerten.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleiche</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Evaluation – STAC Studio</source>
        <translation>Auswertung – STAC Studio</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images that are worse than all together</source>
        <translation>Bilder, die schlechter sind als alle zusammen</translation>
    </message>
    <message>
        <source>Images, the worst first</source>
        <translation>Bilder, die schlechtesten zuerst</translation>
    </message>
    <message>
        <source>List weak images</source>
        <translation>Schwache Bilder auflisten</translation>
    </message>
    <message>
        <source>Save report …</source>
        <translation>Bericht speichern …</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Schwellen</translation>
    </message>
    <message>
        <source>What is taken for what, in percent</source>
        <translation>Was wofür gehalten wird, in Prozent</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
</context>
<context>
    <name>ExplainStrip</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Why is this hot?</source>
        <translation>Warum ist das heiß?</translation>
    </message>
</context>
<context>
    <name>Explaining</name>
    <message>
        <source>Attention</source>
        <translation>Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Block {}</source>
        <translation>Block {}</translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation>Uneinigkeit</translation>
    </message>
    <message>
        <source>Patch scores</source>
        <translation>Werte der Patches</translation>
    </message>
    <message>
        <source>Saliency</source>
        <translation>Salienz</translation>
    </message>
    <message>
        <source>Scale {}×</source>
        <translation>Maßstab {}×</translation>
    </message>
    <message>
        <source>The heat map of this scale alone</source>
        <translation>Die Heatmap nur dieses Maßstabs</translation>
    </message>
    <message>
        <source>There is no heat-map model to ask.</source>
        <translation>Kein Heatmap-Modell da, das man fragen könnte.</translation>
    </message>
    <message>
        <source>What each patch says for itself: the other half of the heat map</source>
        <translation>Was jeder Patch für sich sagt: die andere Hälfte der Heatmap</translation>
    </message>
    <message>
        <source>What stands out, whatever its class: training holds maps against it</source>
        <translation>Was auffällt, gleich welcher Klasse: das Training misst Karten daran</translation>
    </message>
    <message>
        <source>Where scales and mirrored views disagree: bright is unsure</source>
        <translation>Wo Maßstäbe und gespiegelte Ansichten uneins sind: hell ist unsicher</translation>
    </message>
    <message>
        <source>Where the class looks in this block of the network</source>
        <translation>Wohin die Klasse in diesem Block des Netzwerks schaut</translation>
    </message>
    <message>
        <source>Where the class looks, over all blocks: half of the heat map</source>
        <translation>Wohin die Klasse schaut, über alle Blöcke: die Hälfte der Heatmap</translation>
    </message>
</context>
<context>
    <name>ExplainingDesk</name>
    <message>
        <source>What the heat-map model saw, each map on its own scale. Click one to see it large.</source>
        <translation>Was das Heatmap-Modell sah, jede Karte mit eigener Skala. Zum Vergrößern anklicken.</translation>
    </message>
    <message>
        <source>Why is this hot?</source>
        <translation>Warum ist das heiß?</translation>
    </message>
    <message>
        <source>looking closer …</source>
        <translation>wird genauer angesehen …</translation>
    </message>
</context>
<context>
    <name>ExportDesk</name>
    <message>
        <source>All were read again and are exact.</source>
        <translation>Alle wurden erneut gelesen und stimmen genau.</translation>
    </message>
    <message>
        <source>Exporting labels</source>
        <translation>Labels werden exportiert</translation>
    </message>
    <message>
        <source>Exporting …</source>
        <translation>Wird exportiert …</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written to {}.</source>
        <translation>Der Export wurde angehalten; in {} wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>There is nothing to export yet: accept some masks first.</source>
        <translation>Es gibt noch nichts zu exportieren: zuerst Masken annehmen.</translation>
    </message>
    <message>
        <source>{} left out, the first is {}: {}</source>
        <translation>{} ausgelassen, das erste ist {}: {}</translation>
    </message>
    <message>
        <source>{} masks written to {}.</source>
        <translation>{} Masken nach {} geschrieben.</translation>
    </message>
    <message>
        <source>{} of them do not come back exactly.</source>
        <translation>{} davon kommen nicht genau zurück.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>70 % train, 15 % val, 15 % test</source>
        <translation>70 % train, 15 % val, 15 % test</translation>
    </message>
    <message>
        <source>80 % train, 20 % val</source>
        <translation>80 % train, 20 % val</translation>
    </message>
    <message>
        <source>A new or empty folder</source>
        <translation>Ein neuer oder leerer Ordner</translation>
    </message>
    <message>
        <source>Also copy the image files</source>
        <translation>Auch die Bilddateien kopieren</translation>
    </message>
    <message>
        <source>An image stays in its split when you export again with more images.</source>
        <translation>Ein Bild bleibt in seinem Teil, wenn später mehr Bilder exportiert werden.</translation>
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
        <source>Every pixel comes back as it was.</source>
        <translation>Jedes Pixel kommt zurück, wie es war.</translation>
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
        <source>It cannot keep: {}. After the export you see what was lost where.</source>
        <translation>Es kann nicht halten: {}. Nach dem Export ist zu sehen, was wo verloren ging.</translation>
    </message>
    <message>
        <source>No splits</source>
        <translation>Keine Aufteilung</translation>
    </message>
    <message>
        <source>Only images with these classes</source>
        <translation>Nur Bilder mit diesen Klassen</translation>
    </message>
    <message>
        <source>Only the {} images that the list shows now</source>
        <translation>Nur die {} Bilder, die die Liste gerade zeigt</translation>
    </message>
    <message>
        <source>Outlines instead of pixels</source>
        <translation>Umrisse statt Pixel</translation>
    </message>
    <message>
        <source>Splits</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>The data set&apos;s own: {}</source>
        <translation>Die des Datensatzes: {}</translation>
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
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>any class</source>
        <translation>beliebiger Klasse</translation>
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
        <source>{} accepted images still wait for another person.</source>
        <translation>{} angenommene Bilder warten noch auf eine zweite Person.</translation>
    </message>
    <message>
        <source>{} classes</source>
        <translation>{} Klassen</translation>
    </message>
    <message>
        <source>{} images are still undecided and will not be exported.</source>
        <translation>{} Bilder sind noch offen und werden nicht exportiert.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Click to turn round</source>
        <translation>Zum Umdrehen klicken</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>Bilder filtern</translation>
    </message>
    <message>
        <source>Filter of the image list</source>
        <translation>Filter der Bilderliste</translation>
    </message>
    <message>
        <source>From A to Z</source>
        <translation>Von A bis Z</translation>
    </message>
    <message>
        <source>From Z to A</source>
        <translation>Von Z bis A</translation>
    </message>
    <message>
        <source>Highest first</source>
        <translation>Höchste zuerst</translation>
    </message>
    <message>
        <source>Lowest first</source>
        <translation>Niedrigste zuerst</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Part of a name, or:</source>
        <translation>Teil eines Namens, oder:</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Sort images by</source>
        <translation>Bilder sortieren nach</translation>
    </message>
    <message>
        <source>Time of change</source>
        <translation>Zeit der Änderung</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>With a minus: all others</source>
        <translation>Mit einem Minus: alle anderen</translation>
    </message>
    <message>
        <source>Worth your time</source>
        <translation>Lohnende zuerst</translation>
    </message>
</context>
<context>
    <name>FolderTagsDialog</name>
    <message>
        <source>Each folder becomes a class; its images are tagged with it alone.</source>
        <translation>Jeder Ordner wird eine Klasse; seine Bilder werden nur damit getaggt.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images in a folder named like a class are tagged with it alone.</source>
        <translation>Bilder in einem Ordner, der wie eine Klasse heißt, werden nur damit getaggt.</translation>
    </message>
    <message>
        <source>Keep the tags of images that have some ({} differ)</source>
        <translation>Tags von Bildern behalten, die schon welche haben ({} weichen ab)</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Tag images</source>
        <translation>Bilder taggen</translation>
    </message>
    <message>
        <source>Tags from folder names</source>
        <translation>Tags aus Ordnernamen</translation>
    </message>
    <message>
        <source>What would be tagged</source>
        <translation>Was getaggt würde</translation>
    </message>
    <message>
        <source>left as they are</source>
        <translation>bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>without any defect</source>
        <translation>ohne Fehler</translation>
    </message>
</context>
<context>
    <name>FolderWatch</name>
    <message>
        <source>Images in the folder: {}.</source>
        <translation>Bilder im Ordner: {}.</translation>
    </message>
    <message>
        <source>The image folder cannot be read any more, or is empty. The list stays as it was; your work is safe.</source>
        <translation>Der Bilderordner ist nicht mehr lesbar oder leer. Die Liste bleibt, wie sie war; die Arbeit ist sicher.</translation>
    </message>
    <message>
        <source>{} gone (what was decided on is kept)</source>
        <translation>{} weg (Entschiedenes bleibt)</translation>
    </message>
    <message>
        <source>{} new</source>
        <translation>{} neu</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>A JSON file beside each image, as labelme opens it.</source>
        <translation>Eine JSON-Datei neben jedem Bild, wie labelme sie öffnet.</translation>
    </message>
    <message>
        <source>A JSON file of outlines beside each image, as X-AnyLabeling opens it.</source>
        <translation>Eine JSON-Datei mit Umrissen neben jedem Bild, wie X-AnyLabeling sie öffnet.</translation>
    </message>
    <message>
        <source>A JSON file of outlines for each image, as ISAT opens it.</source>
        <translation>Eine JSON-Datei mit Umrissen je Bild, wie ISAT sie öffnet.</translation>
    </message>
    <message>
        <source>A TIFF of class numbers for each image.</source>
        <translation>Ein TIFF mit Klassennummern je Bild.</translation>
    </message>
    <message>
        <source>A compressed numpy file with mask and class names for each image.</source>
        <translation>Eine gepackte numpy-Datei mit Maske und Klassennamen je Bild.</translation>
    </message>
    <message>
        <source>A numpy array of class numbers for each image.</source>
        <translation>Ein numpy-Feld mit Klassennummern je Bild.</translation>
    </message>
    <message>
        <source>A text file of outlines for each image, ready to train YOLO models.</source>
        <translation>Eine Textdatei mit Umrissen je Bild, fertig zum Trainieren von YOLO-Modellen.</translation>
    </message>
    <message>
        <source>Black and white PNGs in a folder for each kind of defect, as MVTec AD.</source>
        <translation>Schwarzweiße PNGs in einem Ordner je Fehlerart, wie bei MVTec AD.</translation>
    </message>
    <message>
        <source>For reports: each image with outlines, a light fill and a legend.</source>
        <translation>Für Berichte: jedes Bild mit Umrissen, leichter Füllung und Legende.</translation>
    </message>
    <message>
        <source>Grey PNGs and a file that says which value is which class.</source>
        <translation>Graue PNGs und eine Datei, die sagt, welcher Wert welche Klasse ist.</translation>
    </message>
    <message>
        <source>One JSON file for each split, as Datumaro reads it.</source>
        <translation>Eine JSON-Datei je Teil, wie Datumaro sie liest.</translation>
    </message>
    <message>
        <source>One JSON file for each split, with the pixels of each object.</source>
        <translation>Eine JSON-Datei je Teil, mit den Pixeln jedes Objekts.</translation>
    </message>
    <message>
        <source>One XML file for all images, as CVAT takes it in.</source>
        <translation>Eine XML-Datei für alle Bilder, wie CVAT sie einliest.</translation>
    </message>
    <message>
        <source>Palette PNGs whose values are class numbers, with lists and class names.</source>
        <translation>Paletten-PNGs, deren Werte Klassennummern sind, mit Listen und Klassennamen.</translation>
    </message>
    <message>
        <source>The heat maps: a 16-bit grey PNG for each class and image.</source>
        <translation>Die Heatmaps: ein graues 16-Bit-PNG je Klasse und Bild.</translation>
    </message>
    <message>
        <source>The heat maps: a TIFF of numbers for each class and image.</source>
        <translation>Die Heatmaps: ein TIFF mit Zahlen je Klasse und Bild.</translation>
    </message>
    <message>
        <source>The heat maps: a numpy file for each image, with all classes.</source>
        <translation>Die Heatmaps: eine numpy-Datei je Bild mit allen Klassen.</translation>
    </message>
    <message>
        <source>The same pictures in smaller files.</source>
        <translation>Dieselben Bilder in kleineren Dateien.</translation>
    </message>
    <message>
        <source>exact edges</source>
        <translation>genaue Ränder</translation>
    </message>
    <message>
        <source>holes</source>
        <translation>Löcher</translation>
    </message>
    <message>
        <source>ignored pixels</source>
        <translation>ignorierte Pixel</translation>
    </message>
    <message>
        <source>small islands</source>
        <translation>kleine Inseln</translation>
    </message>
    <message>
        <source>which class it is</source>
        <translation>die Klasse</translation>
    </message>
</context>
<context>
    <name>GalleryDesk</name>
    <message>
        <source>Nothing changed: {}.</source>
        <translation>Nichts geändert: {}.</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>Taggen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>tagged by folder names</source>
        <translation>nach Ordnernamen getaggt</translation>
    </message>
    <message>
        <source>{}, {} images.</source>
        <translation>{}, {} Bilder.</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>Grid of images</source>
        <translation>Bilderraster</translation>
    </message>
    <message>
        <source>Keys tag:</source>
        <translation>Tasten taggen:</translation>
    </message>
    <message>
        <source>Look at the image at hand  (Enter)</source>
        <translation>Das aktuelle Bild ansehen  (Eingabetaste)</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>Kein Fehler</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Nichts ausgewählt</translation>
    </message>
    <message>
        <source>Open image</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Tag images by the names of the folders they lie in</source>
        <translation>Bilder nach den Namen ihrer Ordner taggen</translation>
    </message>
    <message>
        <source>Tag the selected images as free of every defect  (Shift+0)</source>
        <translation>Die ausgewählten Bilder als fehlerfrei taggen  (Umschalt+0)</translation>
    </message>
    <message>
        <source>Tags from folders …</source>
        <translation>Tags aus Ordnern …</translation>
    </message>
    <message>
        <source>{} selected</source>
        <translation>{} ausgewählt</translation>
    </message>
</context>
<context>
    <name>GreyNote</name>
    <message>
        <source>Black {}, white {}</source>
        <translation>Schwarz {}, Weiß {}</translation>
    </message>
</context>
<context>
    <name>GreyWindowPanel</name>
    <message>
        <source>All values that the camera can give</source>
        <translation>Alle Werte, die die Kamera liefern kann</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Black: values up to here</source>
        <translation>Schwarz: Werte bis hier</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Brightness of the image on the screen</source>
        <translation>Helligkeit des Bildes auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Each image by itself: but for the darkest and the lightest 0.1 %; 8-bit images as they are</source>
        <translation>Jedes Bild für sich: ohne die dunkelsten und hellsten 0,1 %; 8-Bit-Bilder, wie sie sind</translation>
    </message>
    <message>
        <source>Full range</source>
        <translation>Ganzer Bereich</translation>
    </message>
    <message>
        <source>How often each value occurs in the image</source>
        <translation>Wie oft jeder Wert im Bild vorkommt</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>On the screen only; the model sees the image as it is. Or drag on the image with Ctrl held: sideways contrast, up and down brightness.</source>
        <translation>Nur auf dem Bildschirm; das Modell sieht das Bild, wie es ist. Oder mit gedrückter Strg-Taste auf dem Bild ziehen: seitwärts Kontrast, auf und ab Helligkeit.</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>White: values from here</source>
        <translation>Weiß: Werte ab hier</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Gathering diagnostics</source>
        <translation>Diagnose wird gesammelt</translation>
    </message>
    <message>
        <source>Making the demonstration project</source>
        <translation>Das Vorführprojekt wird angelegt</translation>
    </message>
    <message>
        <source>Saved for a helper: {}</source>
        <translation>Für einen Helfer gespeichert: {}</translation>
    </message>
    <message>
        <source>Saving diagnostics</source>
        <translation>Diagnose wird gespeichert</translation>
    </message>
    <message>
        <source>The GPU can be used: {}.</source>
        <translation>Die GPU kann benutzt werden: {}.</translation>
    </message>
    <message>
        <source>The demonstration is in {}.</source>
        <translation>Die Vorführung liegt in {}.</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>That mask has another size than the image is now.</source>
        <translation>Jene Maske hat eine andere Größe als das Bild jetzt.</translation>
    </message>
    <message>
        <source>The mask is like that already.</source>
        <translation>Die Maske ist schon so.</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>Choose one to see it on the image. Nothing is changed by looking.</source>
        <translation>Eine wählen, um sie auf dem Bild zu sehen. Ansehen ändert nichts.</translation>
    </message>
    <message>
        <source>History of {}</source>
        <translation>Verlauf von {}</translation>
    </message>
    <message>
        <source>Make this the image&apos;s mask again; undo takes it back</source>
        <translation>Sie wieder zur Maske des Bildes machen; rückgängig nimmt es zurück</translation>
    </message>
    <message>
        <source>No mask of this image is saved yet.</source>
        <translation>Noch ist keine Maske dieses Bildes gespeichert.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Saved masks, newest first</source>
        <translation>Gespeicherte Masken, neueste zuerst</translation>
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
    <message>
        <source>None of {} images</source>
        <translation>Keines von {} Bildern</translation>
    </message>
    <message>
        <source>{} of {} images</source>
        <translation>{} von {} Bildern</translation>
    </message>
</context>
<context>
    <name>ImageScoresModel</name>
    <message>
        <source>False</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Verpasst</translation>
    </message>
    <message>
        <source>Regions that are not found</source>
        <translation>Flecken, die nicht gefunden sind</translation>
    </message>
    <message>
        <source>Regions where nothing is</source>
        <translation>Flecken, wo nichts ist</translation>
    </message>
    <message>
        <source>Wrong pixels</source>
        <translation>Falsche Pixel</translation>
    </message>
    <message>
        <source>mIoU %</source>
        <translation>mIoU %</translation>
    </message>
</context>
<context>
    <name>ImportDesk</name>
    <message>
        <source>Heat maps of {} images were imported.</source>
        <translation>Heatmaps von {} Bildern wurden importiert.</translation>
    </message>
    <message>
        <source>Importing heat maps</source>
        <translation>Heatmaps werden importiert</translation>
    </message>
    <message>
        <source>Importing labels</source>
        <translation>Labels werden importiert</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>Nichts wurde importiert.</translation>
    </message>
    <message>
        <source>Objects overlap in {} images; the upper one counts.</source>
        <translation>In {} Bildern überlappen sich Objekte; das obere gilt.</translation>
    </message>
    <message>
        <source>Reading labels</source>
        <translation>Labels werden gelesen</translation>
    </message>
    <message>
        <source>The import of heat maps was stopped.</source>
        <translation>Der Import der Heatmaps wurde angehalten.</translation>
    </message>
    <message>
        <source>The import was stopped; what was imported stays.</source>
        <translation>Der Import wurde angehalten; Importiertes bleibt.</translation>
    </message>
    <message>
        <source>Those of {} images have another size and are resized.</source>
        <translation>Die von {} Bildern haben eine andere Größe und werden angepasst.</translation>
    </message>
    <message>
        <source>{} images have no maps.</source>
        <translation>{} Bilder haben keine Karten.</translation>
    </message>
    <message>
        <source>{} left out, the first is {}: {}</source>
        <translation>{} ausgelassen, das erste ist {}: {}</translation>
    </message>
    <message>
        <source>{} masks were imported, {} were the same already.</source>
        <translation>{} Masken wurden importiert, {} waren schon gleich.</translation>
    </message>
    <message>
        <source>{} objects without an area, such as points and lines, left out.</source>
        <translation>{} Objekte ohne Fläche, etwa Punkte und Linien, ausgelassen.</translation>
    </message>
    <message>
        <source>{} proposals were made, {} masks of people left alone.</source>
        <translation>{} Vorschläge wurden gemacht, {} Masken von Personen blieben unberührt.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>A file or folder of labels</source>
        <translation>Datei oder Ordner mit Labels</translation>
    </message>
    <message>
        <source>Ask me image by image</source>
        <translation>Bild für Bild fragen</translation>
    </message>
    <message>
        <source>Choose the labels: a folder, or a file such as a COCO JSON.</source>
        <translation>Die Labels wählen: einen Ordner oder eine Datei wie ein COCO-JSON.</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Labels importieren</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Behalten, was hier ist</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Labels (*.json *.xml *.yaml *.txt)</source>
        <translation>Labels (*.json *.xml *.yaml *.txt)</translation>
    </message>
    <message>
        <source>Tag untagged images with the classes in their labels</source>
        <translation>Bilder ohne Tags mit den Klassen ihrer Labels taggen</translation>
    </message>
    <message>
        <source>Take the new labels; what is here stays in the history</source>
        <translation>Die neuen Labels nehmen; das Bisherige bleibt im Verlauf</translation>
    </message>
    <message>
        <source>They become</source>
        <translation>Sie werden</translation>
    </message>
    <message>
        <source>Where somebody here
has been at work</source>
        <translation>Wo hier schon jemand
gearbeitet hat</translation>
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
        <source>undecided: somebody looks at them first</source>
        <translation>offen: jemand sieht sie erst an</translation>
    </message>
</context>
<context>
    <name>ImportMapsDialog</name>
    <message>
        <source>A folder of heat maps</source>
        <translation>Ein Ordner mit Heatmaps</translation>
    </message>
    <message>
        <source>All classes are left out.</source>
        <translation>Alle Klassen sind weggelassen.</translation>
    </message>
    <message>
        <source>Choose the folder of the heat maps.</source>
        <translation>Den Ordner der Heatmaps wählen.</translation>
    </message>
    <message>
        <source>Give the maps a name.</source>
        <translation>Geben Sie den Karten einen Namen.</translation>
    </message>
    <message>
        <source>Heat maps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>Highest value</source>
        <translation>Höchster Wert</translation>
    </message>
    <message>
        <source>Import heat maps</source>
        <translation>Heatmaps importieren</translation>
    </message>
    <message>
        <source>Lowest value</source>
        <translation>Niedrigster Wert</translation>
    </message>
    <message>
        <source>Make proposals at the threshold</source>
        <translation>Vorschläge machen bei der Schwelle</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Masks that somebody drew or decided on stay.</source>
        <translation>Masken, die jemand gezeichnet oder entschieden hat, bleiben.</translation>
    </message>
    <message>
        <source>Name here</source>
        <translation>Name hier</translation>
    </message>
    <message>
        <source>The lower value comes first.</source>
        <translation>Der kleinere Wert kommt zuerst.</translation>
    </message>
    <message>
        <source>The values do not lie in 0 to 1: say what they mean.</source>
        <translation>Die Werte liegen nicht in 0 bis 1: sagen Sie, was sie bedeuten.</translation>
    </message>
    <message>
        <source>Their values</source>
        <translation>Ihre Werte</translation>
    </message>
    <message>
        <source>There are maps of this name already: choose another name.</source>
        <translation>Karten dieses Namens gibt es schon: wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Values from {} to {}.</source>
        <translation>Werte von {} bis {}.</translation>
    </message>
    <message>
        <source>go from</source>
        <translation>gehen von</translation>
    </message>
    <message>
        <source>lie in 0 to 1; other values are an error</source>
        <translation>liegen in 0 bis 1; andere Werte sind ein Fehler</translation>
    </message>
    <message>
        <source>mean little by themselves: stretch each map to its own range</source>
        <translation>sagen für sich wenig: jede Heatmap auf ihren Bereich strecken</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>ImportSourceDialog</name>
    <message>
        <source>Choose what to import.</source>
        <translation>Wählen, was importiert wird.</translation>
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
        <source>Could mean several images: {} …</source>
        <translation>Könnte mehrere Bilder meinen: {} …</translation>
    </message>
    <message>
        <source>File to import</source>
        <translation>Datei zum Importieren</translation>
    </message>
    <message>
        <source>File …</source>
        <translation>Datei …</translation>
    </message>
    <message>
        <source>Find it by looking at the files</source>
        <translation>An den Dateien erkennen</translation>
    </message>
    <message>
        <source>Folder to import</source>
        <translation>Ordner zum Importieren</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Listed without a mask and left as they are: {} …</source>
        <translation>Gelistet ohne Maske, bleiben wie sie sind: {} …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>None of them belongs to an image here.</source>
        <translation>Nichts davon gehört zu einem Bild hier.</translation>
    </message>
    <message>
        <source>Say which class {} is here, or leave it out.</source>
        <translation>Angeben, welche Klasse {} hier ist, oder sie weglassen.</translation>
    </message>
    <message>
        <source>What {} is here</source>
        <translation>Was {} hier ist</translation>
    </message>
    <message>
        <source>Without an image: {} …</source>
        <translation>Ohne Bild: {} …</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>weglassen</translation>
    </message>
    <message>
        <source>{}: {} files or entries, {} of them belong to images here.</source>
        <translation>{}: {} Dateien oder Einträge, {} davon gehören zu Bildern hier.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>All classes at once</source>
        <translation>Alle Klassen zugleich</translation>
    </message>
    <message>
        <source>Classes …</source>
        <translation>Klassen …</translation>
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
    <message>
        <source>Same scale for all images</source>
        <translation>Gleiche Skala für alle Bilder</translation>
    </message>
    <message>
        <source>Weigh heat by the class&apos;s score: what the model hardly believes stays dark. Masks do not change</source>
        <translation>Hitze mit dem Wert der Klasse gewichten: was das Modell kaum glaubt, bleibt dunkel. Masken ändern sich nicht</translation>
    </message>
</context>
<context>
    <name>KeepingDesk</name>
    <message>
        <source>Backed up and compared: {} files, {}, in {}.</source>
        <translation>Gesichert und verglichen: {} Dateien, {}, in {}.</translation>
    </message>
    <message>
        <source>Backing up {}</source>
        <translation>{} wird gesichert</translation>
    </message>
    <message>
        <source>The backup was stopped; nothing was kept.</source>
        <translation>Die Sicherung wurde angehalten; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>{} masks of the history are missing in the project itself.</source>
        <translation>{} Masken des Verlaufs fehlen im Projekt selbst.</translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>press a key</source>
        <translation>Taste drücken</translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>Esc abandons a stroke</source>
        <translation>Esc bricht einen Strich ab</translation>
    </message>
    <message>
        <source>H shows the bare image while it is held</source>
        <translation>H zeigt das bloße Bild, solange sie gehalten wird</translation>
    </message>
    <message>
        <source>Space moves the image while it is held</source>
        <translation>Leertaste verschiebt das Bild, solange sie gehalten wird</translation>
    </message>
    <message>
        <source>digits choose and tag classes</source>
        <translation>Ziffern wählen und taggen Klassen</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie vorher</translation>
    </message>
    <message>
        <source>Click into the field and press the new key.</source>
        <translation>Ins Feld klicken und die neue Taste drücken.</translation>
    </message>
    <message>
        <source>It has this key already.</source>
        <translation>Diese Taste hat es schon.</translation>
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
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Restore all keys</source>
        <translation>Alle Tasten wiederherstellen</translation>
    </message>
    <message>
        <source>Search for words or a key</source>
        <translation>Nach Wörtern oder einer Taste suchen</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>Tasten suchen</translation>
    </message>
    <message>
        <source>The keys that it has in a new installation</source>
        <translation>Die Tasten, die es in einer neuen Installation hat</translation>
    </message>
    <message>
        <source>This key belongs to “{}”, which loses it if you go on.</source>
        <translation>Diese Taste gehört „{}“ und geht dort verloren.</translation>
    </message>
    <message>
        <source>This key beside those that it has</source>
        <translation>Diese Taste zusätzlich zu den vorhandenen</translation>
    </message>
    <message>
        <source>This key instead of those that it has</source>
        <translation>Diese Taste statt der vorhandenen</translation>
    </message>
    <message>
        <source>This key is free.</source>
        <translation>Diese Taste ist frei.</translation>
    </message>
    <message>
        <source>This key is taken for good: {}.</source>
        <translation>Diese Taste ist fest vergeben: {}.</translation>
    </message>
    <message>
        <source>This one cannot be changed.</source>
        <translation>Dies lässt sich nicht ändern.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
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
    <name>Library</name>
    <message>
        <source>Accept or fix masks in the window, then train again</source>
        <translation>Masken im Fenster annehmen oder nacharbeiten, dann neu trainieren</translation>
    </message>
    <message>
        <source>Accept some masks first, or choose more images</source>
        <translation>Zuerst einige Masken annehmen oder mehr Bilder wählen</translation>
    </message>
    <message>
        <source>Add a &quot;</source>
        <translation>Ein &quot; ergänzen</translation>
    </message>
    <message>
        <source>Add the line version: {}</source>
        <translation>Die Zeile version: {} hinzufügen</translation>
    </message>
    <message>
        <source>An image either trains or validates: remove it from one list</source>
        <translation>Ein Bild dient dem Training oder der Validierung: aus einer Liste entfernen</translation>
    </message>
    <message>
        <source>Change its permissions</source>
        <translation>Die Zugriffsrechte ändern</translation>
    </message>
    <message>
        <source>Check its path</source>
        <translation>Den Pfad prüfen</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions</source>
        <translation>Die Zugriffsrechte des Ordners prüfen</translation>
    </message>
    <message>
        <source>Choose a folder beside it</source>
        <translation>Einen Ordner daneben wählen</translation>
    </message>
    <message>
        <source>Choose a folder outside</source>
        <translation>Einen Ordner außerhalb wählen</translation>
    </message>
    <message>
        <source>Choose a new folder</source>
        <translation>Einen neuen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Einen anderen wählen</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>Eine andere Datei wählen</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another folder or ask for the right to write there</source>
        <translation>Einen anderen Ordner wählen oder um Schreibrecht bitten</translation>
    </message>
    <message>
        <source>Choose another layout or folder</source>
        <translation>Einen anderen Aufbau oder Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>Choose another or restore it</source>
        <translation>Einen anderen wählen oder ihn wiederherstellen</translation>
    </message>
    <message>
        <source>Choose one of the files instead of the folder</source>
        <translation>Statt des Ordners eine der Dateien wählen</translation>
    </message>
    <message>
        <source>Class1 to Class10 with Train, Test and Label/Labels.txt</source>
        <translation>Class1 bis Class10 mit Train, Test und Label/Labels.txt</translation>
    </message>
    <message>
        <source>Classes are {}</source>
        <translation>Klassen sind {}</translation>
    </message>
    <message>
        <source>Copy it again from its source</source>
        <translation>Erneut von der Quelle kopieren</translation>
    </message>
    <message>
        <source>Copy it to a place where you may write, or change its permissions</source>
        <translation>Dorthin kopieren, wo geschrieben werden darf, oder die Zugriffsrechte ändern</translation>
    </message>
    <message>
        <source>Correct the list</source>
        <translation>Die Liste berichtigen</translation>
    </message>
    <message>
        <source>Cut it into tiles</source>
        <translation>In Kacheln zerschneiden</translation>
    </message>
    <message>
        <source>Did you mean {}:? Fields are {}; write &quot;{}&quot; to search names</source>
        <translation>Vielleicht {}:? Felder sind {}; &quot;{}&quot; sucht in Namen</translation>
    </message>
    <message>
        <source>Expected a palette or grey PNG whose values are class numbers</source>
        <translation>Erwartet wird ein Paletten- oder Grau-PNG, dessen Werte Klassennummern sind</translation>
    </message>
    <message>
        <source>Export them again from the image as it is now</source>
        <translation>Sie vom Bild, wie es jetzt ist, neu exportieren</translation>
    </message>
    <message>
        <source>Fields are {}; write &quot;{}&quot; to search names for it</source>
        <translation>Felder sind {}; &quot;{}&quot; sucht in Namen danach</translation>
    </message>
    <message>
        <source>Folder for each class</source>
        <translation>Ordner für jede Klasse</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Free some space and try again</source>
        <translation>Platz schaffen und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Give it another name, or start a new project</source>
        <translation>Einen anderen Namen geben oder ein neues Projekt beginnen</translation>
    </message>
    <message>
        <source>Images in no folder of a class, which stay untagged: {}.</source>
        <translation>Bilder in keinem Ordner einer Klasse, die ohne Tags bleiben: {}.</translation>
    </message>
    <message>
        <source>Images that the labels do not name, which stay untagged: {}.</source>
        <translation>Bilder, die die Labels nicht nennen und die ohne Tags bleiben: {}.</translation>
    </message>
    <message>
        <source>Images that the labels name and that are not there: {}.</source>
        <translation>Bilder, die die Labels nennen und die fehlen: {}.</translation>
    </message>
    <message>
        <source>Images without a mask: {}.</source>
        <translation>Bilder ohne Maske: {}.</translation>
    </message>
    <message>
        <source>Images without tags: {}.</source>
        <translation>Bilder ohne Tags: {}.</translation>
    </message>
    <message>
        <source>Import them again into this project</source>
        <translation>Noch einmal in dieses Projekt importieren</translation>
    </message>
    <message>
        <source>JPEGImages, SALmapsALL and cls_labels.npy, or images, masks and tags</source>
        <translation>JPEGImages, SALmapsALL und cls_labels.npy, oder Bilder, Masken und Tags</translation>
    </message>
    <message>
        <source>JPEGImages, SegmentationClass and ImageSets</source>
        <translation>JPEGImages, SegmentationClass und ImageSets</translation>
    </message>
    <message>
        <source>Leave model.heads (--heads) empty</source>
        <translation>model.heads (--heads) leer lassen</translation>
    </message>
    <message>
        <source>Lower batch_size and raise accumulate by the same factor, or lower input_size</source>
        <translation>batch_size senken und accumulate um denselben Faktor erhöhen, oder input_size senken</translation>
    </message>
    <message>
        <source>Lower cam.max_tokens</source>
        <translation>cam.max_tokens senken</translation>
    </message>
    <message>
        <source>Lower lr, set clip_grad to 1, or precision to fp32</source>
        <translation>lr senken, clip_grad auf 1 oder precision auf fp32 setzen</translation>
    </message>
    <message>
        <source>MT_&lt;class&gt;/Imgs with a .png mask beside each .jpg</source>
        <translation>MT_&lt;Klasse&gt;/Imgs mit einer .png-Maske neben jedem .jpg</translation>
    </message>
    <message>
        <source>Magnetic tiles (MTD)</source>
        <translation>Magnetkacheln (MTD)</translation>
    </message>
    <message>
        <source>Make one with: stac init DIR --images DIR</source>
        <translation>Eines anlegen mit: stac init DIR --images DIR</translation>
    </message>
    <message>
        <source>Masks can be copied between images of one size only</source>
        <translation>Masken lassen sich nur zwischen gleich großen Bildern kopieren</translation>
    </message>
    <message>
        <source>Name it as model.weights in the project and train</source>
        <translation>Im Projekt als model.weights angeben und trainieren</translation>
    </message>
    <message>
        <source>Name the format: {}</source>
        <translation>Nennen Sie das Format: {}</translation>
    </message>
    <message>
        <source>No NVIDIA GPU or driver was found, so everything runs on the CPU.</source>
        <translation>Keine NVIDIA-GPU und kein Treiber gefunden; alles läuft auf der CPU.</translation>
    </message>
    <message>
        <source>Not every image has a map in {}, so it is left alone.</source>
        <translation>Nicht jedes Bild hat eine Karte in {}, daher bleibt dieser Ordner unbeachtet.</translation>
    </message>
    <message>
        <source>Nothing can be said about the GPU: {}.</source>
        <translation>Über die GPU lässt sich nichts sagen: {}.</translation>
    </message>
    <message>
        <source>Put the images beside the labels, as images/ beside labels/</source>
        <translation>Die Bilder neben die Labels legen, als images/ neben labels/</translation>
    </message>
    <message>
        <source>Rename one of them: results are named after the image without its extension</source>
        <translation>Eines umbenennen: Ergebnisse heißen wie das Bild ohne Endung</translation>
    </message>
    <message>
        <source>Restore it from a backup</source>
        <translation>Aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>Restore it or rescan the folder</source>
        <translation>Wiederherstellen oder den Ordner neu einlesen</translation>
    </message>
    <message>
        <source>STAC authors (VOC-like)</source>
        <translation>STAC-Autoren (VOC-ähnlich)</translation>
    </message>
    <message>
        <source>Set cam.affinity to false (leave --affinity out)</source>
        <translation>cam.affinity auf false setzen (--affinity weglassen)</translation>
    </message>
    <message>
        <source>Severstal steel</source>
        <translation>Severstal-Stahl</translation>
    </message>
    <message>
        <source>Tag some images that show defects</source>
        <translation>Einige Bilder taggen, die Fehler zeigen</translation>
    </message>
    <message>
        <source>The NVIDIA driver ({}) is too old for CUDA {}. Update it.</source>
        <translation>Der NVIDIA-Treiber ({}) ist zu alt für CUDA {}. Ihn aktualisieren.</translation>
    </message>
    <message>
        <source>The files do not name the classes: please name them.</source>
        <translation>Die Dateien nennen die Namen der Klassen nicht: bitte benennen.</translation>
    </message>
    <message>
        <source>The list {} names images that are not there: {}.</source>
        <translation>Die Liste {} nennt Bilder, die fehlen: {}.</translation>
    </message>
    <message>
        <source>The memory of the {} is full. Close other programs that use it.</source>
        <translation>Der Speicher der {} ist voll. Andere Programme schließen, die sie benutzen.</translation>
    </message>
    <message>
        <source>The memory of the {} is full: {} of {} MB are free. Close other programs that use it.</source>
        <translation>Der Speicher der {} ist voll: {} von {} MB sind frei. Andere Programme schließen, die sie benutzen.</translation>
    </message>
    <message>
        <source>The tags are what the masks show.</source>
        <translation>Die Tags sind das, was die Masken zeigen.</translation>
    </message>
    <message>
        <source>The training images show no defect, so those of other subsets are trained on as well.</source>
        <translation>Die Trainingsbilder zeigen keinen Fehler, daher wird auch auf denen der anderen Teilmengen trainiert.</translation>
    </message>
    <message>
        <source>The variable CUDA_VISIBLE_DEVICES hides every GPU. Remove it to use one.</source>
        <translation>Die Variable CUDA_VISIBLE_DEVICES verbirgt jede GPU. Sie entfernen, um eine zu benutzen.</translation>
    </message>
    <message>
        <source>The {} does not answer{}. Restarting the computer may help.</source>
        <translation>Die {} antwortet nicht{}. Ein Neustart des Computers hilft vielleicht.</translation>
    </message>
    <message>
        <source>The {} is too old for this version of torch.</source>
        <translation>Die {} ist zu alt für diese Version von torch.</translation>
    </message>
    <message>
        <source>Their names must be the images&apos; paths, or at least their file names</source>
        <translation>Ihre Namen müssen die Pfade der Bilder sein, oder wenigstens deren Dateinamen</translation>
    </message>
    <message>
        <source>There are more maps in {}; choose them by importing.</source>
        <translation>Weitere Karten sind in {}; sie können importiert werden.</translation>
    </message>
    <message>
        <source>There is a {}, but this installation of torch is built for the CPU only. Install torch with CUDA to use it.</source>
        <translation>Eine {} ist da, aber dieses torch ist nur für die CPU gebaut. Um sie zu benutzen, torch mit CUDA installieren.</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU here, so everything runs on the CPU.</source>
        <translation>Hier ist keine NVIDIA-GPU; alles läuft auf der CPU.</translation>
    </message>
    <message>
        <source>Train again with precision fp32, or with a lower rate</source>
        <translation>Neu trainieren mit precision fp32 oder kleinerer Lernrate</translation>
    </message>
    <message>
        <source>Train again, or if only the names changed, give them with --classes</source>
        <translation>Neu trainieren, oder wenn sich nur die Namen änderten, sie mit --classes angeben</translation>
    </message>
    <message>
        <source>Try again, or use another disk</source>
        <translation>Noch einmal versuchen oder einen anderen Datenträger verwenden</translation>
    </message>
    <message>
        <source>Update STAC Studio</source>
        <translation>STAC Studio aktualisieren</translation>
    </message>
    <message>
        <source>Wait a moment and try again</source>
        <translation>Einen Moment warten und noch einmal versuchen</translation>
    </message>
    <message>
        <source>Wait for it or end it</source>
        <translation>Darauf warten oder es beenden</translation>
    </message>
    <message>
        <source>Wait for it or stop it</source>
        <translation>Darauf warten oder es anhalten</translation>
    </message>
    <message>
        <source>Without a network, copy the weights file here and name it as model.weights</source>
        <translation>Ohne Netzwerk die Gewichtsdatei hierher kopieren und als model.weights angeben</translation>
    </message>
    <message>
        <source>Without a network, copy the weights file here and name it as segment.weights</source>
        <translation>Ohne Netzwerk die Gewichtsdatei hierher kopieren und als segment.weights angeben</translation>
    </message>
    <message>
        <source>Write name:part-of-the-name</source>
        <translation>name:Teil-des-Namens schreiben</translation>
    </message>
    <message>
        <source>Write {}: and {}</source>
        <translation>{}: schreiben, dahinter {}</translation>
    </message>
    <message>
        <source>Write {}:&gt;0.8, {}:&lt;0.2, {}:0.2..0.8 or {}:none</source>
        <translation>{}:&gt;0,8, {}:&lt;0,2, {}:0,2..0,8 oder {}:none schreiben</translation>
    </message>
    <message>
        <source>a class cannot be taken away: masks and tags are kept by its number</source>
        <translation>eine Klasse kann nicht entfernt werden: Masken und Tags hängen an ihrer Nummer</translation>
    </message>
    <message>
        <source>another process trains this run</source>
        <translation>ein anderer Prozess trainiert diesen Lauf</translation>
    </message>
    <message>
        <source>another process works on this</source>
        <translation>ein anderer Prozess arbeitet daran</translation>
    </message>
    <message>
        <source>another program is writing to it</source>
        <translation>ein anderes Programm schreibt gerade hinein</translation>
    </message>
    <message>
        <source>cannot be read ({})</source>
        <translation>kann nicht gelesen werden ({})</translation>
    </message>
    <message>
        <source>could not be written ({})</source>
        <translation>konnte nicht geschrieben werden ({})</translation>
    </message>
    <message>
        <source>does not fit in memory</source>
        <translation>passt nicht in den Speicher</translation>
    </message>
    <message>
        <source>failed ({})</source>
        <translation>fehlgeschlagen ({})</translation>
    </message>
    <message>
        <source>folders named after the classes; good, ok or free means no defect</source>
        <translation>Ordner, die wie die Klassen heißen; good, ok oder free heißt ohne Fehler</translation>
    </message>
    <message>
        <source>fp16 needs a GPU</source>
        <translation>fp16 braucht eine GPU</translation>
    </message>
    <message>
        <source>graphics cards and whether they can be used</source>
        <translation>Grafikkarten und ob sie benutzt werden können</translation>
    </message>
    <message>
        <source>has a box but no segmentation, so nobody knows its pixels</source>
        <translation>hat ein Rechteck, aber keine Segmentierung; seine Pixel sind unbekannt</translation>
    </message>
    <message>
        <source>has maps of {} classes ({}), not {}</source>
        <translation>hat Karten von {} Klassen ({}), nicht {}</translation>
    </message>
    <message>
        <source>has no version</source>
        <translation>hat keine Version</translation>
    </message>
    <message>
        <source>has {} classes ({}), not {}</source>
        <translation>hat {} Klassen ({}), nicht {}</translation>
    </message>
    <message>
        <source>has {} x {} pixels, more than the {} that can be opened</source>
        <translation>hat {} x {} Pixel, mehr als die {}, die geöffnet werden können</translation>
    </message>
    <message>
        <source>holds shares of an image&apos;s size, and its image is not here</source>
        <translation>enthält Anteile einer Bildgröße, und das Bild fehlt hier</translation>
    </message>
    <message>
        <source>how many images, decisions and files the open project has</source>
        <translation>wie viele Bilder, Entscheidungen und Dateien das offene Projekt hat</translation>
    </message>
    <message>
        <source>how the window is drawn</source>
        <translation>wie das Fenster gezeichnet wird</translation>
    </message>
    <message>
        <source>images, in sub-folders or not, that nothing else is known of</source>
        <translation>Bilder, auch in Unterordnern, von denen sonst nichts bekannt ist</translation>
    </message>
    <message>
        <source>images/{training,test} and annotations/{training,test}</source>
        <translation>images/{training,test} und annotations/{training,test}</translation>
    </message>
    <message>
        <source>is a backbone without class tokens: it can start a training but makes no maps</source>
        <translation>ist ein Rückgrat ohne Klassentoken: damit lässt sich ein Training beginnen, aber es macht keine Karten</translation>
    </message>
    <message>
        <source>is a box, not an outline, so nobody knows its pixels</source>
        <translation>ist ein Rechteck, kein Umriss; seine Pixel sind unbekannt</translation>
    </message>
    <message>
        <source>is a colour image (mode {}), not a mask</source>
        <translation>ist ein Farbbild (Modus {}), keine Maske</translation>
    </message>
    <message>
        <source>is a folder, not an image</source>
        <translation>ist ein Ordner, kein Bild</translation>
    </message>
    <message>
        <source>is a segmenter, not a model of heat maps</source>
        <translation>ist ein Segmentierer, kein Modell für Heatmaps</translation>
    </message>
    <message>
        <source>is another program&apos;s database</source>
        <translation>ist die Datenbank eines anderen Programms</translation>
    </message>
    <message>
        <source>is damaged ({})</source>
        <translation>ist beschädigt ({})</translation>
    </message>
    <message>
        <source>is damaged or in a format that cannot be read</source>
        <translation>ist beschädigt oder in einem Format, das nicht gelesen werden kann</translation>
    </message>
    <message>
        <source>is damaged: {}</source>
        <translation>ist beschädigt: {}</translation>
    </message>
    <message>
        <source>is no segmenter of STAC Studio</source>
        <translation>ist kein Segmentierer von STAC Studio</translation>
    </message>
    <message>
        <source>is not a project file</source>
        <translation>ist keine Projektdatei</translation>
    </message>
    <message>
        <source>is not a weights file, or is damaged ({})</source>
        <translation>ist keine Gewichtsdatei oder beschädigt ({})</translation>
    </message>
    <message>
        <source>is not an image</source>
        <translation>ist kein Bild</translation>
    </message>
    <message>
        <source>is not an image that can be read</source>
        <translation>ist kein lesbares Bild</translation>
    </message>
    <message>
        <source>is not empty: old and new masks would be mixed</source>
        <translation>ist nicht leer: alte und neue Masken würden vermischt</translation>
    </message>
    <message>
        <source>it cannot be written to</source>
        <translation>es kann nicht hineingeschrieben werden</translation>
    </message>
    <message>
        <source>its classes are {}, not {}</source>
        <translation>seine Klassen sind {}, nicht {}</translation>
    </message>
    <message>
        <source>its weights do not fit its description</source>
        <translation>die Gewichte passen nicht zur Beschreibung</translation>
    </message>
    <message>
        <source>lies in the image folder {}: what is exported would be taken for images</source>
        <translation>liegt im Bildordner {}: Was exportiert wird, würde für Bilder gehalten</translation>
    </message>
    <message>
        <source>marks pixels with 255 alone, which is ignore for some programs and a defect for others</source>
        <translation>markiert Pixel nur mit 255, was manche Programme als „zählt nicht“ und andere als Fehler meinen</translation>
    </message>
    <message>
        <source>no image has the status {} and fits the filter</source>
        <translation>kein Bild hat den Zustand {} und passt zum Filter</translation>
    </message>
    <message>
        <source>no image is tagged</source>
        <translation>kein Bild ist getaggt</translation>
    </message>
    <message>
        <source>no image is tagged with a defect class; there is nothing to learn</source>
        <translation>kein Bild ist mit einer Fehlerklasse getaggt; es gibt nichts zu lernen</translation>
    </message>
    <message>
        <source>no net is trained yet</source>
        <translation>noch ist kein Netz trainiert</translation>
    </message>
    <message>
        <source>none of the images can be read</source>
        <translation>keines der Bilder kann gelesen werden</translation>
    </message>
    <message>
        <source>none of the tagged images can be read</source>
        <translation>keines der getaggten Bilder kann gelesen werden</translation>
    </message>
    <message>
        <source>none of the training images can be read</source>
        <translation>keines der Trainingsbilder kann gelesen werden</translation>
    </message>
    <message>
        <source>none of these maps belongs to an image of the project</source>
        <translation>keine dieser Karten gehört zu einem Bild des Projekts</translation>
    </message>
    <message>
        <source>none of these maps can be used; the first: {}</source>
        <translation>keine dieser Karten ist verwendbar; die erste: {}</translation>
    </message>
    <message>
        <source>processor, memory, free disk, and variables for Qt and CUDA</source>
        <translation>Prozessor, Speicher, freier Plattenplatz, Variablen für Qt und CUDA</translation>
    </message>
    <message>
        <source>refused as unsafe: it holds more than tensors and plain values</source>
        <translation>als unsicher abgelehnt: enthält mehr als Tensoren und einfache Werte</translation>
    </message>
    <message>
        <source>the checkpoint is damaged</source>
        <translation>der Speicherstand ist beschädigt</translation>
    </message>
    <message>
        <source>the copy is not what was copied; nothing was kept</source>
        <translation>die Kopie entspricht nicht dem Original; nichts wurde behalten</translation>
    </message>
    <message>
        <source>the disk is full, nothing was changed</source>
        <translation>die Festplatte ist voll, nichts wurde geändert</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>the file is gone</source>
        <translation>die Datei ist weg</translation>
    </message>
    <message>
        <source>the file may not be read</source>
        <translation>die Datei darf nicht gelesen werden</translation>
    </message>
    <message>
        <source>the image is damaged ({})</source>
        <translation>das Bild ist beschädigt ({})</translation>
    </message>
    <message>
        <source>the labels of {} are {} x {} pixels, the image {} x {} (height x width)</source>
        <translation>die Labels von {} haben {} x {} Pixel, das Bild {} x {} (Höhe x Breite)</translation>
    </message>
    <message>
        <source>the loss became {} in step {}</source>
        <translation>der Verlust wurde {} in Schritt {}</translation>
    </message>
    <message>
        <source>the maps hold values from {} to {}, not 0 to 1</source>
        <translation>die Karten haben Werte von {} bis {}, nicht 0 bis 1</translation>
    </message>
    <message>
        <source>the maps hold values that are no numbers</source>
        <translation>die Karten haben Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>the mask cannot be read ({})</source>
        <translation>die Maske kann nicht gelesen werden ({})</translation>
    </message>
    <message>
        <source>the mask is damaged ({})</source>
        <translation>die Maske ist beschädigt ({})</translation>
    </message>
    <message>
        <source>the memory does not suffice for a training step</source>
        <translation>der Speicher reicht nicht für einen Trainingsschritt</translation>
    </message>
    <message>
        <source>the memory does not suffice for looking closer</source>
        <translation>der Speicher reicht nicht, um genauer hinzusehen</translation>
    </message>
    <message>
        <source>the memory does not suffice for this image</source>
        <translation>der Speicher reicht nicht für dieses Bild</translation>
    </message>
    <message>
        <source>the other mask has {} x {} pixels, this image {} x {}</source>
        <translation>die andere Maske hat {} x {} Pixel, dieses Bild {} x {}</translation>
    </message>
    <message>
        <source>the pretrained weights cannot be had ({}: {})</source>
        <translation>die vortrainierten Gewichte sind nicht zu bekommen ({}: {})</translation>
    </message>
    <message>
        <source>the project has no model yet</source>
        <translation>das Projekt hat noch kein Modell</translation>
    </message>
    <message>
        <source>the project is open for reading only</source>
        <translation>das Projekt ist nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>the project would lie in its image folder {}: what it makes would be taken for images</source>
        <translation>das Projekt läge in seinem Bildordner {}: Was es erzeugt, würde für Bilder gehalten</translation>
    </message>
    <message>
        <source>the run is gone</source>
        <translation>der Lauf ist weg</translation>
    </message>
    <message>
        <source>the settings of the open project: names of classes and folders, no images</source>
        <translation>Einstellungen des offenen Projekts: Namen von Klassen und Ordnern, keine Bilder</translation>
    </message>
    <message>
        <source>the weights file cannot be read ({})</source>
        <translation>die Gewichtsdatei kann nicht gelesen werden ({})</translation>
    </message>
    <message>
        <source>there are no images here</source>
        <translation>hier sind keine Bilder</translation>
    </message>
    <message>
        <source>there are no label files in labels</source>
        <translation>in labels liegen keine Label-Dateien</translation>
    </message>
    <message>
        <source>there are no maps ({}) here</source>
        <translation>hier sind keine Karten ({})</translation>
    </message>
    <message>
        <source>there are no maps of this image in {}</source>
        <translation>zu diesem Bild gibt es keine Karten in {}</translation>
    </message>
    <message>
        <source>there are only {} GPUs</source>
        <translation>es gibt nur {} GPUs</translation>
    </message>
    <message>
        <source>there is no JSON file with COCO&apos;s annotations</source>
        <translation>es gibt keine JSON-Datei mit COCO-Annotationen</translation>
    </message>
    <message>
        <source>there is no JSON file with Datumaro&apos;s items</source>
        <translation>es gibt keine JSON-Datei mit Datumaro-Einträgen</translation>
    </message>
    <message>
        <source>there is no image folder {}</source>
        <translation>es gibt keinen Bilderordner {}</translation>
    </message>
    <message>
        <source>there is no project here</source>
        <translation>hier ist kein Projekt</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>there is something already</source>
        <translation>dort ist schon etwas</translation>
    </message>
    <message>
        <source>these images differ in their extension only: {}</source>
        <translation>diese Bilder unterscheiden sich nur in der Endung: {}</translation>
    </message>
    <message>
        <source>these maps are in no known format</source>
        <translation>diese Karten haben kein bekanntes Format</translation>
    </message>
    <message>
        <source>these weights do not fit the model:{}</source>
        <translation>diese Gewichte passen nicht zum Modell:{}</translation>
    </message>
    <message>
        <source>this data set has {} classes ({}), not {}</source>
        <translation>dieser Datensatz hat {} Klassen ({}), nicht {}</translation>
    </message>
    <message>
        <source>this folder does not exist</source>
        <translation>dieser Ordner existiert nicht</translation>
    </message>
    <message>
        <source>this folder is not laid out like {} ({})</source>
        <translation>dieser Ordner ist nicht wie {} aufgebaut ({})</translation>
    </message>
    <message>
        <source>this image folder does not exist</source>
        <translation>dieser Bilderordner existiert nicht</translation>
    </message>
    <message>
        <source>this lies inside the project itself</source>
        <translation>dies liegt im Projekt selbst</translation>
    </message>
    <message>
        <source>this place cannot be written to</source>
        <translation>an diesen Ort kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>train and test with NUMBER_GT.png beside each NUMBER.png</source>
        <translation>train und test mit NUMMER_GT.png neben jedem NUMMER.png</translation>
    </message>
    <message>
        <source>train/good, test/&lt;defect&gt; and ground_truth/&lt;defect&gt;</source>
        <translation>train/good, test/&lt;Fehler&gt; und ground_truth/&lt;Fehler&gt;</translation>
    </message>
    <message>
        <source>train_images and train.csv with run lengths</source>
        <translation>train_images und train.csv mit Lauflängen</translation>
    </message>
    <message>
        <source>two files for one image: {} and {}</source>
        <translation>zwei Dateien für ein Bild: {} und {}</translation>
    </message>
    <message>
        <source>unknown class {}</source>
        <translation>unbekannte Klasse {}</translation>
    </message>
    <message>
        <source>versions of the program and of what it is built on</source>
        <translation>Versionen des Programms und seiner Grundlagen</translation>
    </message>
    <message>
        <source>was written by a newer program</source>
        <translation>wurde von einem neueren Programm geschrieben</translation>
    </message>
    <message>
        <source>was written by a newer program (project version {}; this one reads up to {})</source>
        <translation>wurde von einem neueren Programm geschrieben (Projektversion {}; dieses liest bis {})</translation>
    </message>
    <message>
        <source>was written by a newer program (store version {}; this one reads up to {})</source>
        <translation>wurde von einem neueren Programm geschrieben (Speicherversion {}; dieses liest bis {})</translation>
    </message>
    <message>
        <source>what a training run said</source>
        <translation>was ein Trainingslauf gesagt hat</translation>
    </message>
    <message>
        <source>what the program wrote down</source>
        <translation>was das Programm protokolliert hat</translation>
    </message>
    <message>
        <source>your settings of the program</source>
        <translation>die Einstellungen des Programms</translation>
    </message>
    <message>
        <source>{} has no closing quote</source>
        <translation>{} hat kein schließendes Anführungszeichen</translation>
    </message>
    <message>
        <source>{} is the name of class {} already</source>
        <translation>{} heißt schon Klasse {}</translation>
    </message>
    <message>
        <source>{}: is no field</source>
        <translation>{}: ist kein Feld</translation>
    </message>
    <message>
        <source>{}: needs a value</source>
        <translation>{}: braucht einen Wert</translation>
    </message>
    <message>
        <source>{}:{} is no value</source>
        <translation>{}:{} ist kein Wert</translation>
    </message>
    <message>
        <source>{}:{}: there is no such {}</source>
        <translation>{}:{}: kein bekannter Wert für {}</translation>
    </message>
    <message>
        <source>{}:{}: {} goes from 0 to 1</source>
        <translation>{}:{}: {} geht von 0 bis 1</translation>
    </message>
</context>
<context>
    <name>LimitChoices</name>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Brightness from</source>
        <translation>Helligkeit von</translation>
    </message>
    <message>
        <source>Change only</source>
        <translation>Nur ändern</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Heat map from</source>
        <translation>Heatmap von</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>Keine Grenzen</translation>
    </message>
    <message>
        <source>Only pixels of the image with values in this range</source>
        <translation>Nur Bildpixel mit Werten in diesem Bereich</translation>
    </message>
    <message>
        <source>Only where the class at hand has values in this range</source>
        <translation>Nur, wo die aktuelle Klasse Werte in diesem Bereich hat</translation>
    </message>
    <message>
        <source>Which pixels may change</source>
        <translation>Welche Pixel sich ändern dürfen</translation>
    </message>
    <message>
        <source>anything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>brightness {} to {}</source>
        <translation>Helligkeit {} bis {}</translation>
    </message>
    <message>
        <source>heat map {} to {}</source>
        <translation>Heatmap {} bis {}</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>{}, highest value</source>
        <translation>{}, höchster Wert</translation>
    </message>
    <message>
        <source>{}, lowest value</source>
        <translation>{}, niedrigster Wert</translation>
    </message>
</context>
<context>
    <name>LimitsButton</name>
    <message>
        <source>Change only one class, only background, or only some values</source>
        <translation>Nur eine Klasse, nur Hintergrund oder nur manche Werte ändern</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Nothing else can be changed. Click for the limits</source>
        <translation>Anderes lässt sich nicht ändern. Klicken für die Grenzen</translation>
    </message>
    <message>
        <source>Only {}</source>
        <translation>Nur {}</translation>
    </message>
    <message>
        <source>Take all limits away</source>
        <translation>Alle Grenzen aufheben</translation>
    </message>
</context>
<context>
    <name>ListRows</name>
    <message>
        <source>tagged without {}, but scored {}</source>
        <translation>ohne {} getaggt, aber Wert {}</translation>
    </message>
    <message>
        <source>tagged {}, but scored {}</source>
        <translation>mit {} getaggt, aber Wert {}</translation>
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
        <source>Search the messages</source>
        <translation>Die Meldungen durchsuchen</translation>
    </message>
    <message>
        <source>Which messages are shown</source>
        <translation>Welche Meldungen gezeigt werden</translation>
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
</context>
<context>
    <name>MapSupply</name>
    <message>
        <source>All images have been looked at.</source>
        <translation>Alle Bilder sind angesehen.</translation>
    </message>
</context>
<context>
    <name>MaskAmounts</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Amounts for masks</source>
        <translation>Mengen für Masken</translation>
    </message>
    <message>
        <source>GrabCut moves outlines by up to</source>
        <translation>GrabCut verschiebt Umrisse um höchstens</translation>
    </message>
    <message>
        <source>Grow and shrink by</source>
        <translation>Wachsen und schrumpfen um</translation>
    </message>
    <message>
        <source>Growing takes pixels of other classes too</source>
        <translation>Wachsen nimmt auch Pixel anderer Klassen</translation>
    </message>
    <message>
        <source>Islands have fewer than</source>
        <translation>Inseln haben weniger als</translation>
    </message>
    <message>
        <source>Operations work on the blob under the cursor, or on the chosen class where there is none.</source>
        <translation>Operationen wirken auf den Fleck unter dem Mauszeiger oder, wo keiner ist, auf die gewählte Klasse.</translation>
    </message>
    <message>
        <source>Smooth outlines by</source>
        <translation>Umrisse glätten um</translation>
    </message>
</context>
<context>
    <name>MaskDesk</name>
    <message>
        <source>Fit to the image within {} px (GrabCut)</source>
        <translation>Ans Bild anpassen innerhalb {} px (GrabCut)</translation>
    </message>
    <message>
        <source>Grow by {} px</source>
        <translation>Um {} px wachsen</translation>
    </message>
    <message>
        <source>Point at a blob first.</source>
        <translation>Zuerst auf einen Fleck zeigen.</translation>
    </message>
    <message>
        <source>Remove islands under {} px</source>
        <translation>Inseln unter {} px entfernen</translation>
    </message>
    <message>
        <source>Shrink by {} px</source>
        <translation>Um {} px schrumpfen</translation>
    </message>
    <message>
        <source>Smooth outline by {} px</source>
        <translation>Umriss um {} px glätten</translation>
    </message>
</context>
<context>
    <name>MaskJobs</name>
    <message>
        <source>Finish the stroke first.</source>
        <translation>Zuerst den Strich abschließen.</translation>
    </message>
    <message>
        <source>The limits that are set allow no change here.</source>
        <translation>Die gesetzten Grenzen erlauben hier keine Änderung.</translation>
    </message>
    <message>
        <source>The mask changed before “{}” was done: it was dropped.</source>
        <translation>Die Maske änderte sich, bevor „{}“ fertig war: es wurde verworfen.</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>Noch gibt es keine Maske zum Bearbeiten.</translation>
    </message>
    <message>
        <source>“{}” is at work … Esc stops it.</source>
        <translation>„{}“ arbeitet … Esc hält es an.</translation>
    </message>
    <message>
        <source>“{}” was stopped: the mask is as it was.</source>
        <translation>„{}“ wurde angehalten: die Maske ist, wie sie war.</translation>
    </message>
</context>
<context>
    <name>MaskOperations</name>
    <message>
        <source>A blob was too thin and is gone. Undo brings it back.</source>
        <translation>Ein Fleck war zu dünn und ist weg. Rückgängig bringt ihn zurück.</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>GrabCut finds the outline that is there already.</source>
        <translation>GrabCut findet den Umriss, der schon da ist.</translation>
    </message>
    <message>
        <source>No blob is under the cursor: all of “{}” was changed.</source>
        <translation>Kein Fleck unter dem Mauszeiger: alles von „{}“ wurde geändert.</translation>
    </message>
    <message>
        <source>No blob of the class has fewer than {} pixels.</source>
        <translation>Kein Fleck der Klasse hat weniger als {} Pixel.</translation>
    </message>
    <message>
        <source>The blob has the chosen class already.</source>
        <translation>Der Fleck hat die gewählte Klasse schon.</translation>
    </message>
    <message>
        <source>The mask is the same already.</source>
        <translation>Die Maske ist schon dieselbe.</translation>
    </message>
    <message>
        <source>The mask is what the model proposes already.</source>
        <translation>Die Maske ist schon, was das Modell vorschlägt.</translation>
    </message>
    <message>
        <source>The whole image is one blob: no outline can move.</source>
        <translation>Das ganze Bild ist ein Fleck: kein Umriss kann sich bewegen.</translation>
    </message>
    <message>
        <source>There is no blob under the cursor and none of the class.</source>
        <translation>Unter dem Mauszeiger ist kein Fleck und von der Klasse gibt es keinen.</translation>
    </message>
    <message>
        <source>There is no blob under the cursor that differs from the proposal.</source>
        <translation>Unter dem Mauszeiger ist kein Fleck, der vom Vorschlag abweicht.</translation>
    </message>
    <message>
        <source>There is no blob under the cursor.</source>
        <translation>Unter dem Mauszeiger ist kein Fleck.</translation>
    </message>
    <message>
        <source>There is no heat map and so no proposal yet.</source>
        <translation>Es gibt keine Heatmap und darum noch keinen Vorschlag.</translation>
    </message>
    <message>
        <source>There is no hole to fill.</source>
        <translation>Es gibt kein Loch zu füllen.</translation>
    </message>
    <message>
        <source>There is no image before this one.</source>
        <translation>Vor diesem gibt es kein Bild.</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>Noch gibt es keine Maske zum Bearbeiten.</translation>
    </message>
    <message>
        <source>There is no room to grow: other classes are all around.</source>
        <translation>Kein Platz zum Wachsen: ringsum sind andere Klassen.</translation>
    </message>
    <message>
        <source>There is no smaller blob beside the largest one.</source>
        <translation>Neben dem größten gibt es keinen kleineren Fleck.</translation>
    </message>
    <message>
        <source>There is nothing to smooth: the outline is round or the blob too thin.</source>
        <translation>Nichts zu glätten: der Umriss ist rund oder der Fleck zu dünn.</translation>
    </message>
    <message>
        <source>back to the proposal</source>
        <translation>zurück zum Vorschlag</translation>
    </message>
    <message>
        <source>blob back to the proposal</source>
        <translation>Fleck zurück zum Vorschlag</translation>
    </message>
    <message>
        <source>copy mask</source>
        <translation>Maske kopieren</translation>
    </message>
    <message>
        <source>delete blob</source>
        <translation>Fleck löschen</translation>
    </message>
    <message>
        <source>erase class</source>
        <translation>Klasse löschen</translation>
    </message>
    <message>
        <source>fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>grow</source>
        <translation>wachsen</translation>
    </message>
    <message>
        <source>keep largest</source>
        <translation>größten behalten</translation>
    </message>
    <message>
        <source>other class</source>
        <translation>andere Klasse</translation>
    </message>
    <message>
        <source>remove islands</source>
        <translation>Inseln entfernen</translation>
    </message>
    <message>
        <source>shrink</source>
        <translation>schrumpfen</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>glätten</translation>
    </message>
    <message>
        <source>{} blobs were too thin and are gone. Undo brings them back.</source>
        <translation>{} Flecken waren zu dünn und sind weg. Rückgängig bringt sie zurück.</translation>
    </message>
    <message>
        <source>{} has no mask of its own yet: accept or edit it first.</source>
        <translation>{} hat noch keine eigene Maske: zuerst annehmen oder bearbeiten.</translation>
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
    <message>
        <source>Mas&amp;k</source>
        <translation>Mas&amp;ke</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>What can be done about it</source>
        <translation>Was sich tun lässt</translation>
    </message>
</context>
<context>
    <name>MiniMap</name>
    <message>
        <source>Small map of the whole image</source>
        <translation>Übersichtskarte des ganzen Bildes</translation>
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
    <name>NewProjectDesk</name>
    <message>
        <source>Copying {}</source>
        <translation>{} wird kopiert</translation>
    </message>
    <message>
        <source>Making the project {}</source>
        <translation>Projekt {} wird angelegt</translation>
    </message>
    <message>
        <source>Stopped; no project was made.</source>
        <translation>Angehalten; es wurde kein Projekt angelegt.</translation>
    </message>
    <message>
        <source>This folder looks like a data set ({}). File &gt; New project takes over its tags, subsets and masks.</source>
        <translation>Dieser Ordner sieht nach einem Datensatz aus ({}). Datei &gt; Neues Projekt übernimmt seine Tags, Teilmengen und Masken.</translation>
    </message>
</context>
<context>
    <name>NewProjectDialog</name>
    <message>
        <source>Choose a folder for the project.</source>
        <translation>Einen Ordner für das Projekt wählen.</translation>
    </message>
    <message>
        <source>Choose a folder of images, or the folder of a data set: its classes, tags, subsets and masks are found and shown here.</source>
        <translation>Einen Ordner mit Bildern oder den Ordner eines Datensatzes wählen: seine Klassen, Tags, Teilmengen und Masken werden gefunden und hier gezeigt.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
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
        <source>Copy the images into the project folder</source>
        <translation>Die Bilder in den Projektordner kopieren</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Each class needs a name.</source>
        <translation>Jede Klasse braucht einen Namen.</translation>
    </message>
    <message>
        <source>Folder of images, or of a whole data set</source>
        <translation>Ordner mit Bildern oder mit einem ganzen Datensatz</translation>
    </message>
    <message>
        <source>Found by itself</source>
        <translation>Selbst gefunden</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Import the heat maps</source>
        <translation>Die Heatmaps importieren</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Looking at masks: {} of {}</source>
        <translation>Masken werden angesehen: {} von {}</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>Projektordner</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stopped. Choose the folder or a layout to look again.</source>
        <translation>Angehalten. Um neu zu suchen, den Ordner oder einen Aufbau wählen.</translation>
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
    <message>
        <source>… and {} more</source>
        <translation>… und {} weitere</translation>
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
    <name>Operators</name>
    <message>
        <source>another brightness than usual</source>
        <translation>andere Helligkeit als üblich</translation>
    </message>
    <message>
        <source>another brightness than usual, where the synthetic-defect net sees something</source>
        <translation>andere Helligkeit als üblich, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>anything bright and narrower than 19 pixels</source>
        <translation>alles Helle, schmaler als 19 Pixel</translation>
    </message>
    <message>
        <source>anything bright and narrower than 19 pixels, where the synthetic-defect net sees something</source>
        <translation>alles Helle, schmaler als 19 Pixel, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>anything bright and narrower than 9 pixels</source>
        <translation>alles Helle, schmaler als 9 Pixel</translation>
    </message>
    <message>
        <source>anything dark and narrower than 19 pixels</source>
        <translation>alles Dunkle, schmaler als 19 Pixel</translation>
    </message>
    <message>
        <source>anything dark and narrower than 19 pixels, where the synthetic-defect net sees something</source>
        <translation>alles Dunkle, schmaler als 19 Pixel, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>anything dark and narrower than 9 pixels</source>
        <translation>alles Dunkle, schmaler als 9 Pixel</translation>
    </message>
    <message>
        <source>breaks the image&apos;s repetition</source>
        <translation>unterbricht die Wiederholung des Bildes</translation>
    </message>
    <message>
        <source>bright defects, by the synthetic-defect net</source>
        <translation>helle Fehler, laut Netz künstlicher Fehler</translation>
    </message>
    <message>
        <source>bright lines 2 to 4 pixels wide</source>
        <translation>helle Linien, 2 bis 4 Pixel breit</translation>
    </message>
    <message>
        <source>bright lines 2 to 4 pixels wide, where the synthetic-defect net sees something</source>
        <translation>helle Linien, 2 bis 4 Pixel breit, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>bright lines 6 to 10 pixels wide</source>
        <translation>helle Linien, 6 bis 10 Pixel breit</translation>
    </message>
    <message>
        <source>bright regions up to about 20 pixels wide</source>
        <translation>helle Bereiche bis etwa 20 Pixel breit</translation>
    </message>
    <message>
        <source>bright regions up to about 40 pixels wide</source>
        <translation>helle Bereiche bis etwa 40 Pixel breit</translation>
    </message>
    <message>
        <source>bright regions up to about 40 pixels wide, where the synthetic-defect net sees something</source>
        <translation>helle Bereiche bis etwa 40 Pixel breit, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>bright regions up to about 80 pixels wide</source>
        <translation>helle Bereiche bis etwa 80 Pixel breit</translation>
    </message>
    <message>
        <source>bright streaks along rows or columns</source>
        <translation>helle Streifen entlang Zeilen oder Spalten</translation>
    </message>
    <message>
        <source>bright streaky regions</source>
        <translation>helle streifige Bereiche</translation>
    </message>
    <message>
        <source>brighter than the image&apos;s even background</source>
        <translation>heller als der ebene Bildhintergrund</translation>
    </message>
    <message>
        <source>brighter than the image&apos;s even background, where the synthetic-defect net sees something</source>
        <translation>heller als der ebene Bildhintergrund, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>brighter than the rest of its column</source>
        <translation>heller als der Rest der Spalte</translation>
    </message>
    <message>
        <source>brighter than the rest of its row</source>
        <translation>heller als der Rest der Zeile</translation>
    </message>
    <message>
        <source>compact bright spots of about 16 pixels</source>
        <translation>kompakte helle Punkte, etwa 16 Pixel</translation>
    </message>
    <message>
        <source>compact bright spots of about 4 pixels</source>
        <translation>kompakte helle Punkte, etwa 4 Pixel</translation>
    </message>
    <message>
        <source>compact bright spots of about 8 pixels</source>
        <translation>kompakte helle Punkte, etwa 8 Pixel</translation>
    </message>
    <message>
        <source>compact bright spots of about 8 pixels, where the synthetic-defect net sees something</source>
        <translation>kompakte helle Punkte, etwa 8 Pixel, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>compact dark spots of about 16 pixels</source>
        <translation>kompakte dunkle Punkte, etwa 16 Pixel</translation>
    </message>
    <message>
        <source>compact dark spots of about 4 pixels</source>
        <translation>kompakte dunkle Punkte, etwa 4 Pixel</translation>
    </message>
    <message>
        <source>compact dark spots of about 8 pixels</source>
        <translation>kompakte dunkle Punkte, etwa 8 Pixel</translation>
    </message>
    <message>
        <source>compact dark spots of about 8 pixels, where the synthetic-defect net sees something</source>
        <translation>kompakte dunkle Punkte, etwa 8 Pixel, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>dark defects, by the synthetic-defect net</source>
        <translation>dunkle Fehler, laut Netz künstlicher Fehler</translation>
    </message>
    <message>
        <source>dark lines 2 to 4 pixels wide</source>
        <translation>dunkle Linien, 2 bis 4 Pixel breit</translation>
    </message>
    <message>
        <source>dark lines 2 to 4 pixels wide, where the synthetic-defect net sees something</source>
        <translation>dunkle Linien, 2 bis 4 Pixel breit, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>dark lines 6 to 10 pixels wide</source>
        <translation>dunkle Linien, 6 bis 10 Pixel breit</translation>
    </message>
    <message>
        <source>dark regions up to about 20 pixels wide</source>
        <translation>dunkle Bereiche bis etwa 20 Pixel breit</translation>
    </message>
    <message>
        <source>dark regions up to about 40 pixels wide</source>
        <translation>dunkle Bereiche bis etwa 40 Pixel breit</translation>
    </message>
    <message>
        <source>dark regions up to about 40 pixels wide, where the synthetic-defect net sees something</source>
        <translation>dunkle Bereiche bis etwa 40 Pixel breit, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>dark regions up to about 80 pixels wide</source>
        <translation>dunkle Bereiche bis etwa 80 Pixel breit</translation>
    </message>
    <message>
        <source>dark streaks along rows or columns</source>
        <translation>dunkle Streifen entlang Zeilen oder Spalten</translation>
    </message>
    <message>
        <source>dark streaky regions</source>
        <translation>dunkle streifige Bereiche</translation>
    </message>
    <message>
        <source>darker than the image&apos;s even background</source>
        <translation>dunkler als der ebene Bildhintergrund</translation>
    </message>
    <message>
        <source>darker than the image&apos;s even background, where the synthetic-defect net sees something</source>
        <translation>dunkler als der ebene Bildhintergrund, wo das Netz künstlicher Fehler etwas sieht</translation>
    </message>
    <message>
        <source>darker than the rest of its column</source>
        <translation>dunkler als der Rest der Spalte</translation>
    </message>
    <message>
        <source>darker than the rest of its row</source>
        <translation>dunkler als der Rest der Zeile</translation>
    </message>
    <message>
        <source>defects of either sign, by the synthetic-defect net</source>
        <translation>helle und dunkle Fehler, laut Netz künstlicher Fehler</translation>
    </message>
    <message>
        <source>rougher texture than usual</source>
        <translation>rauere Textur als üblich</translation>
    </message>
    <message>
        <source>smoother texture than usual</source>
        <translation>glattere Textur als üblich</translation>
    </message>
    <message>
        <source>straight thin bright lines from 10 pixels on</source>
        <translation>gerade dünne helle Linien ab 10 Pixel</translation>
    </message>
    <message>
        <source>straight thin bright lines from 20 pixels on</source>
        <translation>gerade dünne helle Linien ab 20 Pixel</translation>
    </message>
    <message>
        <source>straight thin dark lines from 10 pixels on</source>
        <translation>gerade dünne dunkle Linien ab 10 Pixel</translation>
    </message>
    <message>
        <source>straight thin dark lines from 20 pixels on</source>
        <translation>gerade dünne dunkle Linien ab 20 Pixel</translation>
    </message>
    <message>
        <source>unlike most of the image</source>
        <translation>anders als der größte Teil des Bildes</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>No command fits.</source>
        <translation>Kein Befehl passt.</translation>
    </message>
    <message>
        <source>Not now: {}</source>
        <translation>Gerade nicht: {}</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Befehle suchen</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>Was soll geschehen?</translation>
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
        <source>A strip under the menus that says what is done and what is next</source>
        <translation>Ein Streifen unter den Menüs, der sagt, was fertig ist und was als Nächstes kommt</translation>
    </message>
    <message>
        <source>All but Turbo are safe for colour-blind eyes</source>
        <translation>Alle außer Turbo sind für Farbfehlsichtige geeignet</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of heat maps</source>
        <translation>Farben der Heatmaps</translation>
    </message>
    <message>
        <source>Heat maps and masks</source>
        <translation>Heatmaps und Masken</translation>
    </message>
    <message>
        <source>Kept with every decision; the computer&apos;s user where empty</source>
        <translation>Steht bei jeder Entscheidung; leer: der Benutzer des Computers</translation>
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
        <translation>Masken nur als Umrisse</translation>
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
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Show the steps from tags to labels</source>
        <translation>Schritte von Tags zu Labels zeigen</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>Größe von Text und Bedienelementen</translation>
    </message>
    <message>
        <source>Without their fill</source>
        <translation>Ohne ihre Füllung</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Eigener Name</translation>
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
    <name>Presets</name>
    <message>
        <source>as published; needs a GPU and the ImageNet weights of DeiT-S</source>
        <translation>wie veröffentlicht; braucht eine GPU und die ImageNet-Gewichte von DeiT-S</translation>
    </message>
    <message>
        <source>as published; needs a GPU and the ImageNet weights of its encoder</source>
        <translation>wie veröffentlicht; braucht eine GPU und die ImageNet-Gewichte des Encoders</translation>
    </message>
    <message>
        <source>convolutional, quick and small; needs neither a GPU nor downloaded weights</source>
        <translation>faltend, schnell und klein; braucht weder GPU noch geladene Gewichte</translation>
    </message>
    <message>
        <source>quick and small; needs neither a GPU nor downloaded weights</source>
        <translation>schnell und klein; braucht weder GPU noch geladene Gewichte</translation>
    </message>
    <message>
        <source>slower and usually better; about half an hour on two cores, minutes on a GPU</source>
        <translation>langsamer und meist besser; etwa eine halbe Stunde auf zwei Kernen, Minuten auf einer GPU</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Decide on some more images to see how long the rest takes.</source>
        <translation>Noch einige Bilder entscheiden, um zu sehen, wie lange der Rest dauert.</translation>
    </message>
    <message>
        <source>The rest takes about {} at the pace of the last session.</source>
        <translation>Der Rest dauert etwa {} im Tempo der letzten Sitzung.</translation>
    </message>
    <message>
        <source>There are no images.</source>
        <translation>Es gibt keine Bilder.</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>{} accepted images wait for another person.</source>
        <translation>{} angenommene Bilder warten auf eine zweite Person.</translation>
    </message>
    <message>
        <source>{} of {} images decided</source>
        <translation>{} von {} Bildern entschieden</translation>
    </message>
</context>
<context>
    <name>ProgressDesk</name>
    <message>
        <source>As proposed</source>
        <translation>Wie vorgeschlagen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images per hour</source>
        <translation>Bilder pro Stunde</translation>
    </message>
</context>
<context>
    <name>ProgressWindow</name>
    <message>
        <source>A session ends after half an hour without a save. “As proposed” is the intersection over union of the model&apos;s masks and those that were accepted.</source>
        <translation>Eine Sitzung endet nach einer halben Stunde ohne Speichern. „Wie vorgeschlagen“ ist das Verhältnis von Schnitt zu Vereinigung (IoU) der Masken des Modells und der angenommenen.</translation>
    </message>
    <message>
        <source>All sessions, newest first</source>
        <translation>Alle Sitzungen, neueste zuerst</translation>
    </message>
    <message>
        <source>As proposed</source>
        <translation>Wie vorgeschlagen</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images/h</source>
        <translation>Bilder/h</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
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
        <source>File</source>
        <translation>Datei</translation>
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
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Nothing is saved yet. File &gt; Save asks again.</source>
        <translation>Noch ist nichts gespeichert. Datei &gt; Speichern fragt erneut.</translation>
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
</context>
<context>
    <name>ReadingDesk</name>
    <message>
        <source>For reading: nothing is changed or saved</source>
        <translation>Nur zum Lesen: nichts wird geändert oder gespeichert</translation>
    </message>
    <message>
        <source>Not now: another window has this project open; here it is for reading.</source>
        <translation>Jetzt nicht: Ein anderes Fenster hat dieses Projekt offen; hier ist es nur zum Lesen.</translation>
    </message>
    <message>
        <source>Not possible: this project is open for reading only.</source>
        <translation>Nicht möglich: Dieses Projekt ist nur zum Lesen offen.</translation>
    </message>
</context>
<context>
    <name>RecentButton</name>
    <message>
        <source>{} (gone)</source>
        <translation>{} (weg)</translation>
    </message>
    <message>
        <source>{} is not there now</source>
        <translation>{} ist gerade nicht da</translation>
    </message>
</context>
<context>
    <name>RecentDesk</name>
    <message>
        <source>Forget these</source>
        <translation>Diese vergessen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Zuletzt &amp;geöffnet</translation>
    </message>
    <message>
        <source>{} is not there now</source>
        <translation>{} ist gerade nicht da</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Opened last</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Choose operators that show each class, by its tags, and map what they show</source>
        <translation>Operatoren wählen, die jede Klasse zeigen, anhand ihrer Tags, und kartieren, was sie zeigen</translation>
    </message>
    <message>
        <source>Make a mask of every image; masks that you decided on stay as they are</source>
        <translation>Von jedem Bild eine Maske machen; entschiedene Masken bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Train STAC on the tags and these maps; its heat maps tell classes apart</source>
        <translation>STAC mit den Tags und diesen Karten trainieren; seine Heatmaps unterscheiden die Klassen</translation>
    </message>
    <message>
        <source>Train a segmenter in rounds, each on the masks of the round before</source>
        <translation>Einen Segmentierer in Runden trainieren, jede mit den Masken der vorigen</translation>
    </message>
    <message>
        <source>Write a page with figures and pictures of every stage</source>
        <translation>Eine Seite mit Zahlen und Bildern jeder Stufe schreiben</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>Accepted by {}</source>
        <translation>Angenommen von {}</translation>
    </message>
    <message>
        <source>From {}</source>
        <translation>Von {}</translation>
    </message>
    <message>
        <source>From {} at {}</source>
        <translation>Von {} bei {}</translation>
    </message>
    <message>
        <source>Marked for fixing by {}</source>
        <translation>Zum Nacharbeiten vorgemerkt von {}</translation>
    </message>
    <message>
        <source>Nobody has worked on this image yet.</source>
        <translation>An diesem Bild hat noch niemand gearbeitet.</translation>
    </message>
    <message>
        <source>Not decided, last by {}</source>
        <translation>Offen, zuletzt von {}</translation>
    </message>
    <message>
        <source>Rejected by {}</source>
        <translation>Abgelehnt von {}</translation>
    </message>
    <message>
        <source>Waits for another person to accept it too</source>
        <translation>Wartet auf die Annahme durch eine zweite Person</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>ein Modell</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
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
        <source>to fix</source>
        <translation>nacharbeiten</translation>
    </message>
    <message>
        <source>you</source>
        <translation>dir</translation>
    </message>
    <message>
        <source>{} % as proposed</source>
        <translation>{} % wie vorgeschlagen</translation>
    </message>
    <message>
        <source>{} and {}</source>
        <translation>{} und {}</translation>
    </message>
    <message>
        <source>{} h {} min</source>
        <translation>{} h {} min</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} px changed</source>
        <translation>{} px geändert</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
</context>
<context>
    <name>RecordPanel</name>
    <message>
        <source>A note on this image; it is saved while you type</source>
        <translation>Eine Notiz zu diesem Bild; sie wird beim Tippen gespeichert</translation>
    </message>
    <message>
        <source>All saved masks of this image</source>
        <translation>Alle gespeicherten Masken dieses Bildes</translation>
    </message>
    <message>
        <source>History …</source>
        <translation>Verlauf …</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this image</source>
        <translation>Notiz zu diesem Bild</translation>
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
    <name>RelinkDialog</name>
    <message>
        <source>Choose a folder with images that the project knows.</source>
        <translation>Einen Ordner mit Bildern wählen, die das Projekt kennt.</translation>
    </message>
    <message>
        <source>If the images were moved or copied, say where they are now.</source>
        <translation>Wurden die Bilder verschoben oder kopiert, hier angeben, wo sie jetzt sind.</translation>
    </message>
    <message>
        <source>Image folders</source>
        <translation>Bilderordner</translation>
    </message>
    <message>
        <source>Images of the same names may be other images: please check.</source>
        <translation>Bilder gleichen Namens können andere Bilder sein: bitte prüfen.</translation>
    </message>
    <message>
        <source>Records of missing images are kept; they come back with the images.</source>
        <translation>Einträge fehlender Bilder bleiben; sie kommen mit den Bildern zurück.</translation>
    </message>
    <message>
        <source>Say where the images are now.</source>
        <translation>Angeben, wo die Bilder jetzt sind.</translation>
    </message>
    <message>
        <source>The images of this project are not where they were. Tags, decisions and masks are kept; only the place of the images is asked for.</source>
        <translation>Die Bilder dieses Projekts sind nicht mehr, wo sie waren. Tags, Entscheidungen und Masken bleiben; nur der Ort der Bilder wird gebraucht.</translation>
    </message>
    <message>
        <source>Use these folders</source>
        <translation>Diese Ordner verwenden</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>From tags to masks: stage, time left</source>
        <translation>Von Tags zu Masken: Stufe, verbleibende Zeit</translation>
    </message>
    <message>
        <source>Stop the background work</source>
        <translation>Hintergrundarbeit anhalten</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Restore</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>There is no history yet: it begins with the first saved mask.</source>
        <translation>Noch kein Verlauf: er beginnt mit der ersten gespeicherten Maske.</translation>
    </message>
    <message>
        <source>This is an older mask, only to look at.</source>
        <translation>Dies ist eine ältere Maske, nur zum Ansehen.</translation>
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
        <source>About the run</source>
        <translation>Über den Lauf</translation>
    </message>
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
        <source>{} images/s</source>
        <translation>{} Bilder/s</translation>
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
        <source>{} MB</source>
        <translation>{} MB</translation>
    </message>
    <message>
        <source>{} GB</source>
        <translation>{} GB</translation>
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
        <source> since {}</source>
        <translation> seit {}</translation>
    </message>
    <message>
        <source>A crash would lose what is not saved yet: {}</source>
        <translation>Bei einem Absturz ginge Ungespeichertes verloren: {}</translation>
    </message>
    <message>
        <source>A newer version of STAC Studio left work in {}: open the project there.</source>
        <translation>Eine neuere Version von STAC Studio hinterließ Arbeit in {}: das Projekt dort öffnen.</translation>
    </message>
    <message>
        <source>A part of a journal could not be read; the file is kept: {}.</source>
        <translation>Ein Teil eines Journals war nicht lesbar; die Datei bleibt: {}.</translation>
    </message>
    <message>
        <source>Another window</source>
        <translation>Ein anderes Fenster</translation>
    </message>
    <message>
        <source>Edit here …</source>
        <translation>Hier bearbeiten …</translation>
    </message>
    <message>
        <source>If that computer is off, it can be edited here.</source>
        <translation>Ist jener Computer aus, kann es hier bearbeitet werden.</translation>
    </message>
    <message>
        <source>It can be edited as soon as it is closed there.</source>
        <translation>Es kann bearbeitet werden, sobald es dort geschlossen ist.</translation>
    </message>
    <message>
        <source>The last session ended before its work on {} had a project. It is back: save it now.</source>
        <translation>Die letzte Sitzung endete, bevor ihre Arbeit an {} ein Projekt hatte. Sie ist wieder da: jetzt speichern.</translation>
    </message>
    <message>
        <source>The last session ended before its work on {} images had a project. It is back: save it now.</source>
        <translation>Die letzte Sitzung endete, bevor ihre Arbeit an {} Bildern ein Projekt hatte. Sie ist wieder da: jetzt speichern.</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} images is back.</source>
        <translation>Die letzte Sitzung endete unerwartet; ihre Arbeit an {} Bildern ist wieder da.</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} is back.</source>
        <translation>Die letzte Sitzung endete unerwartet; ihre Arbeit an {} ist wieder da.</translation>
    </message>
    <message>
        <source>The other window has closed the project: edit it here now.</source>
        <translation>Das andere Fenster hat das Projekt geschlossen: jetzt hier bearbeiten.</translation>
    </message>
    <message>
        <source>This project is open for reading only; nothing can be saved.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet; nichts kann gespeichert werden.</translation>
    </message>
    <message>
        <source>another window</source>
        <translation>ein anderes Fenster</translation>
    </message>
    <message>
        <source>{} has this project open{}: here it is open for reading.</source>
        <translation>{} hat dieses Projekt geöffnet{}: hier ist es nur zum Lesen offen.</translation>
    </message>
    <message>
        <source>{} in another window</source>
        <translation>{} in einem anderen Fenster</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation>{} auf {}</translation>
    </message>
    <message>
        <source>{} were changed since: what was recovered is in their history.</source>
        <translation>{} wurden seitdem geändert: Wiederhergestelltes steht in ihrem Verlauf.</translation>
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
        <source>The evidence is weak (score {}): the tags say little here. Take the picture that shows the defects best, or none.</source>
        <translation>Die Belege sind schwach (Wert {}): die Tags sagen hier wenig. Das Bild nehmen, das die Fehler am besten zeigt, oder keins.</translation>
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
        <source>covers {} %</source>
        <translation>bedeckt {} %</translation>
    </message>
    <message>
        <source>masks predictable {}</source>
        <translation>Masken vorhersagbar {}</translation>
    </message>
    <message>
        <source>score {}</source>
        <translation>Wert {}</translation>
    </message>
    <message>
        <source>tells the tag {}</source>
        <translation>verrät den Tag {}</translation>
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
        <source>Settings and preview</source>
        <translation>Einstellungen und Vorschau</translation>
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
        <source>Somebody else has this project open: nothing is saved here.</source>
        <translation>Jemand anders hat dieses Projekt geöffnet: hier wird nichts gespeichert.</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing is saved. Copy it where you may write.</source>
        <translation>Dieses Projekt ist nur zum Lesen geöffnet: nichts wird gespeichert. Es dorthin kopieren, wo geschrieben werden darf.</translation>
    </message>
</context>
<context>
    <name>Scrubbing</name>
    <message>
        <source>There is neither a blob nor heat under the cursor.</source>
        <translation>Unter dem Mauszeiger ist weder ein Fleck noch Hitze.</translation>
    </message>
    <message>
        <source>There is no heat map of this blob&apos;s class.</source>
        <translation>Von der Klasse dieses Flecks gibt es keine Heatmap.</translation>
    </message>
    <message>
        <source>There is no heat map yet: a blob&apos;s threshold needs one.</source>
        <translation>Noch keine Heatmap: die Schwelle eines Flecks braucht eine.</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>Noch gibt es keine Maske zum Bearbeiten.</translation>
    </message>
    <message>
        <source>blob at {}</source>
        <translation>Fleck bei {}</translation>
    </message>
    <message>
        <source>blob threshold</source>
        <translation>Schwelle des Flecks</translation>
    </message>
    <message>
        <source>cannot grow further</source>
        <translation>kann nicht weiter wachsen</translation>
    </message>
    <message>
        <source>in {} parts</source>
        <translation>in {} Teilen</translation>
    </message>
    <message>
        <source>meets a neighbour at {}</source>
        <translation>trifft bei {} auf einen Nachbarn</translation>
    </message>
    <message>
        <source>no blob above {}</source>
        <translation>kein Fleck über {}</translation>
    </message>
    <message>
        <source>nothing is left</source>
        <translation>nichts bleibt übrig</translation>
    </message>
    <message>
        <source>splits at {}</source>
        <translation>teilt sich bei {}</translation>
    </message>
    <message>
        <source>touches a neighbour</source>
        <translation>berührt einen Nachbarn</translation>
    </message>
    <message>
        <source>vanishes at {}</source>
        <translation>verschwindet bei {}</translation>
    </message>
</context>
<context>
    <name>SessionChart</name>
    <message>
        <source>The last sessions</source>
        <translation>Die letzten Sitzungen</translation>
    </message>
</context>
<context>
    <name>SessionFacts</name>
    <message>
        <source>Imported maps: {}</source>
        <translation>Importierte Karten: {}</translation>
    </message>
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
        <source>No model yet: train one, or choose weights to see heat maps. Masks can be painted without one.</source>
        <translation>Noch kein Modell: eines trainieren oder Gewichte wählen, um Heatmaps zu sehen. Malen geht auch ohne.</translation>
    </message>
    <message>
        <source>Tag and model disagree: {}.</source>
        <translation>Tag und Modell sind uneins: {}.</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>Das Modell ließ sich nicht laden</translation>
    </message>
    <message>
        <source>listing images: {}</source>
        <translation>Bilder werden aufgelistet: {}</translation>
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
        <source>After a restart: {}. Everything is saved first.</source>
        <translation>Nach einem Neustart: {}. Vorher wird alles gespeichert.</translation>
    </message>
    <message>
        <source>Keys …</source>
        <translation>Tasten …</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>Restore all settings</source>
        <translation>Alle Einstellungen wiederherstellen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SourceSwitch</name>
    <message>
        <source>Heat maps</source>
        <translation>Heatmaps</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Proposals from</source>
        <translation>Vorschläge von</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>Segmentierer</translation>
    </message>
    <message>
        <source>Which imported heat maps</source>
        <translation>Welche importierten Heatmaps</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>No heat maps of other programs yet: import some.</source>
        <translation>Noch keine Heatmaps anderer Programme: erst welche importieren.</translation>
    </message>
    <message>
        <source>No heat-map model yet: train one, or choose its file in the Model menu.</source>
        <translation>Noch kein Heatmap-Modell: eines trainieren oder seine Datei im Menü Modell wählen.</translation>
    </message>
    <message>
        <source>No segmenter yet: train one, or choose its file in the Model menu.</source>
        <translation>Noch kein Segmentierer: einen trainieren oder seine Datei im Menü Modell wählen.</translation>
    </message>
    <message>
        <source>Scale: 0 to 1 for each class in each image</source>
        <translation>Skala: 0 bis 1 für jede Klasse in jedem Bild</translation>
    </message>
    <message>
        <source>Scale: 0 to 1, as the maps were imported</source>
        <translation>Skala: 0 bis 1, wie die Karten importiert wurden</translation>
    </message>
    <message>
        <source>Scale: at 0.5 the class is as likely as the background</source>
        <translation>Skala: bei 0,5 ist die Klasse so wahrscheinlich wie der Hintergrund</translation>
    </message>
    <message>
        <source>Scale: the same for all images, heat times the class&apos;s score</source>
        <translation>Skala: für alle Bilder gleich, Hitze mal Wert der Klasse</translation>
    </message>
    <message>
        <source>This mask began with imported maps and was edited or decided on: it stays.</source>
        <translation>Diese Maske begann mit importierten Karten und wurde bearbeitet oder entschieden: sie bleibt.</translation>
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
        <translation>fertig</translation>
    </message>
    <message>
        <source>later</source>
        <translation>später</translation>
    </message>
    <message>
        <source>next step</source>
        <translation>nächster Schritt</translation>
    </message>
</context>
<context>
    <name>Tagging</name>
    <message>
        <source>tagged as free of defects</source>
        <translation>als fehlerfrei getaggt</translation>
    </message>
    <message>
        <source>tags removed</source>
        <translation>Tags entfernt</translation>
    </message>
    <message>
        <source>undone: {}</source>
        <translation>rückgängig: {}</translation>
    </message>
    <message>
        <source>{}: tag removed</source>
        <translation>{}: Tag entfernt</translation>
    </message>
    <message>
        <source>{}: tagged</source>
        <translation>{}: getaggt</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Back to the threshold of the model or the project</source>
        <translation>Zurück zum Schwellenwert des Modells oder Projekts</translation>
    </message>
    <message>
        <source>How often each heat occurs</source>
        <translation>Wie oft jede Hitze vorkommt</translation>
    </message>
    <message>
        <source>Ignore from</source>
        <translation>Ignorieren ab</translation>
    </message>
    <message>
        <source>Leave out what is neither hot nor cold: it is drawn hatched, belongs to no class, and nothing is learned from it</source>
        <translation>Auslassen, was weder heiß noch kalt ist: es wird schraffiert, gehört zu keiner Klasse, und nichts wird daraus gelernt</translation>
    </message>
    <message>
        <source>No heat map</source>
        <translation>Keine Heatmap</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Threshold of the mask: what is hotter belongs to it</source>
        <translation>Schwelle der Maske: was heißer ist, gehört dazu</translation>
    </message>
    <message>
        <source>Where the ignore band begins: it ends at the threshold</source>
        <translation>Wo das Ignorierband beginnt: es endet an der Schwelle</translation>
    </message>
</context>
<context>
    <name>ThresholdPlot</name>
    <message>
        <source>Scores by threshold</source>
        <translation>Werte nach Schwelle</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
</context>
<context>
    <name>ToolHints</name>
    <message>
        <source>Click the corners; Enter or a double click finishes, Backspace takes the last one back. With Alt or the right button it takes away</source>
        <translation>Ecken anklicken; Eingabe oder Doppelklick schließt ab, Rücktaste nimmt zurück, Alt oder rechts nimmt weg</translation>
    </message>
    <message>
        <source>Click what is to become the chosen class, a hole in it for instance</source>
        <translation>Anklicken, was die gewählte Klasse werden soll, etwa ein Loch darin</translation>
    </message>
    <message>
        <source>Drag along what you mean: what looks like the brush&apos;s middle is painted</source>
        <translation>Entlang ziehen: malt, was der Pinselmitte gleicht</translation>
    </message>
    <message>
        <source>Drag over the pieces that belong to it</source>
        <translation>Über die Stücke ziehen, die dazugehören</translation>
    </message>
    <message>
        <source>Drag to erase</source>
        <translation>Ziehen, um zu radieren</translation>
    </message>
    <message>
        <source>Drag to move the image</source>
        <translation>Ziehen, um das Bild zu verschieben</translation>
    </message>
    <message>
        <source>Drag to paint; with the right button, to erase</source>
        <translation>Ziehen, um zu malen; mit der rechten Taste radieren</translation>
    </message>
    <message>
        <source>Draw around what you mean; with Alt or the right button it takes away</source>
        <translation>Das Gemeinte umfahren; mit Alt oder rechter Taste wird weggenommen</translation>
    </message>
    <message>
        <source>Mark the defect, with the right button what is not; Enter takes what is found</source>
        <translation>Fehler markieren, rechts, was keiner ist; Eingabe übernimmt</translation>
    </message>
    <message>
        <source>Press on something; drag right for more, left for less</source>
        <translation>Drücken; nach rechts mehr, nach links weniger</translation>
    </message>
</context>
<context>
    <name>ToolOptionsBar</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Change only pixels at which the heat map is between {} and {}</source>
        <translation>Nur Pixel ändern, an denen die Heatmap zwischen {} und {} liegt</translation>
    </message>
    <message>
        <source>Connected only</source>
        <translation>Nur Verbundenes</translation>
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
        <source>Largest difference that still belongs</source>
        <translation>Größter Unterschied, der noch dazugehört</translation>
    </message>
    <message>
        <source>Not the whole image, only what hangs together</source>
        <translation>Nicht das ganze Bild, nur was zusammenhängt</translation>
    </message>
    <message>
        <source>Only where unsure</source>
        <translation>Nur wo unsicher</translation>
    </message>
    <message>
        <source>Options of the tool</source>
        <translation>Optionen des Werkzeugs</translation>
    </message>
    <message>
        <source>Pieces of</source>
        <translation>Stücke von</translation>
    </message>
    <message>
        <source>Put what was found into the mask  (Enter)</source>
        <translation>Gefundenes in die Maske übernehmen  (Eingabetaste)</translation>
    </message>
    <message>
        <source>Round brush</source>
        <translation>Runder Pinsel</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Square brush</source>
        <translation>Eckiger Pinsel</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The brush is as wide on the screen however far you zoom in</source>
        <translation>Der Pinsel ist auf dem Bildschirm immer gleich breit, wie weit auch gezoomt ist</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>What the wand looks at</source>
        <translation>Was der Zauberstab ansieht</translation>
    </message>
    <message>
        <source>Width of the brush  ([ and ], Shift+wheel)</source>
        <translation>Breite des Pinsels  ([ und ], Umschalt+Mausrad)</translation>
    </message>
    <message>
        <source>Width of the pieces  ([ and ], Shift+wheel)</source>
        <translation>Breite der Stücke  ([ und ], Umschalt+Mausrad)</translation>
    </message>
    <message>
        <source>in the</source>
        <translation>in</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>ToolsDesk</name>
    <message>
        <source>Nothing was changed: limits are set, above the image.</source>
        <translation>Nichts wurde geändert: über dem Bild sind Grenzen gesetzt.</translation>
    </message>
    <message>
        <source>So large a part is looked at in a smaller size; its border follows each pixel.</source>
        <translation>Ein so großer Bereich wird verkleinert betrachtet; sein Rand folgt jedem Pixel.</translation>
    </message>
    <message>
        <source>The mask changed meanwhile; nothing was painted.</source>
        <translation>Die Maske änderte sich inzwischen; nichts wurde gemalt.</translation>
    </message>
    <message>
        <source>There is no heat map here that could be unsure; take the tick away to paint.</source>
        <translation>Hier ist keine Heatmap, die unsicher sein könnte; zum Malen den Haken entfernen.</translation>
    </message>
    <message>
        <source>There is no heat map here; let the wand look at the image.</source>
        <translation>Hier ist keine Heatmap; den Zauberstab das Bild ansehen lassen.</translation>
    </message>
</context>
<context>
    <name>TrainingDesk</name>
    <message>
        <source>Training run {} is done. Use its model: Train &gt; Training.</source>
        <translation>Trainingslauf {} ist fertig. Sein Modell verwenden: Training &gt; Training.</translation>
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
    <name>WalkDesk</name>
    <message>
        <source>Every listed image is decided.</source>
        <translation>Jedes gelistete Bild ist entschieden.</translation>
    </message>
    <message>
        <source>Listing images: {}</source>
        <translation>Bilder werden aufgelistet: {}</translation>
    </message>
    <message>
        <source>Listing was stopped at {} images. Open the folder again to see all.</source>
        <translation>Das Auflisten wurde bei {} Bildern angehalten. Den Ordner neu öffnen, um alle zu sehen.</translation>
    </message>
    <message>
        <source>Nothing to choose from: no listed image is both scored and undecided.</source>
        <translation>Nichts zur Auswahl: kein gelistetes Bild hat einen Wert und ist offen.</translation>
    </message>
    <message>
        <source>The file of {} has changed and was read again.</source>
        <translation>Die Datei von {} hat sich geändert und wurde neu gelesen.</translation>
    </message>
    <message>
        <source>This is the only one.</source>
        <translation>Dies ist das einzige.</translation>
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
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Go to the next image without a tag</source>
        <translation>Zum nächsten Bild ohne Tag</translation>
    </message>
    <message>
        <source>Go to the next undecided image</source>
        <translation>Zum nächsten offenen Bild</translation>
    </message>
    <message>
        <source>Learn from the tags and propose a mask for every image</source>
        <translation>Aus den Tags lernen und für jedes Bild eine Maske vorschlagen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Write reviewed masks for other programs</source>
        <translation>Geprüfte Masken für andere Programme schreiben</translation>
    </message>
    <message>
        <source>cannot start yet</source>
        <translation>kann noch nicht beginnen</translation>
    </message>
    <message>
        <source>model in use</source>
        <translation>Modell in Benutzung</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>noch kein Modell</translation>
    </message>
    <message>
        <source>no model yet: about {}</source>
        <translation>noch kein Modell: etwa {}</translation>
    </message>
    <message>
        <source>no model yet: measuring …</source>
        <translation>noch kein Modell: wird gemessen …</translation>
    </message>
    <message>
        <source>not exported yet</source>
        <translation>noch nicht exportiert</translation>
    </message>
    <message>
        <source>stage {} of {}</source>
        <translation>Stufe {} von {}</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>{} accepted, not exported yet</source>
        <translation>{} angenommen, noch nicht exportiert</translation>
    </message>
    <message>
        <source>{} decided since</source>
        <translation>{} seitdem entschieden</translation>
    </message>
    <message>
        <source>{} exported</source>
        <translation>{} exportiert</translation>
    </message>
    <message>
        <source>{} of {} decided</source>
        <translation>{} von {} entschieden</translation>
    </message>
    <message>
        <source>{} of {} tagged</source>
        <translation>{} von {} getaggt</translation>
    </message>
    <message>
        <source>{}, {} left</source>
        <translation>{}, noch {}</translation>
    </message>
</context>
<context>
    <name>WayBar</name>
    <message>
        <source>Hide the steps</source>
        <translation>Schritte ausblenden</translation>
    </message>
    <message>
        <source>Hide the steps; Help shows them again</source>
        <translation>Schritte ausblenden; die Hilfe zeigt sie wieder</translation>
    </message>
    <message>
        <source>How long?</source>
        <translation>Wie lange?</translation>
    </message>
    <message>
        <source>Measure how long the first training takes on this computer</source>
        <translation>Messen, wie lange das erste Training auf diesem Computer dauert</translation>
    </message>
</context>
<context>
    <name>WayDesk</name>
    <message>
        <source>Every image is decided.</source>
        <translation>Jedes Bild ist entschieden.</translation>
    </message>
    <message>
        <source>Every image is tagged.</source>
        <translation>Jedes Bild ist getaggt.</translation>
    </message>
    <message>
        <source>Shift+1, Shift+2 … tag the image with a class; Shift+0 says it has no defect.</source>
        <translation>Umschalt+1, Umschalt+2 … taggen das Bild mit einer Klasse; Umschalt+0 sagt, dass es keinen Fehler hat.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Training cannot start yet</source>
        <translation>Das Training kann noch nicht beginnen</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>A project holds tags, decisions and masks of a folder of images. A bare folder can be looked at right away; the first thing you save makes it a project.</source>
        <translation>Ein Projekt enthält Tags, Entscheidungen und Masken eines Bilderordners. Ein bloßer Ordner lässt sich sofort ansehen; das erste Speichern macht ihn zum Projekt.</translation>
    </message>
    <message>
        <source>Look around in a demonstration</source>
        <translation>Sich in einer Vorführung umsehen</translation>
    </message>
    <message>
        <source>New project …</source>
        <translation>Neues Projekt …</translation>
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
    <name>_Delegate</name>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>nacharbeiten</translation>
    </message>
    <message>
        <source>no defect</source>
        <translation>kein Fehler</translation>
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
<context>
    <name>_FolderRow</name>
    <message>
        <source>Choose where {} is now</source>
        <translation>Wählen, wo {} jetzt ist</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>Missing: {} …</source>
        <translation>Es fehlen: {} …</translation>
    </message>
    <message>
        <source>None of the {} images that the project knows is here.</source>
        <translation>Keines der {} Bilder, die das Projekt kennt, ist hier.</translation>
    </message>
    <message>
        <source>They are in {}.</source>
        <translation>Sie sind in {}.</translation>
    </message>
    <message>
        <source>Where is it now?</source>
        <translation>Wo ist er jetzt?</translation>
    </message>
    <message>
        <source>Where {} is now</source>
        <translation>Wo {} jetzt ist</translation>
    </message>
    <message>
        <source>{} has another size than its mask: are these the right images?</source>
        <translation>{} hat eine andere Größe als seine Maske: sind das die richtigen Bilder?</translation>
    </message>
    <message>
        <source>{} images are here. The project knows none of them yet.</source>
        <translation>{} Bilder sind hier. Das Projekt kennt noch keines davon.</translation>
    </message>
    <message>
        <source>{} of {} images that the project knows are here.</source>
        <translation>{} von {} Bildern, die das Projekt kennt, sind hier.</translation>
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
    <name>_Row</name>
    <message>
        <source>Stop: {}</source>
        <translation>Anhalten: {}</translation>
    </message>
    <message>
        <source>{}: stopping …</source>
        <translation>{}: hält an …</translation>
    </message>
</context>
</TS>
