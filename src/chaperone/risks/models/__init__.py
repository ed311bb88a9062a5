"""The tables of this room, by what they are about."""

from chaperone.risks.models.evaluations import Evaluation
from chaperone.risks.models.findings import Finding, FindingException, FindingImport, Severity
from chaperone.risks.models.processing import ImpactAssessment, ProcessingActivity
from chaperone.risks.models.releases import Release
from chaperone.risks.models.specifications import SpecificationDecision

__all__ = [
    "Evaluation",
    "Finding",
    "FindingException",
    "FindingImport",
    "ImpactAssessment",
    "ProcessingActivity",
    "Release",
    "Severity",
    "SpecificationDecision",
]
