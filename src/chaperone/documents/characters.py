"""Which characters can be printed here, and what stands for those that cannot.

PDF/UA-1 forbids a character without a glyph. The compiler's own fonts come first, so that Latin,
Greek, Cyrillic and Hebrew look the same everywhere; what the machine's fonts add is used, too.
"""

import unicodedata
from functools import cache

import typst

_PROBE = b'#set document(title: "probe")\n#set text(lang: "en")\n#sys.inputs.character'
# Controls (some turn the direction of what follows), surrogates, unassigned, odd line ends.
_NEVER = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MARKS = frozenset(("Mn", "Mc", "Me"))
# Persian, Hindi and others join and part letters with these two.
_JOINERS = "\u200c\u200d"


@cache
def fonts() -> typst.Fonts:
    """The compiler's fonts and the machine's, looked for once."""
    return typst.Fonts(include_system_fonts=True)


def printable(text: str) -> str:
    """``text`` with what cannot be printed written out, such as ``[U+1F600]``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _can_be_set(each) else _written_out(each) for each in text)


def without_marks(text: str) -> str:
    """The same, with accents and joiners that stand alone written out, too.

    For letters and marks that can be printed each by itself and not together.
    """
    return "".join(
        _written_out(each) if each in _JOINERS or unicodedata.category(each) in _MARKS else each
        for each in printable(text)
    )


def _written_out(character: str) -> str:
    return f"[U+{ord(character):04X}]"


@cache
def _can_be_set(character: str) -> bool:
    if character == "\n" or character in _JOINERS:
        return True
    if unicodedata.category(character) in _NEVER:
        return False
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=fonts(),
            sys_inputs={"character": character},
        )
    except typst.TypstError:
        return False
    return True
