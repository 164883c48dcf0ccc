"""Every question that the pages ask of the marts: a function of typed values that returns rows. What a reader chooses is bound,
never written into the SQL."""
