"""The frame of every page: layout, paging, day, error pages."""
