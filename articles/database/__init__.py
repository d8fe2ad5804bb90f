"""Database helpers that know no model: batches, bulk insert, retry, patience, refusals and planner
statistics."""
