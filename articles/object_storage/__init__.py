"""Files in a bucket of an S3-compatible service, where one is set: storage, copies, archives."""
