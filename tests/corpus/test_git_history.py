"""The real deliveries as commits of a git repository: imported one after the other they give what
the deliveries themselves give."""
