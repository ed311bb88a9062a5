"""Runs in the peers' own environment: finds identifiers with Presidio or scrubadub, and times it.

Usage: python deid_peers.py presidio|scrubadub, texts as JSON lines on standard input; one JSON line
out: {"seconds", "places": [[[start, end], ...], ...]}. Loads nothing of Chaperone, no language
model, and asks nothing of the network.
"""

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable

Find = Callable[[str], list[tuple[int, int]]]
ROUNDS = 3


def presidio() -> Find:
    """All of Presidio's recognizers for English that need no language model: patterns, phones."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"en": spacy.blank("en")}

    # It would fetch the list of public suffixes while analysing; the packaged one serves.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    engine = Blank(models=[{"lang_code": "en", "model_name": "blank"}])
    engine.load()
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(nlp_engine=engine)
    registry.recognizers = [
        recognizer
        for recognizer in registry.recognizers
        if not isinstance(recognizer, SpacyRecognizer)
    ]
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    return lambda text: [
        (found.start, found.end) for found in analyzer.analyze(text, language="en")
    ]


def scrubadub() -> Find:
    """scrubadub's detectors as it comes."""
    import scrubadub as peer

    scrubber = peer.Scrubber()
    return lambda text: [(filth.beg, filth.end) for filth in scrubber.iter_filth(text)]


def main() -> None:
    """The best of some rounds over all texts, after a warm-up."""
    warnings.simplefilter("ignore")
    logging.disable()
    find = {"presidio": presidio, "scrubadub": scrubadub}[sys.argv[1]]()
    texts = [json.loads(line) for line in sys.stdin]
    find("Call me at 617-555-0143, www.example.org")
    seconds = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        places = [find(text) for text in texts]
        seconds = min(seconds, time.process_time() - begun)
    json.dump({"seconds": seconds, "places": places}, sys.stdout)


if __name__ == "__main__":
    main()
