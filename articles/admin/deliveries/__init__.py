"""Deliveries in the admin: brought, looked at, approved, undone."""
