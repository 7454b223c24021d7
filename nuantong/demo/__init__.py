"""A seeded city of invented people, to show the product as it is after eight months of work."""
