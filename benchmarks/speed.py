"""Words per second of the coder beside spaCy's own full pipeline, on the same reports in the same run, one process.

python benchmarks/speed.py guardian_2019.jsonl
"""

import argparse
import time

import spacy

from detente.coding import Coder
from detente.coding.parser import DEFAULT_MODEL, installed_name
from detente.reading import Problem, read_reports


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file")
    reports = [item for item in read_reports([options.parse_args().file]) if not isinstance(item, Problem)]
    words = sum(len(report.text.split()) for report in reports)

    coder = Coder()
    coder.code(reports[0])  # first call fills caches
    started = time.perf_counter()
    events = sum(len(found) for _, found in coder.code_all(reports))
    ours = time.perf_counter() - started

    full = spacy.load(installed_name(DEFAULT_MODEL))
    full(reports[0].text)
    started = time.perf_counter()
    for _ in full.pipe((report.text for report in reports), batch_size=32):
        pass
    theirs = time.perf_counter() - started

    print(f"{len(reports)} reports, {words:,} words, {events:,} events")
    print(f"detente                {words / ours:>10,.0f} words/s")
    print(f"spaCy, full pipeline   {words / theirs:>10,.0f} words/s")
    print(f"ratio                  {theirs / ours:>10.2f}")


if __name__ == "__main__":
    main()
