"""Database helpers that know no model: batches, bulk insert, retry and planner statistics."""
