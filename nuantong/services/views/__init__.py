"""Pages: contracts, milestones with evidence and acceptance, organisations and their people."""
