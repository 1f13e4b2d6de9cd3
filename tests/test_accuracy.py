"""The gate: a change that makes the coder worse by more than the noise fails here, in a sentence."""

import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    from own_sets import figures  # noqa: PLC0415 - found through the path set above

    found: dict[str, float] = figures()
    return found


BASELINE = tomllib.loads((ROOT / "benchmarks" / "baseline.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("figure", sorted(BASELINE))
def test_no_worse_than_the_baseline(figure: str, measured: dict[str, float]) -> None:
    was, noise = BASELINE[figure]["value"], BASELINE[figure]["noise"]
    now = measured[figure]
    assert now >= was - noise, (
        f"{figure} fell from {was:.3f} to {now:.3f}, by more than the noise of {noise:.3f}: "
        "mend the change, or set benchmarks/baseline.toml anew and say why in the commit"
    )
