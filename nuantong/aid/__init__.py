"""Applications for aid: 春蕾 and grave illness, from asking to paying."""
