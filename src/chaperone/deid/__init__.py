"""Pure knowledge of what identifies a person in a text: the 18 identifiers of 45 CFR 164.514(b)(2).

`finding.find` finds them, `tokens.Tokens` puts stable tokens in their place and takes them back.
This is engineering, not an expert's determination under 45 CFR 164.514(b)(1).
"""
