"""What the pages of counselling show."""
