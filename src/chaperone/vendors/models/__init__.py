"""The register of vendors: who they are, what was signed, how they were judged, what was held."""

from chaperone.vendors.models.agreements import Agreement, CustomerAgreement, Signed
from chaperone.vendors.models.closures import Closure
from chaperone.vendors.models.diligence import Assessment, Assurance
from chaperone.vendors.models.vendors import Vendor

__all__ = [
    "Agreement",
    "Assessment",
    "Assurance",
    "Closure",
    "CustomerAgreement",
    "Signed",
    "Vendor",
]
