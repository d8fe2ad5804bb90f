"""What a running site says of itself: counts of its requests and statements, the request that a
record of the log belongs to, slow statements by name."""
