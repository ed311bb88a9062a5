"""Pure: the level that a likelihood and an impact make (NIST SP 800-30 Rev. 1, Table I-2).

Likelihood, impact and level are 1 to 5. The table is not their product: a very high impact that is
very unlikely is low, not moderate. What the steps mean is in ``catalogue/scales.toml``.
"""

LOWEST, HIGHEST = 1, 5
STEPS = range(LOWEST, HIGHEST + 1)
WORDS = {1: "Very low", 2: "Low", 3: "Moderate", 4: "High", 5: "Very high"}
"""Steps of every scale, as the guide calls them."""

# Rows are likelihood, columns impact, both from very low to very high.
_TABLE = (
    (1, 1, 1, 2, 2),
    (1, 2, 2, 2, 3),
    (1, 2, 3, 3, 4),
    (1, 2, 3, 4, 5),
    (1, 2, 3, 4, 5),
)


def level_of(likelihood: int, impact: int) -> int:
    """The level of risk, 1 to 5. Raises ``ValueError`` for a step that is not on the scale."""
    if likelihood not in STEPS or impact not in STEPS:
        raise ValueError(f"{likelihood} and {impact} are not both from {LOWEST} to {HIGHEST}.")
    return _TABLE[likelihood - LOWEST][impact - LOWEST]
