"""Lists of a village, receipts of children, what came back."""
