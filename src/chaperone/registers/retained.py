"""How long the programme's registers are kept (registered in ``retention``)."""

from chaperone.retention.classes import DOCUMENTATION, SIX_YEARS, Class

DOCUMENTS = Class(
    name="registers.documents",
    label="Records of the programme",
    about="Agreements, trainings, risks, devices, people, and their files.",
    default_days=SIX_YEARS,
    minimum_days=SIX_YEARS,
    legal_source=DOCUMENTATION,
    goes="Nothing yet.",
    stays="All of it. What is not in force any more is retired and stays readable.",
    elsewhere="Nothing of it goes by itself: a record is retired, not deleted.",
)
