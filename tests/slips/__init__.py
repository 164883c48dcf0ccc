"""Small slips put into the models on purpose, to learn which of them no test would see: `make slips MINUTES=20 SEED=1`.

A slip is one change to the SQL of one model, such as a person makes: `<` for `<=`, an inner join for a left one, a filter forgotten. The
models run in memory, so that a slip is tried in a fraction of a second. What can see it, from the cheapest to the most expensive:

1. `units`: the dbt unit tests of the model
2. `held`: the model and all that is made of it, built anew on two worlds; the contracts and the data tests of what changed
3. `pythons`: the tests of this folder that run the models, on the worlds that they make

A slip that nobody saw and that changed a mart is a hole in the tests. One that changed no mart is either not reached by these worlds or
no slip at all; nobody can tell the two apart by running them. What is no slip whatever the rows are (`equivalents`) is not made.
"""
