"""Cards: a finding as title, pictures, data table and basis. No card computes a number of people."""
