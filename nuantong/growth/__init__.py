"""The growth file 成长记录档案 put together from every room: photos, and what is printed of a child."""
