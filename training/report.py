"""docs/triage.md: how well rules and classifier do on texts whose templates they never saw."""

from collections import Counter

import numpy as np

from training.judging import Levels, Validated, figures

_HEAD = """# Triage: rules, and the classifier beside them

Written by `make train`; do not edit. A text is read by the rules first
(`assistant/triage/rules.toml`); the classifier then raises the level of a text whose wording is
near the labelled ones, and never lowers one. Labels and rules are by non-clinicians from public
guidance: these are engineering figures, not a claim of clinical safety. A clinician must review
them.
"""
_HOW = """
The figures below are cross-validated: each text was judged by weights learned without any text of
its template, so they say what happens to ideas that are new to the classifier. That is harder than
rewordings of known ones. "Rules alone" is not so honest: rules were mended where they failed on
these texts. The development set is never learned from.
"""


def page(tried: Validated, *, features: int) -> str:
    """The whole report."""
    both, alone = tried.levels(), tried.levels(rules=False)
    return "\n".join(
        [
            _HEAD,
            _learned(tried, features),
            _HOW,
            *_table("Rules and classifier", tried.right, both),
            *_table("Rules alone", tried.right, tried.by_rules),
            *_table("Classifier alone", tried.right, alone),
            *_languages(tried, both),
            *_only_found(tried, both),
            *_wrongly_raised(tried, both),
            *_missed(tried, both),
        ]
    )


def _learned(tried: Validated, features: int) -> str:
    templates = len({row.template for row in tried.rows})
    marks = ", ".join(
        f"{name} {value:+.1f}"
        for name, value in zip(("emergency", "crisis", "a person"), tried.thresholds, strict=True)
    )
    return (
        f"Learned from {len(tried.rows)} texts of {templates} templates; {features} features keep a"
        f" weight.\nThresholds (log-odds, the lowest at which precision holds): {marks}."
    )


def _table(title: str, right: Levels, judged: Levels) -> list[str]:
    lines = [f"## {title}\n", "| level | recall | precision | texts |", "|---|---|---|---|"]
    for level, (recall, precision, texts) in figures(right, judged).items():
        lines.append(f"| {level} | {recall:.3f} | {precision:.3f} | {texts} |")
    grave = np.isin(right, ("emergency", "crisis")) & (judged == "routine")
    return [*lines, f"\nEmergencies and crises called routine: {int(grave.sum())}.\n"]


def _languages(tried: Validated, judged: Levels) -> list[str]:
    langs = np.array([row.lang for row in tried.rows])
    right = [f"{lang} {(tried.right == judged)[langs == lang].mean():.3f}" for lang in ("en", "es")]
    return [f"Right level by language: {', '.join(right)}.\n"]


def _only_found(tried: Validated, judged: Levels) -> list[str]:
    only = (judged == tried.right) & (judged != tried.by_rules)
    return _listed("Found by the classifier only", tried, judged, only)


def _wrongly_raised(tried: Validated, judged: Levels) -> list[str]:
    wrong = (judged != tried.right) & (judged != tried.by_rules) & (tried.right == tried.by_rules)
    return _listed("Raised wrongly by the classifier", tried, judged, wrong)


def _missed(tried: Validated, judged: Levels) -> list[str]:
    grave = np.isin(tried.right, ("emergency", "crisis")) & (judged == "routine")
    return _listed("Emergencies and crises that neither finds", tried, judged, grave)


def _listed(title: str, tried: Validated, judged: Levels, chosen: np.ndarray) -> list[str]:
    """One text of each template, so that the page stays readable."""
    places = np.flatnonzero(chosen)
    each = Counter(tried.rows[i].template for i in places)
    first = {tried.rows[i].template: i for i in reversed(places)}
    lines = [
        f"## {title}\n",
        f"{len(places)} texts of {len(each)} templates; the first text of each:\n",
    ]
    for _, i in sorted(first.items()):
        was, now = tried.by_rules[i], judged[i]
        lines.append(f"- {tried.rows[i].text} (*{tried.right[i]}*: rules {was}, both {now})")
    return [*lines, ""]
