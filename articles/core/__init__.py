"""Pure Python without Django: content, source format, text rules, rendering, merging and cards."""
