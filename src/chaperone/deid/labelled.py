"""Numbers that are told by the word before them: "my mrn is", "acct", "numero de seguro"."""

import re
from collections.abc import Iterator

from chaperone.deid.spans import Span

# Each kind with the words that name it; those after "|weak|" also precede readings and doses, so
# that what follows must be longer.
_KINDS = {
    "MRN": r"mrn|medical record|chart|med rec|expediente|historia clinica|patient (?:id|no|"
    "number)|pt id|registro",
    "SSN": r"ssn?#?|social security|social|seguro social",
    "PLAN": r"insurance|ins|policy|member|subscriber|beneficiary|medicare|medicaid|health plan|"
    "plan|group|seguro(?! social)|poliza|aseguranza|hmo|ppo",
    "LICENSE": r"licen[sc]e|licencia|dl|driver'?s|passport|pasaporte|certificate|npi|dea",
    "VEHICLE": r"vin|(?:license |licence )?plates?|(?:car |vehicle )tag|tag|placas?|matricula",
    "DEVICE": r"serial|s/?n|transmitter|device|meter|pump|sensor|serie|lot|model",
    "FAX": r"fax",
    "ZIP": r"zip ?code|zip|postal code|codigo postal|postal|c\.p\.",
    "PHONE": r"phone|cell|tel|telephone|mobile|telefono|celular|call|contact",
    "ACCOUNT": r"acc(?:oun)?t|cuenta|card|tarjeta|invoice|routing|iban|factura",
    "ID": r"prescription|rx|receta|case|caso|ref|reference|referencia|confirmation|order|ticket|"
    "site|study|id|number|numero|no|code|codigo|"
    r"claim|visit|encounter|pin|record|patient",
}
_FILLER = (
    r"(?:'?s)?(?:[ \t]*(?:number|num|numero|no|nr|nos|id|code|codigo|card|policy|plan|record|"
    r"serial|license|security|de|del|is|es|was|la|el|"
    r"mi|my|here|that|reads|says|change|changed|to|new|seguro|salud|placa|serie)\b\.?|"
    r"[ \t]*[:#=.-]){0,6}[ \t]*"
)
_VALUE = r"(?P<value>[a-z]{0,6}[ -]?\d[a-z\d]*(?:[-/ ]?[a-z]{0,3}\d[a-z\d]*|-[a-z]{1,6}\b){0,5})"
_LABELLED = re.compile(
    r"(?<![a-z\d])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + rf")(?![a-z]){_FILLER}{_VALUE}"
)
_PLATE = re.compile(
    rf"(?<![a-z\d])(?:{_KINDS['VEHICLE']})(?![a-z]){_FILLER}"
    r"(?P<value>(?=[a-z -]{0,7}\d)(?:[a-z\d]{1,4}[ -]?[a-z\d]{2,5}))(?![a-z\d])"
)
_ZIP = re.compile(r"\d{5}(?:-\d{3,4})?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def spans_of_labelled(text: str) -> Iterator[Span]:
    """The numbers of a folded text that stand after a word which says what they are."""
    for match in _LABELLED.finditer(text):
        kind = next(name for name in _KINDS if match[name])
        value = match["value"]
        start, end = match.span("value")
        stripped = len(value) - len(value.lstrip(" -"))
        if _enough(value, kind):
            yield Span(start + stripped, end, kind)
    if "pla" in text or "tag" in text or "matric" in text:
        for match in _PLATE.finditer(text):
            if len(match["value"]) > 4:
                yield Span(*match.span("value"), "VEHICLE")


def _enough(value: str, kind: str) -> bool:
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    if kind == "ZIP":
        return digits >= 4
    if kind == "PHONE":
        return digits >= 7
    if _YEAR.fullmatch(value.strip()):
        return False
    if letters:
        return digits >= 3 and letters + digits >= 5
    if kind in ("ID", "DEVICE"):
        return digits >= 5
    return digits >= 4
