"""The pages that readers, crawlers and monitors ask for. Views are split by noun."""
