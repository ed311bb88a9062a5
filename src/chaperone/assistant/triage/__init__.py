"""Triage of a text: emergency, crisis, urgent or routine, by rules that a clinician can read.

Pure: no Django, no database, no network, no model. The rules are data beside this module
(`rules.toml`, `signs.toml`, `scope.toml`, `words.toml`).
"""

from chaperone.assistant.triage.judging import Triage, triage

__all__ = ["Triage", "triage"]
