"""What is measured, against whom, with the tables it prints."""
