from chaperone.incidents.exposure.queries.exposing import (
    Exposure,
    Seen,
    expose,
    exposure_of,
    proof_of,
)

__all__ = ["Exposure", "Seen", "expose", "exposure_of", "proof_of"]
