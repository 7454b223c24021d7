"""The account of a campaign, and the way of one yuan to a child."""
