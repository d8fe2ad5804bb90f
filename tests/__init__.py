"""The specification of qtsite, as tests. The folders mirror the packages."""
