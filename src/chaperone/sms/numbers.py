"""Telephone numbers in the one form that everything else compares: E.164, `+` and digits.

Source: ITU-T E.164; short codes: CTIA Short Code Monitoring Handbook (five or six digits).
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from chaperone.sms.errors import NotE164

# Not \d, which also matches the digits of other scripts.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[1-9][0-9]{4,5}")
_REASONS = {
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "The area code is missing.",
    ValidationResult.TOO_SHORT: "It has too few digits for its country.",
    ValidationResult.TOO_LONG: "It has too many digits for its country.",
    ValidationResult.INVALID_LENGTH: "It has the wrong number of digits for its country.",
    ValidationResult.INVALID_COUNTRY_CODE: "There is no such country code.",
}


def normalise(text: str, *, short_code: bool = False) -> str:
    """Return the number that a carrier delivered, in E.164; the same number always gives the same.

    `short_code=True` also accepts a short code (five or six digits) and returns it unchanged.
    Whether a number is assigned is not checked: a new area code is no reason to lose a message.
    Raises `NotE164` with the reason, which never quotes the number.
    """
    text = text.strip()
    if short_code and _SHORT_CODE.fullmatch(text):
        return text
    if not _E164.fullmatch(text):
        raise NotE164(_what_is_wrong(text))
    return _canonical(text, region=None)


def normalise_typed(text: str, *, region: str = "US") -> str:
    """Return in E.164 a number as a person types it, such as (617) 555-0123.

    `region` (ISO 3166, two letters) is the country of numbers typed without one.
    Raises `NotE164` with the reason.
    """
    return _canonical(text, region=region)


def _canonical(text: str, *, region: str | None) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise NotE164("There is no such country code.") from None
        raise NotE164("It cannot be read as a number.") from None
    if number.extension:
        raise NotE164("Extensions cannot receive texts.")
    result = phonenumbers.is_possible_number_with_reason(number)
    if result != ValidationResult.IS_POSSIBLE:
        raise NotE164(_REASONS[result])
    found = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not _E164.fullmatch(found):
        # Shorter ones are possible within some countries.
        raise NotE164(_what_is_wrong(found))
    return found


def _what_is_wrong(text: str) -> str:
    if not text:
        return "It is empty."
    if any(character.isalpha() for character in text):
        return "It has letters."
    if not text.startswith("+"):
        return "The + and the country code are missing."
    if not re.fullmatch(r"\+[0-9]*", text):
        return "It has something other than digits after the +."
    if text.startswith("+0"):
        return "No country code begins with 0."
    return "It needs 7 to 15 digits."
