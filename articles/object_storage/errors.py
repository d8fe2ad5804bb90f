"""What a service can refuse, in the terms of files."""


class StorageUnavailable(OSError):
    """The service did not answer, or refused; the text says what it said."""
