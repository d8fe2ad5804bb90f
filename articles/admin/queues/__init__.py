"""Work lists: findings, unknown addresses, readers' notes and texts at a second address."""
