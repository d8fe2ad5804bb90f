"""Public pages for readers, crawlers and monitors. One module per noun."""
