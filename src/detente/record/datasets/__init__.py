"""Published event data (GDELT, ICEWS, POLECAT, Phoenix, any table with a mapping) as one events frame."""

from detente.record.datasets.coding import Adapter
from detente.record.datasets.frame import EVENTS
from detente.record.datasets.gdelt import Gdelt
from detente.record.datasets.icews import Icews
from detente.record.datasets.importing import Imported, import_events
from detente.record.datasets.mapping import Mapping, read_mapping
from detente.record.datasets.phoenix import Phoenix
from detente.record.datasets.polecat import Polecat
from detente.record.datasets.problems import DatasetError

__all__ = [
    "EVENTS",
    "Adapter",
    "DatasetError",
    "Gdelt",
    "Icews",
    "Imported",
    "Mapping",
    "Phoenix",
    "Polecat",
    "import_events",
    "read_mapping",
]
