"""Whether something is a FHIR resource: by models made of HL7's own definitions.

Of release R4B, in which Patient, Communication and Consent are as in R4 (https://hl7.org/fhir/R4B/).
"""

from typing import Any

from fhir.resources.R4B import get_fhir_model_class


def checked(resource: dict[str, Any]) -> Any:
    """The resource as its model. Raises ``ValidationError`` where it is none."""
    return get_fhir_model_class(resource["resourceType"]).model_validate(resource)
