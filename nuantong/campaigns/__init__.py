"""What is raised for whom: need, target, donors, pledges, arrivals, thanks."""
