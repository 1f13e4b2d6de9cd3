"""What can be wrong with a data set."""


class DatasetError(ValueError):
    """A file is not what it was said to be; the message names the file, the line where there is one, and the cure."""
