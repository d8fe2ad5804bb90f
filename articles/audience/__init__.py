"""What readers do and say: views, votes with notes, addresses that lead nowhere. The only writer of
these numbers; it knows no HTTP and writes no article."""
