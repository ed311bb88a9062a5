"""Bech32 (BIP 173) as age writes its keys: 32 bytes as words of five bits with a checksum."""

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encoded(prefix: str, raw: bytes) -> str:
    """``raw`` after ``prefix``, which is in small letters."""
    padding = -len(raw) * 8 % 5
    count = (len(raw) * 8 + padding) // 5
    whole = int.from_bytes(raw, "big") << padding
    values = [whole >> 5 * (count - 1 - place) & 31 for place in range(count)]
    polymod = _polymod([*_expanded(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    checksum = [polymod >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in [*values, *checksum])}"


def decoded(prefix: str, text: str) -> bytes:
    """What stands after ``prefix``. Raises ``ValueError``, which quotes nothing."""
    if text != text.lower() and text != text.upper():
        raise ValueError("capitals and small letters are mixed")
    found, _, data = text.lower().rpartition("1")
    if found != prefix or len(data) < _CHECKSUM or not set(data) <= set(_LETTERS):
        raise ValueError("not of this kind")
    values = [_LETTERS.index(letter) for letter in data]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("the checksum is wrong")
    bits = len(values[:-_CHECKSUM]) * 5
    padding = bits % 8
    whole = 0
    for value in values[:-_CHECKSUM]:
        whole = whole << 5 | value
    if padding > 4 or whole & ((1 << padding) - 1):
        raise ValueError("the padding is wrong")
    return (whole >> padding).to_bytes(bits // 8, "big")


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            check ^= generator if top >> place & 1 else 0
    return check
