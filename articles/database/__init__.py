"""Database helpers that know no model: batches, bulk insert, compiled queries, retry, patience,
refusals and planner statistics."""
