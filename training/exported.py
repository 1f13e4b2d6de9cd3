"""The weights of a network that was exported, read back: to go on from them, or to average several."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)

_PARTS = ("_quantized", "_scale", "_zero_point")


def exported_weights(path: Path) -> dict[str, Tensor]:
    """Give the weights of a `model.onnx` by the names that the network has for them.

    Integers become the floats that they stand for. Tracing keeps no name of a linear layer's matrix, but the node that
    multiplies by it is called after the layer.
    """
    graph = onnx.load(path).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    layers = {node.input[1]: _layer(node) for node in graph.node if node.op_type == "MatMulInteger"}
    found = {name: part for name, part in held.items() if not name.endswith(_PARTS)}
    for name in (name for name in held if name.endswith("_quantized")):
        whole = name.removesuffix("_quantized")
        part = (held[name].astype(np.float32) - held[f"{whole}_zero_point"]) * held[f"{whole}_scale"]
        found[f"{layers[name]}.weight" if name in layers else whole] = part.T if name in layers else part
    return {name: torch.tensor(part) for name, part in found.items()}


def restored(network: Network, path: Path) -> Network:
    """Load the weights of a `model.onnx` into a network; the encoder's own pooler is not used, nor exported.

    Raises:
        ValueError: the weights are those of another network.

    """
    held = exported_weights(path)
    wanted = {name for name in network.state_dict() if not name.startswith("encoder.pooler.")}
    nameless, missing = sorted(held.keys() - wanted), sorted(wanted - held.keys())
    if len(nameless) != len(missing) or len(missing) > 1:
        raise ValueError(f"{path}: weights of another network: {nameless} for {missing}")
    for name, left in zip(nameless, missing, strict=True):  # tracing names no parameter that it folds into another
        held[left] = held.pop(name)
    network.load_state_dict(held, strict=False)
    return network.eval()


def _layer(node: NodeProto) -> str:
    """Name the layer of a node such as `/encoder/layer.0/dense/MatMul_quant` or `/context/Gemm_MatMul_quant`."""
    return ".".join(node.name.strip("/").split("/")[:-1])


def mean(networks: Sequence[Network]) -> Network:
    """Give the last of some networks of one make, with the mean of the weights of all."""
    held = [network.state_dict() for network in networks]
    with torch.no_grad():
        networks[-1].load_state_dict({name: sum(one[name] for one in held) / len(held) for name in held[-1]})
    return networks[-1].eval()
