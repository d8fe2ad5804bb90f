"""Django's SQLite, which also reads a database on a disk that cannot be written at all."""
