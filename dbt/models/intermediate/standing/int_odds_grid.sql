-- A table of its own: written out where it is read, its sixty-seven rows are
-- planned anew at each step of an estimate, which on Spark takes minutes.
{{ grid_points() }}
