"""Documents: one function per document, from a frozen data class to the bytes of a PDF.

Data in, data out: no clock, no network, no files but those of this package. Typst does the setting; it loads
at the first document made, not when a module is imported.
"""
