"""The tables of this room, by what they are about."""

from chaperone.risks.models.analyses import Analysis
from chaperone.risks.models.assets import Asset
from chaperone.risks.models.evaluations import Evaluation
from chaperone.risks.models.findings import Finding, FindingException, FindingImport, Severity
from chaperone.risks.models.processing import ImpactAssessment, ProcessingActivity
from chaperone.risks.models.releases import Release
from chaperone.risks.models.risks import Acceptance, Risk
from chaperone.risks.models.specifications import SpecificationDecision

__all__ = [
    "Acceptance",
    "Analysis",
    "Asset",
    "Evaluation",
    "Finding",
    "FindingException",
    "FindingImport",
    "ImpactAssessment",
    "ProcessingActivity",
    "Release",
    "Risk",
    "Severity",
    "SpecificationDecision",
]
