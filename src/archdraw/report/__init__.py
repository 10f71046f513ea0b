"""The review document as data: sections, tables and figures, in the words of the design. No PDF in it."""
