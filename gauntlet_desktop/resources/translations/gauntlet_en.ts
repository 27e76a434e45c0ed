<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen image(s)</source>
        <translation>
            <numerusform>%Ln chosen image</numerusform>
            <numerusform>%Ln chosen images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cluster(s)</source>
        <translation>
            <numerusform>%Ln cluster</numerusform>
            <numerusform>%Ln clusters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are in {folder}.</source>
        <translation>
            <numerusform>%Ln file is in {folder}.</numerusform>
            <numerusform>%Ln files are in {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) wait for the next analysis</source>
        <translation>
            <numerusform>%Ln file waits for the next analysis</numerusform>
            <numerusform>%Ln files wait for the next analysis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) written to {folder}</source>
        <translation>
            <numerusform>%Ln file written to {folder}</numerusform>
            <numerusform>%Ln files written to {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln image</numerusform>
            <numerusform>%Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) tagged</source>
        <translation>
            <numerusform>%Ln image tagged</numerusform>
            <numerusform>%Ln images tagged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) with a likelihood ratio, {generated} of them over 1; {chosen}</source>
        <translation>
            <numerusform>%Ln image with a likelihood ratio, {generated} of them over 1; {chosen}</numerusform>
            <numerusform>%Ln images with a likelihood ratio, {generated} of them over 1; {chosen}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) written to {path}</source>
        <translation>
            <numerusform>%Ln image written to {path}</numerusform>
            <numerusform>%Ln images written to {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left out</source>
        <translation>
            <numerusform>%Ln left out</numerusform>
            <numerusform>%Ln left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) read</source>
        <translation>
            <numerusform>%Ln line read</numerusform>
            <numerusform>%Ln lines read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) without a SHA-256 left out</source>
        <translation>
            <numerusform>%Ln line without a SHA-256 left out</numerusform>
            <numerusform>%Ln lines without a SHA-256 left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln map(s)</source>
        <translation>
            <numerusform>%Ln map</numerusform>
            <numerusform>%Ln maps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more entries were not taken.</source>
        <translation>
            <numerusform>%Ln more entry was not taken.</numerusform>
            <numerusform>%Ln more entries were not taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not analysed</source>
        <translation>
            <numerusform>%Ln not analysed</numerusform>
            <numerusform>%Ln not analysed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parameter(s).</source>
        <translation>
            <numerusform>%Ln parameter.</numerusform>
            <numerusform>%Ln parameters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) written to {folder}</source>
        <translation>
            <numerusform>%Ln report written to {folder}</numerusform>
            <numerusform>%Ln reports written to {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln result(s) added to {path}</source>
        <translation>
            <numerusform>%Ln result added to {path}</numerusform>
            <numerusform>%Ln results added to {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) are in {file}.</source>
        <translation>
            <numerusform>%Ln row is in {file}.</numerusform>
            <numerusform>%Ln rows are in {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected image(s)</source>
        <translation>
            <numerusform>%Ln selected image</numerusform>
            <numerusform>%Ln selected images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln settings were set back. Undo takes that back.</source>
        <translation>
            <numerusform>%Ln setting was set back. Undo takes that back.</numerusform>
            <numerusform>%Ln settings were set back. Undo takes that back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) written to {path}</source>
        <translation>
            <numerusform>%Ln sheet written to {path}</numerusform>
            <numerusform>%Ln sheets written to {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdict(s) that changed</source>
        <translation>
            <numerusform>%Ln verdict that changed</numerusform>
            <numerusform>%Ln verdicts that changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Analyse %Ln file(s) of the case again?</source>
        <translation>
            <numerusform>Analyse %Ln file of the case again?</numerusform>
            <numerusform>Analyse %Ln files of the case again?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cluster {number}: %Ln image(s)</source>
        <translation>
            <numerusform>Cluster {number}: %Ln image</numerusform>
            <numerusform>Cluster {number}: %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %Ln map(s)</source>
        <translation>
            <numerusform>Make %Ln map</numerusform>
            <numerusform>Make %Ln maps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the %Ln listed image(s)</source>
        <translation>
            <numerusform>Of the %Ln listed image</numerusform>
            <numerusform>Of the %Ln listed images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the %Ln selected image(s)</source>
        <translation>
            <numerusform>Of the %Ln selected image</numerusform>
            <numerusform>Of the %Ln selected images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %Ln image(s)</source>
        <translation>
            <numerusform>On %Ln image</numerusform>
            <numerusform>On %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One report on all %Ln image(s)</source>
        <translation>
            <numerusform>One report on the %Ln image</numerusform>
            <numerusform>One report on all %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ready. %Ln image(s) done</source>
        <translation>
            <numerusform>Ready. %Ln image done</numerusform>
            <numerusform>Ready. %Ln images done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln image(s)</source>
        <translation>
            <numerusform>Remove %Ln image</numerusform>
            <numerusform>Remove %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Selected: %Ln image(s)</source>
        <translation>
            <numerusform>Selected: %Ln image</numerusform>
            <numerusform>Selected: %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %Ln selected image(s)</source>
        <translation>
            <numerusform>The %Ln selected image</numerusform>
            <numerusform>The %Ln selected images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of %Ln verdict(s) changed</source>
        <translation>
            <numerusform>{count} of %Ln verdict changed</numerusform>
            <numerusform>{count} of %Ln verdicts changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{names} and %Ln more</source>
        <translation>
            <numerusform>{names} and %Ln more</numerusform>
            <numerusform>{names} and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{number}: {digest}, %Ln result(s) since {since}</source>
        <translation>
            <numerusform>{number}: {digest}, %Ln result since {since}</numerusform>
            <numerusform>{number}: {digest}, %Ln results since {since}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{percentile} of %Ln image(s)</source>
        <translation>
            <numerusform>{percentile} of %Ln image</numerusform>
            <numerusform>{percentile} of %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %Ln image(s)</source>
        <translation>
            <numerusform>{shown} of %Ln image</numerusform>
            <numerusform>{shown} of %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{title}: {value}, %Ln image(s)</source>
        <translation>
            <numerusform>{title}: {value}, %Ln image</numerusform>
            <numerusform>{title}: {value}, %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} (%Ln image(s))</source>
        <translation>
            <numerusform>{what} (%Ln image)</numerusform>
            <numerusform>{what} (%Ln images)</numerusform>
        </translation>
    </message>
</context>
</TS>
