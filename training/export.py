"""From PyTorch to onnxruntime: trace, then quantize weights to integers of seven bits in eight, channel by channel.

The eighth bit stays free: processors without dot-product instructions would saturate, and answer otherwise than others.
"""

import tempfile
import warnings
from pathlib import Path

import torch
from batches import pad
from network import PairClassifier
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from detente.coding.marking import MarkedPair, tokenize


def export(network: PairClassifier, tokenizer: Tokenizer, folder: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    batch = pad([tokenize(tokenizer, MarkedPair(f"France met Chad{' again' * n}.", (0, 6), (11, 15))) for n in (0, 3)])
    inputs = tuple(torch.from_numpy(part) for part in (batch.ids, batch.mask, batch.source, batch.target))
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network,
            inputs,
            str(whole),
            dynamo=False,
            input_names=["ids", "mask", "source", "target"],
            output_names=["types", "statuses"],
            dynamic_axes={
                "ids": {0: "rows", 1: "tokens"},
                "mask": {0: "rows", 1: "tokens"},
                "source": {0: "rows"},
                "target": {0: "rows"},
                "types": {0: "rows"},
                "statuses": {0: "rows"},
            },
            opset_version=17,
        )
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
