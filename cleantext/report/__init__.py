"""What was changed, shown to a person."""
