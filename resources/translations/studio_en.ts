<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>JobQueue</name>
    <message numerus="yes">
        <source>The queue is paused; %n film(s) wait.</source>
        <translation>
            <numerusform>The queue is paused; %n film waits.</numerusform>
            <numerusform>The queue is paused; %n films wait.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message numerus="yes">
        <source>Paused, %n to render</source>
        <translation>
            <numerusform>Paused, %n film to render</numerusform>
            <numerusform>Paused, %n films to render</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to render</source>
        <translation>
            <numerusform>%n film to render</numerusform>
            <numerusform>%n films to render</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>It shows %n film(s) and stands in %1.</source>
        <translation>
            <numerusform>It shows %n film and stands in %1.</numerusform>
            <numerusform>It shows %n films and stands in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) of the last session wait to be rendered.</source>
        <translation>
            <numerusform>A film of the last session waits to be rendered.</numerusform>
            <numerusform>%n films of the last session wait to be rendered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MatrixDialog</name>
    <message numerus="yes">
        <source>%1 × %2 × %3 = %n film(s)</source>
        <translation>
            <numerusform>%1 × %2 × %3 = %n film</numerusform>
            <numerusform>%1 × %2 × %3 = %n films</numerusform>
        </translation>
    </message>
</context>
</TS>
