"""Images of the library: their names, and how an upload becomes a stored one. No Django."""
