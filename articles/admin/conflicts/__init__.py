"""List and resolution page of conflicts between imports and editors."""
