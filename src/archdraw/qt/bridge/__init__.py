"""Between the editor and Qt: events, fonts, colours, glyphs, workers."""
